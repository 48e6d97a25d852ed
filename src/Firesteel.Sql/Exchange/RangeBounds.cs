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

    /// <summary>Chooses bounds from the first keys of the runs' segments, each of which stands for as many rows.</summary>
    /// <param name="outputs">Null entries for outputs of other processes.</param>
    /// <param name="wanted">How many ranges the user asked for; null to choose.</param>
    public static RangeBounds Choose(IReadOnlyList<SortedMapOutput?> outputs, int? wanted, MapOutputStatistics statistics, MemoryAllocator memory, QuerySettings settings)
    {
        if (outputs.Any(o => o == null)) return new RangeBounds(null, 1);
        var ranges = wanted ?? (int)Math.Min(2L * settings.Parallelism, statistics.TotalRows / RowsOfTask);
        var layout = outputs.FirstOrDefault()?.Layout;
        if (ranges <= 1 || layout == null) return new RangeBounds(null, Math.Max(1, ranges));
        var heads = new RowBuffer(layout.KeySchema, memory);
        foreach (var run in outputs.SelectMany(o => o!.Runs))
            foreach (var chunk in run.Heads.Chunks) heads.Append(chunk);
        if (heads.Count == 0) return new RangeBounds(null, ranges);
        var keys = layout.OfKeys();
        using var order = new RowOrder(heads, keys, memory);
        var bounds = new RowBuffer(layout.KeySchema, memory);
        for (var i = 1; i < ranges; i++)
        {
            var (chunk, row) = heads.Locate(order[(int)((long)order.Count * i / ranges)]);
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
