using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Sql.Operators.Sorting;

/// <summary>A place in a sorted run, which moves from a lower bound to an upper one.</summary>
sealed unsafe class RunCursor : IDisposable
{
    private readonly SortLayout _layout;
    private readonly SortedRun.Reader _batches;
    private readonly ColumnVector[]? _upper;
    private readonly int _upperRow;
    private readonly ulong[] _codes = GC.AllocateUninitializedArray<ulong>(Columnar.Blocks.SpillFile.BlockRows, pinned: true);
    private ColumnVector[] _keys = [];
    private int _end;
    private bool _reachedUpper;

    /// <param name="bounds">Keys of which the two rows say where to begin (inclusive) and to end (exclusive); -1 for no bound.</param>
    public RunCursor(SortedRun run, SortLayout layout, RowBuffer? bounds, int lower, int upper, MemoryAllocator memory)
    {
        _layout = layout;
        var first = 0;
        if (lower >= 0)
        {
            var (chunk, row) = bounds!.Locate(lower);
            first = FirstSegment(run, layout, chunk.Columns, row);
        }
        if (upper >= 0)
        {
            var (chunk, row) = bounds!.Locate(upper);
            (_upper, _upperRow) = (chunk.Columns, row);
        }
        _batches = run.Read(first, memory);
        if (!Load() || lower < 0) return;
        var (keys, at) = bounds!.Locate(lower);
        Position = LowerBound(keys.Columns, at);
        if (Position == _end) Load();
    }

    /// <summary>The batch that the cursor is in; null at the end.</summary>
    public ColumnarBatch? Batch { get; private set; }

    public int Position { get; private set; }

    /// <summary>Rows from here to the end of the batch or of the cursor's range.</summary>
    public int Remaining => _end - Position;

    /// <summary>Counts the batches: those of the last two counts are valid.</summary>
    public int Loads { get; private set; }

    /// <summary>Whether the row here comes before another cursor's; equal rows do not.</summary>
    public int Compare(RunCursor other)
    {
        var (x, y) = (_codes[Position], other._codes[other.Position]);
        if (x != y) return x < y ? -1 : 1;
        return _layout.Comparer.Compare(_keys, Position, other._keys, other.Position);
    }

    /// <summary>Moves on within the batch; at its end <see cref="Load"/> has to follow.</summary>
    public void Move(int rows) => Position += rows;

    /// <summary>Goes to the start of the next batch; false at the end.</summary>
    public bool Load()
    {
        Batch = null;
        Position = _end = 0;
        if (_reachedUpper || _batches.Next() is not { } batch) return false;
        _keys = _layout.Keys(batch.Columns);
        _end = batch.RowCount;
        if (_upper != null)
        {
            _end = LowerBound(_upper, _upperRow);
            _reachedUpper = _end < batch.RowCount;
            if (_end == 0) return false;
        }
        fixed (ulong* codes = _codes) SortPrefix.Encode(_keys[0], _end, _layout.Directions[0], _layout.PrefixHasNulls, codes, 1);
        Batch = batch;
        Loads++;
        return true;
    }

    public void Dispose() => _batches.Dispose();

    // The first row of the batch that does not come before the bound.
    private int LowerBound(ColumnVector[] bound, int row)
    {
        var (low, high) = (0, _end);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_layout.Comparer.Compare(_keys, middle, bound, row) < 0) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    // Rows at the bound begin in the last segment whose head comes before it.
    private static int FirstSegment(SortedRun run, SortLayout layout, ColumnVector[] bound, int row)
    {
        var (low, high) = (0, run.Segments);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var (chunk, at) = run.Heads.Locate(middle);
            if (layout.Comparer.Compare(chunk.Columns, at, bound, row) < 0) low = middle + 1;
            else high = middle;
        }
        return Math.Max(0, low - 1);
    }
}
