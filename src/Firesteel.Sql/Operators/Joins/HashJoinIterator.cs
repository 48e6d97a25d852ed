using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Plans;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;

namespace Firesteel.Sql.Operators.Joins;

/// <summary>Probes a join table with the rows of the streamed side.</summary>
sealed unsafe class HashJoinIterator : BatchIterator
{
    private readonly HashJoinExec _join;
    private readonly JoinTable _table;
    private readonly BatchIterator _input;
    private readonly ProjectionEvaluator _keyEvaluators;
    private ColumnVector[] _keys = [];
    private readonly JoinOutput _output;
    private readonly PairJoiner _pairs;
    private readonly ulong[] _codes;
    private readonly int[] _heads;

    public HashJoinIterator(HashJoinExec join, JoinTable table, BatchIterator input, TaskExecution task)
    {
        (_join, _table, _input) = (join, table, input);
        (_codes, _heads) = (task.Memory.BatchScratch<ulong>(), task.Memory.BatchScratch<int>());
        _keyEvaluators = ExpressionCompiler.CompileAll([.. join.StreamKeys.Select(k => BindReferences.Bind(k, join.Stream.Output))], task.Evaluation);
        _output = new JoinOutput(join, table.Rows, task);
        _pairs = new PairJoiner(join, _output, table.Rows, task);
    }

    public override ColumnarBatch? Next()
    {
        while (true)
        {
            if (_pairs.Next() is { } joined) return joined;
            if (_input.Next() is not { } batch) return _pairs.Unmatched();
            if (Probe(batch) is { } whole) return whole;
        }
    }

    public override void Dispose() => _input.Dispose();

    // Returns the batch where each of its rows has at most one partner; else leaves the pairs to be drawn.
    private ColumnarBatch? Probe(ColumnarBatch batch)
    {
        _keys = _keyEvaluators.Evaluate(batch, batch.Selection);
        fixed (ulong* codes = _codes)
        fixed (int* heads = _heads) _table.Find(_keys, batch.Selection, codes, heads);
        if (_join.IsNullAware && _table.Rows.Count > 0) return NullAware(batch);
        if (_join.Condition == null && !_join.KeepsUnmatchedBuild)
        {
            if (_join.IsExistential) return _output.Existential(batch, _heads);
            if (_table.IsUnique || _join.Type == JoinType.LeftSingle && IsSingle(batch)) return _output.AtMostOne(batch, _heads, _join.KeepsUnmatchedStream);
        }
        _pairs.Start(batch, new ChainedMatches(_table, _heads));
        return null;
    }

    private bool IsSingle(ColumnarBatch batch)
    {
        for (var k = 0; k < batch.SelectedCount; k++)
            if (_heads[k] >= 0 && _table.Next(_heads[k]) >= 0) throw new SparkRuntimeException("SCALAR_SUBQUERY_TOO_MANY_ROWS");
        return true;
    }

    // NOT IN: a row whose own key is null does not come out either.
    private ColumnarBatch? NullAware(ColumnarBatch batch)
    {
        for (var k = 0; k < batch.SelectedCount; k++)
            if (Columnar.Kernels.ValueComparer.IsNull(_keys[0], batch.Selection[k])) _heads[k] = 0;
        return _output.Existential(batch, _heads);
    }
}
