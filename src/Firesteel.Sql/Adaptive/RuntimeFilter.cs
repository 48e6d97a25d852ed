using System.Runtime.CompilerServices;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Sql.Adaptive;

/// <summary>
/// The keys of a join's build side, as a test that a scan of the other side runs on its rows: exact bits where the keys lie close
/// together, else a Bloom filter. A row that fails it has no partner; one that passes may have one.
/// </summary>
sealed unsafe class RuntimeFilter : IDisposable
{
    private const long MostExactBits = 1L << 26;
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private readonly MemoryAllocator _memory;
    private readonly NativeBuffer _bits;
    private readonly long _min;
    private readonly ulong _range;
    private readonly bool _isExact;
    private readonly int _shift;

    private RuntimeFilter(RowBuffer rows, int column, long min, long max, MemoryAllocator memory)
    {
        _memory = memory;
        _min = min;
        _range = (ulong)max - (ulong)min;
        _isExact = _range < (ulong)Math.Min(MostExactBits, Math.Max(1 << 16, rows.Count * 256));
        // A Bloom filter of 16 bits a key, two of them in one word.
        var words = _isExact ? (long)(_range >> 6) + 1 : (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)Math.Max(64, rows.Count / 4));
        _shift = 64 - System.Numerics.BitOperations.Log2((ulong)words);
        _bits = memory.Allocate(words * sizeof(ulong));
        var bits = (ulong*)_bits.Pointer;
        new Span<ulong>(bits, checked((int)words)).Clear();
        foreach (var chunk in rows.Chunks)
        {
            var vector = chunk.Columns[column];
            for (var i = 0; i < chunk.RowCount; i++)
            {
                if (vector.IsNull(i)) continue;
                var value = Value(vector, i);
                if (_isExact)
                {
                    var offset = (ulong)value - (ulong)_min;
                    bits[offset >> 6] |= 1UL << (int)(offset & 63);
                }
                else
                {
                    var hash = (ulong)value * Multiplier;
                    bits[hash >> _shift] |= Mask(hash);
                }
            }
        }
    }

    /// <summary>A filter over one key column, of a type that has one.</summary>
    /// <param name="memory">The filter's own, freed with it.</param>
    public static RuntimeFilter Create(RowBuffer rows, int column, MemoryAllocator memory)
    {
        var (min, max) = (long.MaxValue, long.MinValue);
        foreach (var chunk in rows.Chunks)
        {
            var vector = chunk.Columns[column];
            for (var i = 0; i < chunk.RowCount; i++)
            {
                if (vector.IsNull(i)) continue;
                var value = Value(vector, i);
                min = Math.Min(min, value);
                max = Math.Max(max, value);
            }
        }
        return min > max ? new RuntimeFilter(memory) : new RuntimeFilter(rows, column, min, max, memory);
    }

    // Without any key nothing passes.
    private RuntimeFilter(MemoryAllocator memory)
    {
        _memory = memory;
        (_min, _range, _isExact) = (0, 0, true);
        _bits = memory.Allocate(sizeof(ulong));
        *(ulong*)_bits.Pointer = 0;
    }

    public static bool Supports(PhysicalType type) => type is PhysicalType.Int32 or PhysicalType.Int64;

    /// <summary>Writes the rows of the selection that may have a partner; returns how many. Nulls never have.</summary>
    public int Select(ColumnVector key, Selection selection, ushort* output)
    {
        if (key.Encoding == VectorEncoding.Flat && !key.HasNulls)
            return key.Physical == PhysicalType.Int64 ? Select(key.Values<long>(), selection, output) : Select(key.Values<int>(), selection, output);
        var count = 0;
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            output[count] = (ushort)row;
            if (ValueComparer.IsNull(key, row)) continue;
            var value = key.Physical == PhysicalType.Int64 ? key.Get<long>(row) : key.Get<int>(row);
            count += Test(value) ? 1 : 0;
        }
        return count;
    }

    public bool Test(long value)
    {
        var offset = (ulong)value - (ulong)_min;
        if (offset > _range) return false;
        var bits = (ulong*)_bits.Pointer;
        if (_isExact) return (bits[offset >> 6] >> (int)(offset & 63) & 1) != 0;
        var hash = (ulong)value * Multiplier;
        var mask = Mask(hash);
        return (bits[hash >> _shift] & mask) == mask;
    }

    public void Dispose() => _memory.Dispose();

    private int Select<T>(T* values, Selection selection, ushort* output) where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        var count = 0;
        var bits = (ulong*)_bits.Pointer;
        var (min, range) = ((ulong)_min, _range);
        if (_isExact)
        {
            for (var k = 0; k < selection.Count; k++)
            {
                var row = selection[k];
                var offset = (ulong)long.CreateTruncating(values[row]) - min;
                output[count] = (ushort)row;
                // An offset out of range reads the first word, whose bit does not count.
                var inside = offset <= range;
                var at = inside ? offset : 0;
                count += inside ? (int)(bits[at >> 6] >> (int)(at & 63) & 1) : 0;
            }
            return count;
        }
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            var value = (ulong)long.CreateTruncating(values[row]);
            output[count] = (ushort)row;
            var hash = value * Multiplier;
            var mask = Mask(hash);
            count += value - min <= range && (bits[hash >> _shift] & mask) == mask ? 1 : 0;
        }
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mask(ulong hash) => 1UL << (int)(hash & 63) | 1UL << (int)(hash >> 6 & 63);

    private static long Value(ColumnVector vector, int row) => vector.Physical == PhysicalType.Int32 ? vector.Values<int>()[row] : vector.Values<long>()[row];
}
