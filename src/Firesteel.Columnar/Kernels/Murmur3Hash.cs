using System.Runtime.Intrinsics;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Columnar.Kernels;

/// <summary>Spark's <c>hash()</c> over columns: what decides the partition of a row. A null leaves the hash as it is.</summary>
static unsafe class Murmur3Hash
{
    /// <summary>Writes the hash of the k-th selected row at place k.</summary>
    public static void Hash(ReadOnlySpan<ColumnVector> columns, Selection selection, int* hashes, int seed = Murmur3.Seed)
    {
        new Span<int>(hashes, selection.Count).Fill(seed);
        foreach (var column in columns) Combine(column, selection, hashes);
    }

    /// <summary>Turns hashes into partitions: the remainder that is never negative.</summary>
    public static void ToPartitions(int* hashes, int count, int partitions)
    {
        // A remainder by two multiplications in place of a division (Lemire, Kaser, Kurz: Faster Remainder by Direct Computation).
        var divisor = (uint)partitions;
        var inverse = ulong.MaxValue / divisor + 1;
        var wrapped = (int)((1UL << 32) % divisor);
        for (var k = 0; k < count; k++)
        {
            var remainder = (int)Math.BigMul(inverse * (uint)hashes[k], divisor, out _);
            // A negative hash was taken for one that is larger by two to the power of 32.
            remainder -= hashes[k] >> 31 & wrapped;
            hashes[k] = remainder + (remainder >> 31 & partitions);
        }
    }

    private static void Combine(ColumnVector column, Selection selection, int* hashes)
    {
        if (column.Encoding == VectorEncoding.Flat && column.Physical is PhysicalType.Int64 && column.Type is not DecimalType && !column.HasNulls)
        {
            var values = column.Values<long>();
            var k = 0;
            if (selection.IsDense && Vector256.IsHardwareAccelerated)
                for (; k <= selection.Count - 8; k += 8)
                {
                    var (x, y) = (Vector256.Load(values + k), Vector256.Load(values + k + 4));
                    var hash = Mix(Vector256.Load(hashes + k), Vector256.Narrow(x, y));
                    hash = Mix(hash, Vector256.Narrow(x >>> 32, y >>> 32));
                    Finish(hash, 8).Store(hashes + k);
                }
            for (; k < selection.Count; k++) hashes[k] = Murmur3.HashLong(values[selection[k]], hashes[k]);
            return;
        }
        if (column.Encoding == VectorEncoding.Flat && column.Physical is PhysicalType.Int32 && !column.HasNulls)
        {
            var values = column.Values<int>();
            for (var k = 0; k < selection.Count; k++) hashes[k] = Murmur3.HashInt(values[selection[k]], hashes[k]);
            return;
        }
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            if (!ValueComparer.IsNull(column, row)) hashes[k] = HashValue(ValueComparer.Locate(column, ref row), row, hashes[k]);
        }
    }

    private static Vector256<int> Mix(Vector256<int> hash, Vector256<int> value)
    {
        value *= unchecked((int)0xcc9e2d51);
        value = (value << 15) | (value >>> 17);
        hash ^= value * 0x1b873593;
        hash = (hash << 13) | (hash >>> 19);
        return hash * 5 + Vector256.Create(unchecked((int)0xe6546b64));
    }

    private static Vector256<int> Finish(Vector256<int> hash, int length)
    {
        hash ^= Vector256.Create(length);
        hash ^= hash >>> 16;
        hash *= unchecked((int)0x85ebca6b);
        hash ^= hash >>> 13;
        hash *= unchecked((int)0xc2b2ae35);
        return hash ^ (hash >>> 16);
    }

    /// <summary>Hash of a value of a flat vector, which is not null.</summary>
    public static int HashValue(ColumnVector flat, int row, int seed)
    {
        switch (flat.Physical)
        {
            case PhysicalType.Bool: return Murmur3.HashBoolean(flat.Values<byte>()[row] != 0, seed);
            case PhysicalType.Int8: return Murmur3.HashInt(flat.Values<sbyte>()[row], seed);
            case PhysicalType.Int16: return Murmur3.HashInt(flat.Values<short>()[row], seed);
            case PhysicalType.Int32: return Murmur3.HashInt(flat.Values<int>()[row], seed);
            case PhysicalType.Int64: return Murmur3.HashLong(flat.Values<long>()[row], seed);
            case PhysicalType.Int128: return Murmur3.HashDecimal(flat.Values<Int128>()[row], ((DecimalType)flat.Type).Precision, seed);
            case PhysicalType.Float32: return Murmur3.HashFloat(flat.Values<float>()[row], seed);
            case PhysicalType.Float64: return Murmur3.HashDouble(flat.Values<double>()[row], seed);
            case PhysicalType.String: return Murmur3.HashBytes(flat.Values<StringView>()[row].Span, seed);
            case PhysicalType.Interval:
                var interval = (int*)(flat.Data + 16L * row);
                return Murmur3.HashInt(interval[0], Murmur3.HashInt(interval[1], Murmur3.HashLong(*(long*)(interval + 2), seed)));
            case PhysicalType.Struct:
                foreach (var child in flat.Children) seed = HashChild(child, row, seed);
                return seed;
            case PhysicalType.Array or PhysicalType.Map:
                var entry = flat.Values<ListEntry>()[row];
                for (var i = 0; i < entry.Length; i++)
                    foreach (var child in flat.Children) seed = HashChild(child, entry.Offset + i, seed);
                return seed;
            default: return seed;
        }

        static int HashChild(ColumnVector child, int row, int seed) => ValueComparer.IsNull(child, row) ? seed : HashValue(child, row, seed);
    }
}
