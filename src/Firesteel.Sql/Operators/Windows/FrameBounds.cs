using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Windows;

/// <summary>Computes the rows that a frame covers around each row of a partition.</summary>
sealed class FrameBounds
{
    private readonly WindowFrame _frame;
    private readonly ColumnVector[] _orderKeys;
    private readonly SortOrder? _order;

    public FrameBounds(WindowSpec window, ColumnVector[] orderKeys)
    {
        _frame = window.Frame ?? (window.OrderBy.Count == 0 ? WindowFrame.AllRows : WindowFrame.PeersSoFar);
        _orderKeys = orderKeys;
        _order = window.OrderBy.Count == 1 ? window.OrderBy[0] : null;
    }

    /// <summary>Whether every frame begins at the partition's first row.</summary>
    public bool IsGrowing => _frame.Lower is FrameBound.UnboundedPreceding;

    /// <summary>Whether every frame is the whole partition.</summary>
    public bool IsWhole => IsGrowing && _frame.Upper is FrameBound.UnboundedFollowing;

    /// <summary>Writes the first row of each frame and the row after its last, counted from the partition's start.</summary>
    public void Compute(int start, int count, int[] peerStarts, int[] peerEnds, int[] lower, int[] upper)
    {
        for (var row = 0; row < count; row++)
        {
            lower[row] = _frame.Lower switch
            {
                FrameBound.UnboundedPreceding => 0,
                FrameBound.UnboundedFollowing => count,
                FrameBound.CurrentRow => _frame.Type == FrameType.Rows ? row : peerStarts[row],
                FrameBound.Offset o when _frame.Type == FrameType.Rows => Clamp(row + Rows(o), count),
                FrameBound.Offset o => Search(start, count, row, o, upper: false),
                _ => throw new InvalidOperationException(),
            };
            upper[row] = _frame.Upper switch
            {
                FrameBound.UnboundedPreceding => 0,
                FrameBound.UnboundedFollowing => count,
                FrameBound.CurrentRow => _frame.Type == FrameType.Rows ? row + 1 : peerEnds[row],
                FrameBound.Offset o when _frame.Type == FrameType.Rows => Clamp(row + Rows(o) + 1, count),
                FrameBound.Offset o => Search(start, count, row, o, upper: true),
                _ => throw new InvalidOperationException(),
            };
        }
    }

    private static int Clamp(long row, int count) => (int)Math.Clamp(row, 0, count);

    private static long Rows(FrameBound.Offset offset) => Convert.ToInt64(ConstantFolding.Evaluate(offset.Value).Value, System.Globalization.CultureInfo.InvariantCulture);

    // RANGE with a distance: the rows whose order key is at least (at most) the current one plus the distance. Rows whose key is null
    // are each other's peers and nobody else's.
    private int Search(int start, int count, int row, FrameBound.Offset offset, bool upper)
    {
        var key = _orderKeys[0];
        if (key.IsNull(start + row)) return NullRun(start, count, row, upper);
        var distance = ConstantFolding.Evaluate(offset.Value).Value!;
        var ascending = _order!.Ascending;
        var (low, high) = (0, count);
        // Binary search for the first row beyond the bound.
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            int position;
            if (key.IsNull(start + middle)) position = _order.NullsFirst ? -1 : 1;
            else
            {
                position = RangeDistance.Compare(key, start + middle, start + row, distance, ascending);
            }
            if (position < 0 || upper && position == 0) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private int NullRun(int start, int count, int row, bool upper)
    {
        var at = row;
        if (upper)
        {
            while (at < count && _orderKeys[0].IsNull(start + at)) at++;
            return at;
        }
        while (at > 0 && _orderKeys[0].IsNull(start + at - 1)) at--;
        return at;
    }
}
