using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>The ways in which values are written out.</summary>
enum TextStyle : byte
{
    /// <summary>CAST to STRING.</summary>
    Cast,
    /// <summary>CAST to STRING outside ANSI mode: small decimals have an exponent.</summary>
    LegacyCast,
    /// <summary><c>Dataset.show()</c>: as CAST, but NULL in capitals and binary in hexadecimal.</summary>
    Show,
    /// <summary>The SQL shell: JSON-like nested values, NULL at the top only.</summary>
    Hive,
}

/// <summary>Writes values of vectors as UTF-8 text. Not for use by two threads at once.</summary>
sealed class ValueText(TextStyle style, ZoneRules zone)
{
    public ValueText(TextStyle style, string timeZone) : this(style, TimeZones.Get(timeZone)) { }

    /// <summary>The text of a row of a vector in any encoding; NULL where it is null.</summary>
    public string Text(ColumnVector vector, int row)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        WriteRow(vector, row, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>As <see cref="Text"/>, to a buffer.</summary>
    public void WriteRow(ColumnVector vector, int row, ArrayBufferWriter<byte> output)
    {
        if (vector.Physical == PhysicalType.Null || vector.IsNull(row)) output.Write("NULL"u8);
        else Write(Columnar.Kernels.ValueComparer.Locate(vector, ref row), row, output);
    }

    /// <summary>The value at a position of a flat vector, which is not null.</summary>
    public void Write(ColumnVector flat, int at, ArrayBufferWriter<byte> output) => Write(flat, at, output, nested: false);

    private void Write(ColumnVector flat, int at, ArrayBufferWriter<byte> output, bool nested)
    {
        switch (flat.Type)
        {
            case StringType or CharType or VarcharType when style == TextStyle.Hive && nested:
                output.Write("\""u8);
                output.Write(flat.Get<StringView>(at).Span);
                output.Write("\""u8);
                break;
            case BinaryType when style == TextStyle.Show: WriteHex(flat.Get<StringView>(at).Span, output); break;
            case StringType or CharType or VarcharType or BinaryType: output.Write(flat.Get<StringView>(at).Span); break;
            case VariantType: Columnar.Variants.VariantJson.Write(Columnar.Variants.VariantBlob.Open(flat.Get<StringView>(at)), TimeZones.Utc, output); break;
            case ArrayType: WriteArray(flat, at, output); break;
            case MapType: WriteMap(flat, at, output); break;
            case StructType s: WriteStruct(s, flat, at, output); break;
            default:
                var room = output.GetSpan(IntervalText.MaxLength);
                output.Advance(WriteScalar(flat, at, room));
                break;
        }
    }

    private int WriteScalar(ColumnVector flat, int at, Span<byte> room)
    {
        switch (flat.Type)
        {
            case BooleanType:
                var word = flat.Get<bool>(at) ? "true"u8 : "false"u8;
                word.CopyTo(room);
                return word.Length;
            case ByteType: return Whole(flat.Get<sbyte>(at), room);
            case ShortType: return Whole(flat.Get<short>(at), room);
            case IntegerType: return Whole(flat.Get<int>(at), room);
            case LongType: return Whole(flat.Get<long>(at), room);
            case FloatType: return JavaDouble.Write(flat.Get<float>(at), room);
            case DoubleType: return JavaDouble.Write(flat.Get<double>(at), room);
            case DecimalType d:
                var unscaled = DecimalVectors.Read(flat, at);
                return style == TextStyle.LegacyCast ? DecimalText.WriteScientific(unscaled, d.Scale, room) : DecimalText.WritePlain(unscaled, d.Scale, room);
            case DateType: return ByEra(DateTimeText.WriteDate(flat.Get<int>(at), room), room);
            case TimestampType: return ByEra(DateTimeText.WriteTimestamp(flat.Get<long>(at), zone, room), room);
            case TimestampNTZType: return ByEra(DateTimeText.WriteLocalTimestamp(flat.Get<long>(at), room), room);
            case TimeType: return DateTimeText.WriteTime(flat.Get<long>(at), room);
            case YearMonthIntervalType y:
                return style == TextStyle.Hive ? IntervalText.WriteYearMonthHive(flat.Get<int>(at), room) : IntervalText.WriteYearMonth(flat.Get<int>(at), y.Start, y.End, room);
            case DayTimeIntervalType d:
                return style == TextStyle.Hive ? IntervalText.WriteDayTimeHive(flat.Get<long>(at), room) : IntervalText.WriteDayTime(flat.Get<long>(at), d.Start, d.End, room);
            case CalendarIntervalType: return IntervalText.WriteCalendar(flat.Get<CalendarInterval>(at), room);
            default: throw new SparkException("INTERNAL_ERROR", new Dictionary<string, string> { ["message"] = $"No text of {flat.Type}" });
        }
    }

    // The shell counts years within their era and shows neither sign nor era: year -1 is 0002, year 10000 has no plus.
    private int ByEra(int length, Span<byte> room)
    {
        if (style != TextStyle.Hive || room[0] is not ((byte)'+' or (byte)'-') && !room.StartsWith("0000"u8)) return length;
        var text = room[(room[0] is (byte)'+' or (byte)'-' ? 1 : 0)..length];
        if (room[0] == '+')
        {
            text.CopyTo(room);
            return length - 1;
        }
        Utf8Parser.TryParse(text, out int year, out var digits);
        Span<byte> rest = stackalloc byte[DateTimeText.MaxLength];
        text[digits..].CopyTo(rest);
        var restLength = text.Length - digits;
        Utf8Formatter.TryFormat(year + 1, room, out var written, new System.Buffers.StandardFormat('D', 4));
        rest[..restLength].CopyTo(room[written..]);
        return written + restLength;
    }

    private static int Whole(long value, Span<byte> room)
    {
        Utf8Formatter.TryFormat(value, room, out var written);
        return written;
    }

    private void WriteItem(ColumnVector flat, int at, ArrayBufferWriter<byte> output)
    {
        if (flat.Physical == PhysicalType.Null || flat.IsNull(at)) output.Write(style == TextStyle.Show ? "NULL"u8 : "null"u8);
        else Write(flat, at, output, nested: true);
    }

    private void WriteArray(ColumnVector flat, int at, ArrayBufferWriter<byte> output)
    {
        var entry = flat.Get<ListEntry>(at);
        output.Write("["u8);
        for (var i = 0; i < entry.Length; i++)
        {
            if (i > 0) output.Write(style == TextStyle.Hive ? ","u8 : ", "u8);
            WriteItem(flat.Children[0], entry.Offset + i, output);
        }
        output.Write("]"u8);
    }

    private void WriteMap(ColumnVector flat, int at, ArrayBufferWriter<byte> output)
    {
        var entry = flat.Get<ListEntry>(at);
        output.Write("{"u8);
        for (var i = 0; i < entry.Length; i++)
        {
            if (i > 0) output.Write(style == TextStyle.Hive ? ","u8 : ", "u8);
            WriteItem(flat.Children[0], entry.Offset + i, output);
            output.Write(style == TextStyle.Hive ? ":"u8 : " -> "u8);
            WriteItem(flat.Children[1], entry.Offset + i, output);
        }
        output.Write("}"u8);
    }

    private void WriteStruct(StructType type, ColumnVector flat, int at, ArrayBufferWriter<byte> output)
    {
        output.Write("{"u8);
        for (var i = 0; i < flat.Children.Length; i++)
        {
            if (i > 0) output.Write(style == TextStyle.Hive ? ","u8 : ", "u8);
            if (style == TextStyle.Hive)
            {
                output.Write("\""u8);
                output.Write(Encoding.UTF8.GetBytes(type[i].Name));
                output.Write("\":"u8);
            }
            WriteItem(flat.Children[i], at, output);
        }
        output.Write("}"u8);
    }

    private static void WriteHex(ReadOnlySpan<byte> bytes, ArrayBufferWriter<byte> output)
    {
        output.Write("["u8);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (i > 0) output.Write(" "u8);
            var room = output.GetSpan(2);
            room[0] = (byte)"0123456789ABCDEF"[bytes[i] >> 4];
            room[1] = (byte)"0123456789ABCDEF"[bytes[i] & 15];
            output.Advance(2);
        }
        output.Write("]"u8);
    }
}
