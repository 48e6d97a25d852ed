using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Plans;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;

namespace Firesteel.Sql.Operators.Joins;

/// <summary>
/// Draws the pairs of a streamed batch and the build side, a batch of them at a time, keeps those for which the condition holds, and
/// remembers which rows have found a partner.
/// </summary>
sealed unsafe class PairJoiner
{
    private readonly JoinExec _join;
    private readonly JoinOutput _output;
    private readonly RowBuffer _build;
    private readonly TaskExecution _task;
    private readonly FilterEvaluator? _condition;
    private readonly ushort[] _places;
    private readonly ushort[] _positions;
    private readonly int[] _rows;
    private readonly int[] _matched;
    private readonly bool[]? _buildMatched;
    private ColumnarBatch? _batch;
    private MatchSource? _source;
    private int _place;
    private int _row;
    private int _unmatchedAt;

    public PairJoiner(JoinExec join, JoinOutput output, RowBuffer build, TaskExecution task)
    {
        (_join, _output, _build, _task) = (join, output, build, task);
        (_matched, _noRows, _unmatchedPositions) = (task.Memory.BatchScratch<int>(), task.Memory.BatchScratch<int>(), task.Memory.BatchScratch<ushort>());
        var columns = (ValueList<Catalyst.Expressions.AttributeReference>)[.. join.Left.Output, .. join.Right.Output];
        _condition = join.Condition == null ? null : new FilterEvaluator(BindReferences.Bind(join.Condition, columns), task.Evaluation);
        var capacity = task.Settings.BatchRows;
        _places = new ushort[capacity];
        _positions = GC.AllocateUninitializedArray<ushort>(capacity, pinned: true);
        _rows = new int[capacity];
        _buildMatched = join.KeepsUnmatchedBuild ? new bool[build.RowNumbers] : null;
    }

    /// <summary>Begins with a batch of the streamed side.</summary>
    public void Start(ColumnarBatch batch, MatchSource source)
    {
        (_batch, _source, _place) = (batch, source, 0);
        _row = batch.SelectedCount == 0 ? -1 : source.First(0);
        _matched.AsSpan(0, batch.SelectedCount).Fill(-1);
    }

    /// <summary>The next joined batch of the current streamed batch; null when it is used up.</summary>
    public ColumnarBatch? Next()
    {
        while (_batch != null)
        {
            _task.ThrowIfCancelled();
            var count = Draw();
            if (count == 0)
            {
                var batch = _batch;
                _batch = null;
                return Finish(batch);
            }
            if (Join(count) is { } joined) return joined;
        }
        return null;
    }

    /// <summary>Build rows that found no partner, where the join keeps them; called when the streamed side has ended.</summary>
    public ColumnarBatch? Unmatched()
    {
        if (_buildMatched == null) return null;
        var count = 0;
        for (; _unmatchedAt < _buildMatched.Length && count < _rows.Length; _unmatchedAt++)
            if (!_buildMatched[_unmatchedAt] && _build.Holds(_unmatchedAt)) _rows[count++] = _unmatchedAt;
        return count == 0 ? null : _output.Pairs(null, default, _rows.AsSpan(0, count));
    }

    private int Draw()
    {
        var (count, total) = (0, _batch!.SelectedCount);
        while (count < _rows.Length && _place < total)
        {
            if (_row < 0)
            {
                if (++_place < total) _row = _source!.First(_place);
                continue;
            }
            _places[count] = (ushort)_place;
            _positions[count] = (ushort)_batch.Selection[_place];
            _rows[count++] = _row;
            _row = _source!.Next(_row);
        }
        return count;
    }

    private ColumnarBatch? Join(int count)
    {
        var joined = _output.Pairs(_batch, _positions.AsSpan(0, count), _rows.AsSpan(0, count));
        if (_condition != null)
        {
            var selection = _condition.Evaluate(joined, joined.Selection);
            joined.SetRows(count, selection);
        }
        var kept = joined.Selection;
        for (var k = 0; k < kept.Count; k++)
        {
            var pair = kept[k];
            if (_join.Type == JoinType.LeftSingle && _matched[_places[pair]] >= 0) throw new SparkRuntimeException("SCALAR_SUBQUERY_TOO_MANY_ROWS");
            _matched[_places[pair]] = 0;
            if (_buildMatched != null) _buildMatched[_rows[pair]] = true;
        }
        return kept.Count == 0 || _join.IsExistential ? null : joined;
    }

    private ColumnarBatch? Finish(ColumnarBatch batch)
    {
        if (_join.IsExistential) return _output.Existential(batch, _matched);
        if (!_join.KeepsUnmatchedStream) return null;
        var count = 0;
        for (var k = 0; k < batch.SelectedCount; k++)
        {
            // Streamed rows may be more than pairs fit a batch: their number is bounded by the batch that they came in.
            if (_matched[k] >= 0) continue;
            _unmatchedPositions[count] = (ushort)batch.Selection[k];
            _noRows[count++] = -1;
        }
        return count == 0 ? null : _output.Pairs(batch, _unmatchedPositions.AsSpan(0, count), _noRows.AsSpan(0, count));
    }

    private readonly ushort[] _unmatchedPositions;
    private readonly int[] _noRows;
}
