using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;

namespace Firesteel.Sql.Operators.Windows;

/// <summary>Holds the rows of a task, finds where partitions and peers begin and end, and has each function fill a column.</summary>
sealed class WindowIterator(WindowExec plan, BatchIterator input, TaskExecution task) : BatchIterator
{
    private readonly RowBuffer _rows = new(plan.Child.Schema, task.Memory);
    private ColumnVector[]? _results;
    private int _chunk;

    public override ColumnarBatch? Next()
    {
        _results ??= Compute();
        if (_chunk == _rows.Chunks.Count) return null;
        var chunk = _rows.Chunks[_chunk];
        var start = _chunk++ * RowBuffer.ChunkRows;
        var output = new ColumnarBatch([.. chunk.Columns, .. _results.Select(r => VectorSlice.Of(r, start))]);
        output.SetRows(chunk.RowCount);
        return output;
    }

    public override void Dispose()
    {
        input.Dispose();
        _rows.Dispose();
    }

    private ColumnVector[] Compute()
    {
        while (input.Next() is { } batch) _rows.Append(batch);
        var count = (int)_rows.Count;
        var partitionKeys = Columns([.. plan.PartitionBy]);
        var orderKeys = Columns([.. plan.OrderBy.Select(o => o.Child)]);
        var partitions = Boundaries(0, count, partitionKeys);
        return [.. plan.Functions.Select(f => Compute((WindowExpression)((Alias)f).Child, partitions, orderKeys, count))];
    }

    private ColumnVector Compute(WindowExpression expression, List<int> partitions, ColumnVector[] orderKeys, int count)
    {
        var result = new ColumnVector(expression.DataType, task.Memory, Math.Max(1, count));
        var arguments = expression.Function switch
        {
            WindowCall w => Columns([.. w.Arguments]),
            AggregateCall a => Columns([.. a.Arguments, .. a.Filter == null ? [] : new[] { a.Filter }]),
            _ => throw new InvalidOperationException($"{expression.Function} is no window function."),
        };
        var frame = new FrameBounds(expression.Window, orderKeys);
        using var aggregate = expression.Function is AggregateCall call ? new WindowAggregate(call, arguments, frame, result, task) : null;
        for (var p = 0; p + 1 < partitions.Count; p++)
        {
            task.ThrowIfCancelled();
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
        for (var row = start + 1; row < end; row++)
            if (!KeyMatch.Rows(keys, row - 1, keys, row)) boundaries.Add(row);
        if (end > start) boundaries.Add(end);
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

    // One flat vector for each expression, over all rows of the task.
    private ColumnVector[] Columns(Expression[] expressions)
    {
        if (expressions.Length == 0) return [];
        var evaluators = ExpressionCompiler.CompileAll([.. expressions.Select(e => BindReferences.Bind(e, plan.Child.Output))], task.Evaluation);
        var columns = expressions.Select(e => new ColumnVector(e.DataType, task.Memory, (int)Math.Max(1, _rows.Count))).ToArray();
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
