using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>CASE: conditions and values are evaluated for the rows that reach them.</summary>
sealed class CaseWhenEvaluator : Evaluator
{
    private readonly Predicate[] _conditions;
    private readonly Operand[] _values;
    private readonly Operand? _else;
    private readonly ColumnVector _result;
    private readonly SelectionBuffer[] _rest;

    public CaseWhenEvaluator(CaseWhen node, CompilationScope scope)
    {
        _conditions = node.Branches.Select(b => PredicateCompiler.Compile(b.Condition, scope.Context)).ToArray();
        _values = node.Branches.Select(b => scope.ConditionalOperand(b.Value)).ToArray();
        _else = node.Else == null ? null : scope.ConditionalOperand(node.Else);
        _result = scope.NewVector(node.DataType);
        _rest = [scope.Context.Own(new SelectionBuffer(scope.Context.Allocator)), scope.Context.Own(new SelectionBuffer(scope.Context.Allocator))];
    }

    public override unsafe ColumnVector Evaluate(ColumnarBatch batch, Selection selection)
    {
        _result.Reset(batch.RowCount);
        var rest = selection;
        for (var i = 0; i < _conditions.Length && rest.Count > 0; i++)
        {
            var taken = _conditions[i].Select(batch, rest);
            if (taken.Count == 0) continue;
            Scatter.Copy(_result, _values[i].Evaluate(batch, taken), taken);
            if (taken.Count == rest.Count) return _result;
            var rows = _rest[i & 1].Rows(batch.RowCount);
            rest = new Selection(rows, SelectionSets.Difference(rest, taken, rows));
        }
        if (rest.Count == 0) return _result;
        if (_else != null) Scatter.Copy(_result, _else.Evaluate(batch, rest), rest);
        else
        {
            var nulls = _result.EnsureNulls();
            for (var k = 0; k < rest.Count; k++) nulls[rest[k]] = 1;
        }
        return _result;
    }
}
