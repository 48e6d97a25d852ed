using System.Buffers.Binary;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Columnar.Kernels;

/// <summary>
/// Encodes values as bytes whose unsigned order is the values' order: a null marker, then the value big-endian with its sign turned.
/// Strings give a prefix only, so equal keys of theirs still need <see cref="RowComparer"/>.
/// </summary>
static unsafe class SortKeys
{
    private const int StringPrefix = 12;

    /// <summary>Bytes that a column of the type takes in a key; 0 where the type has no key.</summary>
    public static int Width(DataType type)
    {
        var physical = PhysicalTypes.Of(type);
        return physical switch
        {
            PhysicalType.String => 1 + StringPrefix,
            PhysicalType.Array or PhysicalType.Map or PhysicalType.Struct or PhysicalType.Interval or PhysicalType.Null => 0,
            _ => 1 + PhysicalTypes.SizeOf(physical),
        };
    }

    /// <summary>Whether equal keys mean equal values.</summary>
    public static bool IsExact(DataType type) => PhysicalTypes.Of(type) is not (PhysicalType.String or PhysicalType.Array or PhysicalType.Map or PhysicalType.Struct or PhysicalType.Interval);

    /// <summary>Writes the key of the k-th selected row at <c>output + k * stride</c>.</summary>
    public static void Encode(ColumnVector vector, Selection selection, SortDirection direction, byte* output, int stride)
    {
        var width = Width(vector.Type) - 1;
        if (width < 0) return;
        var flip = direction.Ascending ? (byte)0 : (byte)0xff;
        var (nullMark, valueMark) = direction.NullsFirst ? ((byte)0, (byte)1) : ((byte)1, (byte)0);
        for (var k = 0; k < selection.Count; k++, output += stride)
        {
            var row = selection[k];
            var key = new Span<byte>(output + 1, width);
            if (vector.IsNull(row))
            {
                *output = nullMark;
                key.Clear();
                continue;
            }
            *output = valueMark;
            var flat = ValueComparer.Locate(vector, ref row);
            Write(flat, row, key);
            if (flip != 0)
                for (var i = 0; i < width; i++) key[i] ^= flip;
        }
    }

    private static void Write(ColumnVector flat, int row, Span<byte> key)
    {
        switch (flat.Physical)
        {
            case PhysicalType.Bool: key[0] = flat.Values<byte>()[row]; break;
            case PhysicalType.Int8: key[0] = (byte)(flat.Values<sbyte>()[row] ^ sbyte.MinValue); break;
            case PhysicalType.Int16: BinaryPrimitives.WriteInt16BigEndian(key, (short)(flat.Values<short>()[row] ^ short.MinValue)); break;
            case PhysicalType.Int32: BinaryPrimitives.WriteInt32BigEndian(key, flat.Values<int>()[row] ^ int.MinValue); break;
            case PhysicalType.Int64: BinaryPrimitives.WriteInt64BigEndian(key, flat.Values<long>()[row] ^ long.MinValue); break;
            case PhysicalType.Int128: BinaryPrimitives.WriteInt128BigEndian(key, flat.Values<Int128>()[row] ^ Int128.MinValue); break;
            case PhysicalType.Float32: BinaryPrimitives.WriteUInt32BigEndian(key, Ordered(flat.Values<float>()[row])); break;
            case PhysicalType.Float64: BinaryPrimitives.WriteUInt64BigEndian(key, Ordered(flat.Values<double>()[row])); break;
            case PhysicalType.String:
                var text = flat.Values<StringView>()[row];
                var length = Math.Min(text.Length, key.Length);
                text.Span[..length].CopyTo(key);
                key[length..].Clear();
                break;
        }
    }

    /// <summary>The bits of a double such that unsigned order is SQL's.</summary>
    public static ulong Ordered(double value)
    {
        if (double.IsNaN(value)) return ulong.MaxValue;
        var bits = BitConverter.DoubleToInt64Bits(value + 0.0);
        return (ulong)(bits < 0 ? ~bits : bits ^ long.MinValue);
    }

    private static uint Ordered(float value)
    {
        if (float.IsNaN(value)) return uint.MaxValue;
        var bits = BitConverter.SingleToInt32Bits(value + 0.0f);
        return (uint)(bits < 0 ? ~bits : bits ^ int.MinValue);
    }
}
