using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Functions.HigherOrder;

/// <summary>
/// A lambda made ready to run over many elements at once: its parameters and the values that it captures from around are columns of a
/// batch. What it captures stands among the call's arguments after those that are written, so that rewrites of the query reach both alike.
/// </summary>
sealed class LambdaBody
{
    private const int BatchRows = ColumnarBatch.DefaultRows;
    private readonly Evaluator _body;
    private readonly ColumnVector[] _columns;
    private readonly ColumnVector _results;
    private readonly ColumnarBatch _batch;
    private readonly int _captured;

    public LambdaBody(LambdaFunction lambda, IReadOnlyList<Expression> captured, EvaluationContext context)
    {
        _captured = captured.Count;
        var parameters = lambda.Parameters.Cast<LambdaVariable>().ToList();
        Count = parameters.Count;
        var body = lambda.Body.TransformDown(e =>
        {
            var own = e is LambdaVariable v ? parameters.FindIndex(p => p.Id == v.Id) : -1;
            if (own >= 0) return new BoundReference(own, e.DataType, e.Nullable);
            for (var i = 0; i < captured.Count; i++)
                if (e.Equals(captured[i])) return new BoundReference(parameters.Count + i, e.DataType, e.Nullable);
            return e;
        });
        _body = ExpressionCompiler.Compile(body, context);
        _columns = [.. parameters.Select(p => p.DataType).Concat(captured.Select(c => c.DataType)).Select(t => context.Own(new ColumnVector(t, context.Allocator, 16)))];
        _results = context.Own(new ColumnVector(lambda.Body.DataType, context.Allocator, 16));
        _batch = new ColumnarBatch(_columns);
    }

    /// <summary>Number of parameters.</summary>
    public int Count { get; }

    /// <summary>Columns for the parameters: each call of <see cref="Add"/> expects one more entry in every one.</summary>
    public ReadOnlySpan<ColumnVector> Parameters => _columns.AsSpan(0, Count);

    public void Start()
    {
        _results.Reset(16);
        Clear();
    }

    /// <summary>Ends one element whose parameters were appended; <paramref name="row"/> is where the captured values are taken from.</summary>
    public void Add(KernelCall call, int row)
    {
        for (var i = 0; i < _captured; i++)
        {
            var source = call.Arguments[call.Arguments.Length - _captured + i];
            ValueCopy.AppendOne(_columns[Count + i], source, source.Position(row));
        }
        if (Count + _captured > 0 && _columns[0].Count == BatchRows) Flush();
    }

    /// <summary>The body's values for all elements, in order, in flat memory valid until the next <see cref="Start"/>.</summary>
    public ColumnVector Finish()
    {
        Flush();
        return _results;
    }

    private void Flush()
    {
        var count = _columns[0].Count;
        if (count == 0) return;
        _batch.SetRows(count);
        var selection = new Selection(count);
        VectorCopy.Append(_results, _results.Count, _body.Evaluate(_batch, selection), selection);
        _results.Count += count;
        Clear();
    }

    private void Clear()
    {
        foreach (var column in _columns) column.Reset(16);
    }
}
