using System.Buffers.Binary;
using System.Text;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Python;

/// <summary>
/// Writes rows of a batch as the pickle of a list of tuples, straight from the vectors. Where a type needs conversion in Python (dates,
/// moments, structs) the rows are calls of PySpark's converter of their schema, which makes Rows of them.
/// </summary>
sealed unsafe class PickledRowWriter(StructType schema, bool binaryAsBytes)
{
    private const byte Mark = (byte)'(', Tuple = (byte)'t', EmptyTuple = (byte)')', Tuple1 = 0x85, Reduce = (byte)'R', None = (byte)'N', True = 0x88, False = 0x89;
    private readonly bool _isRow = schema.Fields.Any(f => NeedsConversion(f.DataType));
    private readonly List<StructType> _converters = [];
    private byte[] _bytes = new byte[16 << 10];
    private int _used;

    /// <summary>The pickle of rows [from, from + count); valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(ReadOnlySpan<ColumnVector> columns, int from, int count)
    {
        _used = 0;
        _converters.Clear();
        Put(0x80, 2);
        Put((byte)']');
        Put(Mark);
        for (var row = from; row < from + count; row++) Row(schema, columns, row, _isRow);
        Put((byte)'e');
        Put((byte)'.');
        return _bytes.AsSpan(0, _used);
    }

    /// <summary>The pickle of one value, dates and moments as the numbers that Python converts.</summary>
    public static byte[] WriteOne(ColumnVector vector, int row)
    {
        var writer = new PickledRowWriter(new StructType([]), true);
        writer.Put(0x80, 2);
        writer.Value(vector, row);
        writer.Put((byte)'.');
        return writer._bytes.AsSpan(0, writer._used).ToArray();
    }

    private static bool NeedsConversion(DataType type) => type switch
    {
        DateType or TimestampType or TimestampNTZType or DayTimeIntervalType or YearMonthIntervalType or TimeType or StructType => true,
        ArrayType a => NeedsConversion(a.ElementType),
        MapType m => NeedsConversion(m.KeyType) || NeedsConversion(m.ValueType),
        _ => false,
    };

    private void Row(StructType type, ReadOnlySpan<ColumnVector> columns, int row, bool isRow)
    {
        DepthGuard();
        if (isRow) Converter(type);
        if (columns.Length == 0) Put(EmptyTuple);
        else
        {
            if (columns.Length > 3) Put(Mark);
            foreach (var column in columns) Value(column, row);
            Put(columns.Length > 3 ? Tuple : (byte)(Tuple1 - 1 + columns.Length));
        }
        if (isRow) Put(Reduce);
    }

    private static void DepthGuard() => System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();

    // The function that makes a Row of a tuple; made once a pickle and remembered there.
    private void Converter(StructType type)
    {
        var known = _converters.IndexOf(type);
        if (known >= 0)
        {
            Put((byte)'j');
            Int(known);
            return;
        }
        _converters.Add(type);
        Ascii("cpyspark.sql.types\n_create_row_inbound_converter\ncpyspark.sql.types\n_parse_datatype_json_string\n");
        Text(Encoding.UTF8.GetBytes(SchemaJson.Write(type)));
        Put(Tuple1, Reduce);
        Put(Tuple1, Reduce);
        Put((byte)'r');
        Int(_converters.Count - 1);
    }

    private void Value(ColumnVector vector, int row)
    {
        if (vector.Physical == PhysicalType.Null || vector.IsNull(row))
        {
            Put(None);
            return;
        }
        vector = ValueComparer.Locate(vector, ref row);
        switch (vector.Physical)
        {
            case PhysicalType.Bool: Put(vector.Data[row] != 0 ? True : False); break;
            case PhysicalType.Int8: Whole(vector.Values<sbyte>()[row]); break;
            case PhysicalType.Int16: Whole(vector.Values<short>()[row]); break;
            case PhysicalType.Int32: Whole(vector.Values<int>()[row]); break;
            case PhysicalType.Int64 when vector.Type is DecimalType d: Decimal(vector.Values<long>()[row], d.Scale); break;
            case PhysicalType.Int64: Whole(vector.Values<long>()[row]); break;
            case PhysicalType.Int128: Decimal(vector.Values<Int128>()[row], ((DecimalType)vector.Type).Scale); break;
            case PhysicalType.Float32: Float(vector.Values<float>()[row]); break;
            case PhysicalType.Float64: Float(vector.Values<double>()[row]); break;
            case PhysicalType.String when vector.Type is BinaryType: Binary(vector.Values<StringView>()[row].Span); break;
            case PhysicalType.String when vector.Type is VariantType: throw new SparkException("UNSUPPORTED_DATATYPE", new Dictionary<string, string> { ["typeName"] = "\"VARIANT\"" });
            case PhysicalType.String: Text(vector.Values<StringView>()[row].Span); break;
            case PhysicalType.Array: List(vector, vector.Values<ListEntry>()[row]); break;
            case PhysicalType.Map: Map(vector, vector.Values<ListEntry>()[row]); break;
            case PhysicalType.Struct: Row((StructType)vector.Type, vector.Children, row, true); break;
            default: throw new SparkException("UNSUPPORTED_DATATYPE", new Dictionary<string, string> { ["typeName"] = $"\"{vector.Type.SimpleString.ToUpperInvariant()}\"" });
        }
    }

    private void List(ColumnVector vector, ListEntry entry)
    {
        DepthGuard();
        Put((byte)']', Mark);
        for (var i = 0; i < entry.Length; i++) Value(vector.Children[0], entry.Offset + i);
        Put((byte)'e');
    }

    private void Map(ColumnVector vector, ListEntry entry)
    {
        DepthGuard();
        Put((byte)'}', Mark);
        for (var i = 0; i < entry.Length; i++)
        {
            Value(vector.Children[0], entry.Offset + i);
            Value(vector.Children[1], entry.Offset + i);
        }
        Put((byte)'u');
    }

    private void Whole(long value)
    {
        if (value is >= int.MinValue and <= int.MaxValue)
        {
            if (value is >= 0 and < 256) Put((byte)'K', (byte)value);
            else
            {
                Put((byte)'J');
                Int((int)value);
            }
            return;
        }
        Put(0x8a, 8);
        BinaryPrimitives.WriteInt64LittleEndian(Room(8), value);
        _used += 8;
    }

    private void Float(double value)
    {
        Put((byte)'G');
        BinaryPrimitives.WriteDoubleBigEndian(Room(8), value);
        _used += 8;
    }

    private void Decimal(Int128 unscaled, int scale)
    {
        Ascii("cdecimal\nDecimal\n");
        Text(Encoding.ASCII.GetBytes(FormattableString.Invariant($"{unscaled}E-{scale}")));
        Put(Tuple1, Reduce);
    }

    private void Text(ReadOnlySpan<byte> utf8)
    {
        Put((byte)'X');
        Int(utf8.Length);
        Raw(utf8);
    }

    private void Binary(ReadOnlySpan<byte> bytes)
    {
        if (!binaryAsBytes) Ascii("c__builtin__\nbytearray\n");
        Put((byte)'B');
        Int(bytes.Length);
        Raw(bytes);
        if (!binaryAsBytes) Put(Tuple1, Reduce);
    }

    private void Ascii(string text) => _used += Encoding.ASCII.GetBytes(text, Room(text.Length));

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _used += bytes.Length;
    }

    private void Int(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Room(4), value);
        _used += 4;
    }

    private void Put(byte one)
    {
        Room(1)[0] = one;
        _used++;
    }

    private void Put(byte one, byte two)
    {
        var room = Room(2);
        (room[0], room[1]) = (one, two);
        _used += 2;
    }

    private Span<byte> Room(int count)
    {
        if (_used + count > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, checked(_used + count)));
        return _bytes.AsSpan(_used);
    }
}
