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
    /// <param name="wanted">How many the user asked for; null to choose.</param>
    public static int RangesFor(long rows, int? wanted, QuerySettings settings) => Math.Max(1, wanted ?? (int)Math.Min(2L * settings.Parallelism, rows / RowsOfTask));

    /// <summary>Chooses bounds from the first keys of the runs' segments, each of which stands for as many rows.</summary>
    /// <param name="outputs">Null entries for outputs without rows.</param>
    public static RangeBounds Choose(IReadOnlyList<SortedMapOutput?> outputs, int ranges, MemoryAllocator memory)
    {
        if (outputs.FirstOrDefault(o => o != null)?.Layout is not { } layout || ranges == 1) return new RangeBounds(null, ranges);
        var heads = new RowBuffer(layout.KeySchema, memory);
        foreach (var run in outputs.SelectMany(o => o?.Runs ?? []))
            foreach (var chunk in run.Heads.Chunks) heads.Append(chunk);
        return Choose(heads, layout, ranges, memory);
    }

    /// <summary>Chooses bounds that part some of the keys evenly.</summary>
    public static RangeBounds Choose(RowBuffer keys, SortLayout layout, int ranges, MemoryAllocator memory)
    {
        if (keys.Count == 0 || ranges == 1) return new RangeBounds(null, ranges);
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
