using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Windows;

/// <summary>
/// Holds the rows of some whole window partitions at a time, finds where partitions and peers begin and end, and has each function fill a
/// column.
/// </summary>
sealed class WindowIterator : BatchIterator
{
    // Partitions are taken together up to about this many rows.
    private const int GroupRows = RowBuffer.ChunkRows;
    private readonly WindowExec _plan;
    private readonly BatchIterator _input;
    private readonly TaskExecution _outer;
    private readonly ProjectionEvaluator? _keys;
    private readonly RowBuffer _lastKey;
    private readonly ushort[] _indices;
    private TaskExecution _task;
    private RowBuffer _rows;
    private ColumnVector[]? _results;
    private ColumnarBatch? _pending;
    private int _pendingFrom;
    private int _chunk;

    public WindowIterator(WindowExec plan, BatchIterator input, TaskExecution task)
    {
        (_plan, _input, _outer) = (plan, input, task);
        _indices = task.Memory.BatchScratch<ushort>();
        _task = task.NewPart();
        _rows = new RowBuffer(plan.Child.Schema, _task.Memory);
        _lastKey = new RowBuffer(new StructType(plan.PartitionBy.Select((p, i) => new StructField($"p{i}", p.DataType))), task.Memory);
        if (plan.PartitionBy.Count > 0) _keys = ExpressionCompiler.CompileAll([.. plan.PartitionBy.Select(p => BindReferences.Bind(p, plan.Child.Output))], task.Evaluation);
    }

    public override ColumnarBatch? Next()
    {
        if (_results != null && _chunk == _rows.Chunks.Count)
        {
            if (_pending == null) return null;
            _task.Dispose();
            _task = _outer.NewPart();
            (_rows, _results, _chunk) = (new RowBuffer(_plan.Child.Schema, _task.Memory), null, 0);
        }
        if (_results == null)
        {
            Fill();
            _results = Compute();
            if (_rows.Count == 0) return null;
        }
        var chunk = _rows.Chunks[_chunk];
        var start = _chunk++ * RowBuffer.ChunkRows;
        var output = new ColumnarBatch([.. chunk.Columns, .. _results.Select(r => VectorSlice.Of(r, start))]);
        output.SetRows(chunk.RowCount);
        return output;
    }

    public override void Dispose()
    {
        _input.Dispose();
        _task.Dispose();
    }

    // Takes in rows up to the start of a partition; the batch in which that is stays pending.
    private void Fill()
    {
        var (batch, from) = (_pending, _pendingFrom);
        _pending = null;
        for (batch ??= _input.Next(); batch != null; batch = _input.Next(), from = 0)
        {
            _outer.ThrowIfCancelled();
            var end = batch.SelectedCount;
            if (_keys != null)
            {
                var keys = _keys.Evaluate(batch, batch.Selection);
                if (_rows.Count + end - from >= GroupRows && LastStart(batch, keys, from) is var start and >= 0)
                {
                    (_pending, _pendingFrom) = (batch, start);
                    Append(batch.Columns, batch.Selection, from, start, _rows);
                    return;
                }
                _lastKey.Dispose();
                Append(keys, batch.Selection, end - 1, end, _lastKey);
            }
            Append(batch.Columns, batch.Selection, from, end, _rows);
        }
    }

    // The last place of the batch at which a partition starts, -1 where none does that leaves rows before it.
    private int LastStart(ColumnarBatch batch, ColumnVector[] keys, int from)
    {
        var selection = batch.Selection;
        for (var k = selection.Count - 1; k > from; k--)
            if (!KeyMatch.Rows(keys, selection[k - 1], keys, selection[k])) return k;
        return _rows.Count > 0 && !KeyMatch.Rows(keys, selection[from], _lastKey.Chunks[0].Columns, 0) ? from : -1;
    }

    private unsafe void Append(ColumnVector[] columns, Selection selection, int from, int end, RowBuffer target)
    {
        if (end == from) return;
        for (var k = from; k < end; k++) _indices[k - from] = (ushort)selection[k];
        fixed (ushort* indices = _indices) target.Append(columns, new Selection(indices, end - from));
    }

    private ColumnVector[] Compute()
    {
        var count = (int)_rows.Count;
        var partitionKeys = Columns([.. _plan.PartitionBy]);
        var orderKeys = Columns([.. _plan.OrderBy.Select(o => o.Child)]);
        var partitions = Boundaries(0, count, partitionKeys);
        return [.. _plan.Functions.Select(f => Compute((WindowExpression)((Alias)f).Child, partitions, orderKeys, count))];
    }

    private ColumnVector Compute(WindowExpression expression, List<int> partitions, ColumnVector[] orderKeys, int count)
    {
        var result = new ColumnVector(expression.DataType, _task.Memory, Math.Max(1, count));
        var arguments = expression.Function switch
        {
            WindowCall w => Columns([.. w.Arguments]),
            AggregateCall a => Columns([.. a.Arguments, .. a.Filter == null ? [] : new[] { a.Filter }]),
            _ => throw new InvalidOperationException($"{expression.Function} is no window function."),
        };
        var frame = new FrameBounds(expression.Window, orderKeys);
        using var aggregate = expression.Function is AggregateCall call ? new WindowAggregate(call, arguments, frame, result, _task) : null;
        for (var p = 0; p + 1 < partitions.Count; p++)
        {
            _task.ThrowIfCancelled();
            var (start, end) = (partitions[p], partitions[p + 1]);
            var (peerStarts, peerEnds) = Peers(start, end, orderKeys);
            if (aggregate != null) aggregate.Compute(start, end - start, peerStarts, peerEnds);
            else ((WindowCall)expression.Function).Function.Evaluate((WindowCall)expression.Function, new WindowPartition(arguments, start, end - start, peerStarts, peerEnds), result);
        }
        return result;
    }

    // Where rows differ from the row before in some key, and both ends.
    private static List<int> Boundaries(int start, int end, ColumnVector[] keys)
    {
        var boundaries = new List<int> { start };
        for (var row = start; row < end; boundaries.Add(row)) row = KeyMatch.RunEnd(keys, new Selection(end), row);
        return boundaries;
    }

    private static (int[] Starts, int[] Ends) Peers(int start, int end, ColumnVector[] orderKeys)
    {
        var (starts, ends) = (new int[end - start], new int[end - start]);
        if (orderKeys.Length == 0)
        {
            ends.AsSpan().Fill(end - start);
            return (starts, ends);
        }
        var boundaries = Boundaries(start, end, orderKeys);
        for (var b = 0; b + 1 < boundaries.Count; b++)
        {
            var (from, to) = (boundaries[b] - start, boundaries[b + 1] - start);
            starts.AsSpan(from, to - from).Fill(from);
            ends.AsSpan(from, to - from).Fill(to);
        }
        return (starts, ends);
    }

    // One flat vector for each expression, over all rows of the _task.
    private ColumnVector[] Columns(Expression[] expressions)
    {
        if (expressions.Length == 0) return [];
        var evaluators = ExpressionCompiler.CompileAll([.. expressions.Select(e => BindReferences.Bind(e, _plan.Child.Output))], _task.Evaluation);
        var columns = expressions.Select(e => new ColumnVector(e.DataType, _task.Memory, (int)Math.Max(1, _rows.Count))).ToArray();
        var at = 0;
        foreach (var chunk in _rows.Chunks)
        {
            var values = evaluators.Evaluate(chunk, chunk.Selection);
            for (var i = 0; i < columns.Length; i++) VectorCopy.Append(columns[i], at, values[i], chunk.Selection);
            at += chunk.RowCount;
        }
        return columns;
    }
}
