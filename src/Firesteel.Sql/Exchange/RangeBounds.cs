using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Core.Shuffle;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Operators.Sorting;

namespace Firesteel.Sql.Exchange;

/// <summary>The keys at which the tasks of a global sort part: range i holds rows from bound i - 1 up to, and without, bound i.</summary>
/// <param name="Keys">Null where one task takes all rows.</param>
sealed record RangeBounds(RowBuffer? Keys, int Ranges)
{
    // A task of less is mostly overhead.
    private const long RowsOfTask = 1 << 16;

    /// <summary>How many ranges so many rows are worth.</summary>
    public static int RangesFor(long rows, QuerySettings settings) => Math.Max(1, (int)Math.Min(2L * settings.Parallelism, rows / RowsOfTask));

    /// <summary>Chooses bounds from the first keys of the runs' segments, each of which stands for as many rows.</summary>
    /// <param name="outputs">Null entries for outputs without rows.</param>
    public static RangeBounds Choose(IReadOnlyList<SortedMapOutput?> outputs, int ranges, MemoryAllocator memory)
    {
        if (outputs.FirstOrDefault(o => o != null)?.Layout is not { } layout || ranges == 1) return new RangeBounds(null, ranges);
        var heads = new RowBuffer(layout.KeySchema, memory);
        foreach (var run in outputs.SelectMany(o => o?.Runs ?? []))
            foreach (var chunk in run.Heads.Chunks) heads.Append(chunk);
        return heads.Count == 0 ? new RangeBounds(null, ranges) : Evenly(heads, layout, ranges, memory);
    }

    /// <summary>Chooses bounds that part some of the keys as Apache Spark's range partitioner does.</summary>
    /// <remarks>
    /// A range ends with the first key, larger than the end of the one before, up to which there are as many keys as fall to the ranges so far.
    /// Equal keys stay together, which may leave fewer ranges than wanted, and an empty last one.
    /// </remarks>
    public static RangeBounds Choose(RowBuffer keys, SortLayout layout, int ranges, MemoryAllocator memory)
    {
        if (keys.Count == 0 || ranges == 1) return new RangeBounds(null, 1);
        using var order = new RowOrder(keys, layout.OfKeys(), memory);
        var bounds = new RowBuffer(layout.KeySchema, memory);
        var (step, target, ends) = ((double)order.Count / ranges, (double)order.Count / ranges, 0);
        for (var place = 0; place < order.Count && ends < ranges - 1; place++)
        {
            if (place + 1 < target) continue;
            // Keys like this one do not end another range.
            while (place + 1 < order.Count && Compare(place, place + 1) == 0) place++;
            target += step;
            ends++;
            if (place + 1 < order.Count) AppendAt(place + 1);
        }
        return new RangeBounds(bounds, ends + 1);

        int Compare(int one, int other)
        {
            var ((a, i), (b, j)) = (keys.Locate(order[one]), keys.Locate(order[other]));
            return layout.Comparer.Compare(a.Columns, i, b.Columns, j);
        }

        void AppendAt(int place)
        {
            var (chunk, row) = keys.Locate(order[place]);
            Append(bounds, chunk, row);
        }
    }

    private static RangeBounds Evenly(RowBuffer keys, SortLayout layout, int ranges, MemoryAllocator memory)
    {
        using var order = new RowOrder(keys, layout.OfKeys(), memory);
        var bounds = new RowBuffer(layout.KeySchema, memory);
        for (var i = 1; i < ranges; i++)
        {
            var (chunk, row) = keys.Locate(order[(int)((long)order.Count * i / ranges)]);
            Append(bounds, chunk, row);
        }
        return new RangeBounds(bounds, ranges);
    }

    private static unsafe void Append(RowBuffer bounds, ColumnarBatch chunk, int row)
    {
        var index = (ushort)row;
        bounds.Append(chunk.Columns, new Selection(&index, 1));
    }
}
