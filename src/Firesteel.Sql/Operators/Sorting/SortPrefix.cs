using System.Buffers.Binary;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Sql.Operators.Sorting;

/// <summary>
/// Encodes a sort key's first column in 64 bits whose unsigned order never contradicts the order of rows: equal codes are told apart by
/// comparing the rows.
/// </summary>
static unsafe class SortPrefix
{
    /// <summary>Whether equal codes mean equal values; <paramref name="withNulls"/> as given to <see cref="Encode"/>.</summary>
    public static bool IsExact(PhysicalType type, bool withNulls) => type switch
    {
        PhysicalType.Bool or PhysicalType.Int8 or PhysicalType.Int16 or PhysicalType.Int32 or PhysicalType.Float32 or PhysicalType.Null => true,
        PhysicalType.Int64 or PhysicalType.Float64 => !withNulls,
        _ => false,
    };

    /// <summary>Writes the code of rows [0, count) of a flat vector; every <paramref name="stride"/>-th 64-bit word of the output is written.</summary>
    /// <param name="withNulls">Leaves a place for null, at the cost of the lowest bit. Codes compare only with others made alike.</param>
    public static void Encode(ColumnVector vector, int count, SortDirection direction, bool withNulls, ulong* output, int stride)
    {
        switch (vector.Physical)
        {
            case PhysicalType.Bool: Encode<byte, OfBool>(vector, count, output, stride); break;
            case PhysicalType.Int8: Encode<sbyte, OfInt8>(vector, count, output, stride); break;
            case PhysicalType.Int16: Encode<short, OfInt16>(vector, count, output, stride); break;
            case PhysicalType.Int32: Encode<int, OfInt32>(vector, count, output, stride); break;
            case PhysicalType.Int64: Encode<long, OfInt64>(vector, count, output, stride); break;
            case PhysicalType.Int128: Encode<Int128, OfInt128>(vector, count, output, stride); break;
            case PhysicalType.Float32: Encode<float, OfFloat>(vector, count, output, stride); break;
            case PhysicalType.Float64: Encode<double, OfDouble>(vector, count, output, stride); break;
            case PhysicalType.String: Encode<StringView, OfString>(vector, count, output, stride); break;
            default:
                for (var i = 0; i < count; i++) output[(long)i * stride] = 0;
                break;
        }
        var flip = direction.Ascending ? 0 : ulong.MaxValue;
        if (!withNulls)
        {
            if (flip != 0)
                for (var i = 0; i < count; i++) output[(long)i * stride] ^= flip;
            return;
        }
        var ofNull = direction.NullsFirst ? 0 : ulong.MaxValue;
        for (var i = 0; i < count; i++)
        {
            ref var code = ref output[(long)i * stride];
            code = vector.Physical == PhysicalType.Null || vector.Nulls != null && vector.Nulls[i] != 0 ? ofNull : ((code ^ flip) >> 1) + 1;
        }
    }

    private interface ICode<T> { static abstract ulong Of(T value); }
    private readonly struct OfBool : ICode<byte> { public static ulong Of(byte value) => (ulong)value << 56; }
    private readonly struct OfInt8 : ICode<sbyte> { public static ulong Of(sbyte value) => (ulong)(byte)(value ^ sbyte.MinValue) << 56; }
    private readonly struct OfInt16 : ICode<short> { public static ulong Of(short value) => (ulong)(ushort)(value ^ short.MinValue) << 48; }
    private readonly struct OfInt32 : ICode<int> { public static ulong Of(int value) => (ulong)(uint)(value ^ int.MinValue) << 32; }
    private readonly struct OfInt64 : ICode<long> { public static ulong Of(long value) => (ulong)(value ^ long.MinValue); }
    private readonly struct OfInt128 : ICode<Int128> { public static ulong Of(Int128 value) => (ulong)((long)(value >> 64) ^ long.MinValue); }
    private readonly struct OfFloat : ICode<float> { public static ulong Of(float value) => SortKeys.Ordered((double)value) & ~0x1FFFFFFFUL; }
    private readonly struct OfDouble : ICode<double> { public static ulong Of(double value) => SortKeys.Ordered(value); }
    private readonly struct OfString : ICode<StringView>
    {
        public static ulong Of(StringView value)
        {
            if (value.Length >= 8) return BinaryPrimitives.ReadUInt64BigEndian(value.Span);
            ulong bytes = 0;
            value.Span.CopyTo(new Span<byte>(&bytes, 8));
            return BinaryPrimitives.ReverseEndianness(bytes);
        }
    }

    // Values of null rows are undefined, and strings among them may not be looked at.
    private static void Encode<T, TCode>(ColumnVector vector, int count, ulong* output, int stride) where T : unmanaged where TCode : struct, ICode<T>
    {
        var values = vector.Values<T>();
        var nulls = vector.Nulls;
        if (nulls == null)
            for (var i = 0; i < count; i++) output[(long)i * stride] = TCode.Of(values[i]);
        else
            for (var i = 0; i < count; i++) output[(long)i * stride] = nulls[i] != 0 ? 0 : TCode.Of(values[i]);
    }
}
