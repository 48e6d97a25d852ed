using System.Numerics;
using System.Runtime.CompilerServices;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Columnar.Kernels;

/// <summary>
/// The 64-bit hash of hash tables: fast, well mixed in its upper bits, equal for values that group together (NaNs, zeros of both signs),
/// and the same for every encoding. It never leaves the process.
/// </summary>
static unsafe class KeyHash
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private const ulong NullHash = 0xA0761D6478BD642F;
    private const ulong Seed = 0xE7037ED1A0B428DB;

    /// <summary>Writes the hash of the k-th selected row's key at place k.</summary>
    public static void Hash(ReadOnlySpan<ColumnVector> keys, Selection selection, ulong* hashes)
    {
        new Span<ulong>(hashes, selection.Count).Fill(Seed);
        foreach (var key in keys) Combine(key, selection, hashes);
    }

    /// <summary>Mixes one more column into the hashes.</summary>
    public static void Combine(ColumnVector vector, Selection selection, ulong* hashes)
    {
        if (vector.IsConstant)
        {
            var value = vector.Physical == PhysicalType.Null || vector.IsNull(0) ? NullHash : HashValue(vector, 0);
            for (var k = 0; k < selection.Count; k++) hashes[k] = Mix(hashes[k], value);
            return;
        }
        if (vector.Encoding == VectorEncoding.Dictionary)
        {
            CombineDictionary(vector, selection, hashes);
            return;
        }
        switch (vector.Physical)
        {
            case PhysicalType.Bool or PhysicalType.Int8: Fixed<sbyte, WholeHash<sbyte>>(vector, selection, hashes); break;
            case PhysicalType.Int16: Fixed<short, WholeHash<short>>(vector, selection, hashes); break;
            case PhysicalType.Int32: Fixed<int, WholeHash<int>>(vector, selection, hashes); break;
            case PhysicalType.Int64: Fixed<long, WholeHash<long>>(vector, selection, hashes); break;
            case PhysicalType.Float64: Fixed<double, DoubleHash>(vector, selection, hashes); break;
            case PhysicalType.Float32: Fixed<float, FloatHash>(vector, selection, hashes); break;
            case PhysicalType.String: Fixed<StringView, BytesHash>(vector, selection, hashes); break;
            case PhysicalType.Int128 or PhysicalType.Interval: Fixed<Int128, WideHash>(vector, selection, hashes); break;
            default:
                for (var k = 0; k < selection.Count; k++)
                {
                    var row = selection[k];
                    hashes[k] = Mix(hashes[k], ValueComparer.IsNull(vector, row) ? NullHash : HashValue(vector, row));
                }
                break;
        }
    }

    /// <summary>Hash of one value of a flat vector, which is not null.</summary>
    public static ulong HashOne(ColumnVector flat, int row) => Mix(Seed, HashValue(flat, row));

    /// <summary>Hash of bytes; four or sixteen at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong HashBytes(byte* data, int length)
    {
        var hash = (ulong)length * Multiplier;
        if (length <= 16)
        {
            if (length >= 8) return Mix(hash ^ *(ulong*)data, *(ulong*)(data + length - 8));
            if (length >= 4) return Mix(hash ^ *(uint*)data, *(uint*)(data + length - 4));
            if (length == 0) return hash;
            return Mix(hash, data[0] | (ulong)data[length >> 1] << 8 | (ulong)data[length - 1] << 16);
        }
        var end = data + length - 16;
        for (; data < end; data += 16) hash = Mix(hash ^ *(ulong*)data, *(ulong*)(data + 8));
        return Mix(hash ^ *(ulong*)end, *(ulong*)(end + 8));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong hash, ulong value)
    {
        var high = Math.BigMul(hash ^ value ^ Seed, Multiplier ^ BitOperations.RotateLeft(value, 32), out var low);
        return high ^ low;
    }

    private interface IHash<T> { static abstract ulong Of(T value); }
    private readonly struct WholeHash<T> : IHash<T> where T : unmanaged, IBinaryInteger<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)] public static ulong Of(T value) => ulong.CreateTruncating(value) * Multiplier;
    }
    private readonly struct DoubleHash : IHash<double>
    {
        public static ulong Of(double value) => (double.IsNaN(value) ? 0x7ff8000000000000UL : BitConverter.DoubleToUInt64Bits(value + 0.0)) * Multiplier;
    }
    private readonly struct FloatHash : IHash<float>
    {
        public static ulong Of(float value) => (float.IsNaN(value) ? 0x7fc00000UL : BitConverter.SingleToUInt32Bits(value + 0.0f)) * Multiplier;
    }
    private readonly struct BytesHash : IHash<StringView>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)] public static ulong Of(StringView value) => HashBytes(value.Data, value.Length);
    }
    private readonly struct WideHash : IHash<Int128>
    {
        public static ulong Of(Int128 value) => Mix((ulong)value, (ulong)(value >> 64));
    }

    private static void Fixed<T, THash>(ColumnVector vector, Selection selection, ulong* hashes) where T : unmanaged where THash : struct, IHash<T>
    {
        var values = vector.Values<T>();
        var nulls = vector.Nulls;
        if (nulls == null && selection.IsDense)
            for (var i = 0; i < selection.Count; i++) hashes[i] = Mix(hashes[i], THash.Of(values[i]));
        else if (nulls == null)
            for (var k = 0; k < selection.Count; k++) hashes[k] = Mix(hashes[k], THash.Of(values[selection.Indices[k]]));
        else
            for (var k = 0; k < selection.Count; k++)
            {
                var row = selection[k];
                hashes[k] = Mix(hashes[k], nulls[row] != 0 ? NullHash : THash.Of(values[row]));
            }
    }

    private static void CombineDictionary(ColumnVector vector, Selection selection, ulong* hashes)
    {
        var dictionary = vector.Dictionary!;
        var codes = vector.Codes;
        if (dictionary.Count == 0 || dictionary.Count > selection.Count)
        {
            for (var k = 0; k < selection.Count; k++)
            {
                var row = selection[k];
                hashes[k] = Mix(hashes[k], vector.IsNull(row) ? NullHash : HashValue(dictionary, codes[row]));
            }
            return;
        }
        var entries = new ulong[dictionary.Count];
        for (var i = 0; i < entries.Length; i++) entries[i] = HashValue(dictionary, i);
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            hashes[k] = Mix(hashes[k], vector.IsNull(row) ? NullHash : entries[codes[row]]);
        }
    }

    /// <summary>Hash of a value of a flat vector, which is not null.</summary>
    private static ulong HashValue(ColumnVector vector, int row)
    {
        switch (vector.Physical)
        {
            case PhysicalType.Bool or PhysicalType.Int8: return WholeHash<sbyte>.Of(vector.Values<sbyte>()[row]);
            case PhysicalType.Int16: return WholeHash<short>.Of(vector.Values<short>()[row]);
            case PhysicalType.Int32: return WholeHash<int>.Of(vector.Values<int>()[row]);
            case PhysicalType.Int64: return WholeHash<long>.Of(vector.Values<long>()[row]);
            case PhysicalType.Float32: return FloatHash.Of(vector.Values<float>()[row]);
            case PhysicalType.Float64: return DoubleHash.Of(vector.Values<double>()[row]);
            case PhysicalType.String: return BytesHash.Of(vector.Values<StringView>()[row]);
            case PhysicalType.Int128 or PhysicalType.Interval: return WideHash.Of(vector.Values<Int128>()[row]);
            case PhysicalType.Struct:
                var hash = Seed;
                foreach (var child in vector.Children) hash = Mix(hash, ChildHash(child, row));
                return hash;
            case PhysicalType.Array or PhysicalType.Map:
                var entry = vector.Values<ListEntry>()[row];
                hash = (ulong)entry.Length;
                foreach (var child in vector.Children)
                    for (var i = 0; i < entry.Length; i++) hash = Mix(hash, ChildHash(child, entry.Offset + i));
                return hash;
            default: return NullHash;
        }

        static ulong ChildHash(ColumnVector child, int row) => ValueComparer.IsNull(child, row) ? NullHash : HashValue(child, row);
    }
}
