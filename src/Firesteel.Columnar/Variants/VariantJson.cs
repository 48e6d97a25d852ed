using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using Firesteel.Foundation.Numerics;
using Firesteel.Foundation.Time;

namespace Firesteel.Columnar.Variants;

/// <summary>Variants as JSON text.</summary>
static class VariantJson
{
    private static readonly SearchValues<byte> Special = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(i => (byte)i)]);

    public static string Text(VariantView value, ZoneRules zone)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(value, zone, output);
        return System.Text.Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <param name="value">What to write.</param>
    /// <param name="zone">In which timestamps are shown, with its offset.</param>
    /// <param name="output">Where to.</param>
    public static void Write(VariantView value, ZoneRules zone, ArrayBufferWriter<byte> output)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw VariantFormat.Malformed();
        switch (value.Kind)
        {
            case VariantKind.Object:
                output.Write("{"u8);
                var count = value.Count;
                for (var i = 0; i < count; i++)
                {
                    if (i > 0) output.Write(","u8);
                    WriteString(value.Key(i), output);
                    output.Write(":"u8);
                    Write(value[i], zone, output);
                }
                output.Write("}"u8);
                break;
            case VariantKind.Array:
                output.Write("["u8);
                count = value.Count;
                for (var i = 0; i < count; i++)
                {
                    if (i > 0) output.Write(","u8);
                    Write(value[i], zone, output);
                }
                output.Write("]"u8);
                break;
            case VariantKind.String: WriteString(value.Bytes, output); break;
            case VariantKind.Binary:
                output.Write("\""u8);
                var bytes = value.Bytes;
                Base64.EncodeToUtf8(bytes, output.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var written);
                output.Advance(written);
                output.Write("\""u8);
                break;
            default: WriteScalar(value, zone, output); break;
        }
    }

    /// <summary>Writes a text between quotes, with the escapes that it needs.</summary>
    public static void WriteString(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> output)
    {
        output.Write("\""u8);
        while (true)
        {
            var next = text.IndexOfAny(Special);
            output.Write(next < 0 ? text : text[..next]);
            if (next < 0) break;
            var c = text[next];
            text = text[(next + 1)..];
            switch (c)
            {
                case (byte)'"': output.Write("\\\""u8); break;
                case (byte)'\\': output.Write("\\\\"u8); break;
                case (byte)'\n': output.Write("\\n"u8); break;
                case (byte)'\r': output.Write("\\r"u8); break;
                case (byte)'\t': output.Write("\\t"u8); break;
                case (byte)'\b': output.Write("\\b"u8); break;
                case (byte)'\f': output.Write("\\f"u8); break;
                default:
                    output.Write("\\u00"u8);
                    output.Write([(byte)('0' + (c >> 4)), "0123456789ABCDEF"u8[c & 15]]);
                    break;
            }
        }
        output.Write("\""u8);
    }

    private static void WriteScalar(VariantView value, ZoneRules zone, ArrayBufferWriter<byte> output)
    {
        Span<byte> room = stackalloc byte[DecimalText.MaxLength];
        switch (value.Kind)
        {
            case VariantKind.Null: output.Write("null"u8); break;
            case VariantKind.Boolean: output.Write(value.Boolean ? "true"u8 : "false"u8); break;
            case VariantKind.Long:
                Utf8Formatter.TryFormat(value.Long, room, out var length);
                output.Write(room[..length]);
                break;
            case VariantKind.Double: WriteNumber(room[..JavaDouble.Write(value.Double, room)], double.IsFinite(value.Double), output); break;
            case VariantKind.Float: WriteNumber(room[..JavaDouble.Write(value.Float, room)], float.IsFinite(value.Float), output); break;
            case VariantKind.Decimal:
                var (unscaled, scale) = value.ShortestDecimal;
                output.Write(room[..DecimalText.WritePlain(unscaled, scale, room)]);
                break;
            case VariantKind.Date: WriteNumber(room[..DateTimeText.WriteDate((int)value.Long, room)], false, output); break;
            case VariantKind.Timestamp:
                length = DateTimeText.WriteTimestamp(value.Long, zone, room);
                length += WriteOffset(zone.OffsetSeconds(Micros.FloorDiv(value.Long, Micros.PerSecond)), room[length..]);
                WriteNumber(room[..length], false, output);
                break;
            case VariantKind.TimestampNtz: WriteNumber(room[..DateTimeText.WriteLocalTimestamp(value.Long, room)], false, output); break;
            case VariantKind.Uuid: WriteNumber(room[..WriteUuid(value, room)], false, output); break;
        }
    }

    /// <summary>Writes a UUID in its usual form; gives the length.</summary>
    public static int WriteUuid(VariantView value, Span<byte> room)
    {
        Utf8Formatter.TryFormat(new Guid(value.Uuid, bigEndian: true), room, out var length);
        return length;
    }

    // What JSON has no number for stands in quotes.
    private static void WriteNumber(ReadOnlySpan<byte> text, bool isNumber, ArrayBufferWriter<byte> output)
    {
        if (!isNumber) output.Write("\""u8);
        output.Write(text);
        if (!isNumber) output.Write("\""u8);
    }

    // +hh:mm, with seconds where the zone has them.
    private static int WriteOffset(int seconds, Span<byte> room)
    {
        room[0] = (byte)(seconds < 0 ? '-' : '+');
        seconds = Math.Abs(seconds);
        var at = 1;
        Two(seconds / 3600, room, ref at);
        room[at++] = (byte)':';
        Two(seconds / 60 % 60, room, ref at);
        if (seconds % 60 == 0) return at;
        room[at++] = (byte)':';
        Two(seconds % 60, room, ref at);
        return at;
    }

    private static void Two(int value, Span<byte> room, ref int at)
    {
        room[at++] = (byte)('0' + value / 10);
        room[at++] = (byte)('0' + value % 10);
    }
}
