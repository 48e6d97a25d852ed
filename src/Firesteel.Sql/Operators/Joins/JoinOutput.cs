using Firesteel.Catalyst.Plans;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Joins;

/// <summary>Puts together the batches of a join: streamed columns are shared or picked, build columns gathered.</summary>
sealed unsafe class JoinOutput
{
    private readonly JoinExec _join;
    private readonly RowBuffer _build;
    private readonly ColumnVector[] _streamPicked;
    private readonly ColumnVector[] _buildColumns;
    private readonly ColumnVector? _exists;
    private readonly ushort[] _indices;
    private readonly int[] _rows;

    public JoinOutput(JoinExec join, RowBuffer build, TaskExecution task)
    {
        (_join, _build) = (join, build);
        (_indices, _rows) = (task.Memory.BatchScratch<ushort>(), task.Memory.BatchScratch<int>());
        _streamPicked = [.. join.Stream.Output.Select(a => new ColumnVector(a.DataType, task.Memory))];
        _buildColumns = [.. join.Build.Output.Select(a => new ColumnVector(a.DataType, task.Memory))];
        _exists = join.Type == JoinType.Existence ? new ColumnVector(BooleanType.Instance, task.Memory) : null;
    }

    /// <summary>Semi, anti and existence joins, from whether each place has a match (a head of 0 or more). Null where no row comes out.</summary>
    public ColumnarBatch? Existential(ColumnarBatch batch, ReadOnlySpan<int> heads)
    {
        var selection = batch.Selection;
        if (_join.Type == JoinType.Existence)
        {
            _exists!.Reset(batch.RowCount);
            for (var k = 0; k < selection.Count; k++) _exists.Set(selection[k], heads[k] >= 0 ? (byte)1 : (byte)0);
            var output = new ColumnarBatch([.. batch.Columns, _exists]);
            output.SetRows(batch.RowCount, selection);
            return output;
        }
        var wanted = _join.Type == JoinType.LeftSemi;
        var count = 0;
        for (var k = 0; k < selection.Count; k++)
        {
            _indices[count] = (ushort)selection[k];
            count += heads[k] >= 0 == wanted ? 1 : 0;
        }
        return count == 0 ? null : Narrow(batch, batch.Columns, count);
    }

    /// <summary>Every streamed row with its one partner: streamed columns stay as they are, build columns are aligned with them.</summary>
    public ColumnarBatch? AtMostOne(ColumnarBatch batch, ReadOnlySpan<int> heads, bool keepUnmatched)
    {
        var selection = batch.Selection;
        var count = 0;
        for (var k = 0; k < selection.Count; k++)
        {
            _indices[count] = (ushort)selection[k];
            _rows[count] = heads[k];
            count += keepUnmatched || heads[k] >= 0 ? 1 : 0;
        }
        if (count == 0) return null;
        fixed (int* rows = _rows)
        fixed (ushort* positions = _indices)
        {
            for (var c = 0; c < _buildColumns.Length; c++)
            {
                _buildColumns[c].Reset(batch.RowCount);
                _build.Gather(c, rows, positions, count, _buildColumns[c]);
            }
        }
        return Narrow(batch, Combine(batch.Columns, _buildColumns), count);
    }

    /// <summary>Pairs of a streamed row and a build row; either may be -1, for none.</summary>
    public ColumnarBatch Pairs(ColumnarBatch? batch, ReadOnlySpan<ushort> streamRows, ReadOnlySpan<int> buildRows)
    {
        fixed (int* rows = buildRows)
        fixed (ushort* picked = streamRows)
        {
            var count = buildRows.Length;
            for (var c = 0; c < _streamPicked.Length; c++)
            {
                if (batch != null)
                {
                    VectorGather.Gather(batch.Columns[c], picked, count, _streamPicked[c]);
                    continue;
                }
                _streamPicked[c].Reset(count);
                new Span<byte>(_streamPicked[c].EnsureNulls(), count).Fill(1);
            }
            for (var c = 0; c < _buildColumns.Length; c++)
            {
                _buildColumns[c].Reset(count);
                _build.Gather(c, rows, null, count, _buildColumns[c]);
            }
            var output = new ColumnarBatch(Combine(_streamPicked, _buildColumns));
            output.SetRows(count);
            return output;
        }
    }

    private ColumnVector[] Combine(ColumnVector[] stream, ColumnVector[] build)
        => _join.Side == BuildSide.Right ? [.. stream, .. build] : [.. build, .. stream];

    private ColumnarBatch Narrow(ColumnarBatch batch, ColumnVector[] columns, int count)
    {
        var output = new ColumnarBatch(columns);
        // The array is pinned for its life: the pointer stays good after the block.
        fixed (ushort* indices = _indices) output.SetRows(batch.RowCount, new Selection(indices, count));
        return output;
    }
}
