using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Sql.Operators.Sorting;

/// <summary>
/// The order of a buffer's rows: row numbers are sorted by the code of their first key, digit by digit from the lowest, then rows of equal
/// codes by comparing them. The sort is stable.
/// </summary>
sealed unsafe class RowOrder : IDisposable
{
    private const int SmallCount = 512;
    private readonly RowBuffer _rows;
    private readonly SortLayout _layout;
    private readonly ColumnVector[][] _keys;
    private readonly NativeBuffer _entries;

    public RowOrder(RowBuffer rows, SortLayout layout, MemoryAllocator memory)
    {
        (_rows, _layout) = (rows, layout);
        Count = (int)rows.Count;
        _keys = [.. rows.Chunks.Select(c => layout.Keys(c.Columns))];
        _entries = memory.Allocate(Math.Max(1, (long)Count * sizeof(Entry)));
        var withNulls = _keys.Any(k => k[0].HasNulls || k[0].Physical == PhysicalType.Null);
        Encode(withNulls);
        var entries = new Span<Entry>(_entries.Pointer, Count);
        var exact = layout.Directions.Length == 1 && Count > 0 && SortPrefix.IsExact(_keys[0][0].Physical, withNulls);
        if (Count < SmallCount) entries.Sort(new Comparer(this));
        else if (memory.TryAllocate((long)Count * sizeof(Entry)) is { } other)
        {
            using (other) SortByCode((Entry*)other.Pointer);
            if (!exact) SortEqualCodes(entries);
        }
        // Without room for a second array the rows are compared in place.
        else entries.Sort(new Comparer(this));
    }

    public int Count { get; }

    /// <summary>The row at a place of the order.</summary>
    public int this[int place] => ((Entry*)_entries.Pointer)[place].Row;

    /// <summary>Bytes that ordering so many rows takes for a while.</summary>
    public static long Bytes(long rows) => rows * 2 * sizeof(Entry);

    public void CopyRows(int first, int count, int* rows)
    {
        var entries = (Entry*)_entries.Pointer + first;
        for (var k = 0; k < count; k++) rows[k] = entries[k].Row;
    }

    public void Dispose() => _entries.Dispose();

    private void Encode(bool withNulls)
    {
        var entry = (Entry*)_entries.Pointer;
        var row = 0;
        for (var c = 0; c < _keys.Length; c++)
        {
            var count = _rows.Chunks[c].RowCount;
            SortPrefix.Encode(_keys[c][0], count, _layout.Directions[0], withNulls, (ulong*)entry, 2);
            for (var i = 0; i < count; i++) entry[i].Row = row++;
            entry += count;
        }
    }

    // Digits that are the same everywhere are left out.
    private void SortByCode(Entry* to)
    {
        var counts = new int[8 * 256];
        var from = (Entry*)_entries.Pointer;
        var count = Count;
        for (var i = 0; i < count; i++)
        {
            var code = from[i].Code;
            for (var digit = 0; digit < 8; digit++) counts[digit << 8 | (byte)(code >> (digit * 8))]++;
        }
        var starts = stackalloc int[256];
        for (var digit = 0; digit < 8; digit++)
        {
            var histogram = counts.AsSpan(digit << 8, 256);
            if (histogram[(byte)(from[0].Code >> (digit * 8))] == count) continue;
            var sum = 0;
            for (var v = 0; v < 256; v++)
            {
                starts[v] = sum;
                sum += histogram[v];
            }
            for (var i = 0; i < count; i++) to[starts[(byte)(from[i].Code >> (digit * 8))]++] = from[i];
            var swap = from;
            from = to;
            to = swap;
        }
        if (from != (Entry*)_entries.Pointer) Buffer.MemoryCopy(from, _entries.Pointer, (long)count * sizeof(Entry), (long)count * sizeof(Entry));
    }

    private void SortEqualCodes(Span<Entry> entries)
    {
        var comparer = new Comparer(this);
        for (var start = 0; start < entries.Length;)
        {
            var end = start + 1;
            while (end < entries.Length && entries[end].Code == entries[start].Code) end++;
            if (end - start > 1) entries[start..end].Sort(comparer);
            start = end;
        }
    }

    // The codes are written through the first word of each.
    private struct Entry(ulong code, int row)
    {
        public readonly ulong Code = code;
        public int Row = row;
    }

    private readonly struct Comparer(RowOrder order) : IComparer<Entry>
    {
        public int Compare(Entry x, Entry y)
        {
            if (x.Code != y.Code) return x.Code < y.Code ? -1 : 1;
            if (x.Row == y.Row) return 0;
            const int mask = RowBuffer.ChunkRows - 1;
            var result = order._layout.Comparer.Compare(order._keys[x.Row >> RowBuffer.ChunkShift], x.Row & mask, order._keys[y.Row >> RowBuffer.ChunkShift], y.Row & mask);
            return result != 0 ? result : x.Row.CompareTo(y.Row);
        }
    }
}
