using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>Comparison to booleans.</summary>
sealed class ComparisonEvaluator : Evaluator
{
    private readonly CompareTest? _test;
    private readonly Operand _left;
    private readonly Operand _right;
    private readonly ColumnVector _result;
    private readonly SelectionBuffer _rows;

    public ComparisonEvaluator(Comparison node, CompilationScope scope)
    {
        _test = TestOf(node.Operator);
        _left = scope.Operand(node.Left);
        _right = scope.Operand(node.Right);
        _result = scope.NewVector(BooleanType.Instance);
        _rows = scope.Context.Own(new SelectionBuffer(scope.Context.Allocator));
    }

    /// <summary>The test of an operator; null for the null-safe one.</summary>
    public static CompareTest? TestOf(ComparisonOperator op) => op switch
    {
        ComparisonOperator.Equal => CompareTest.Equal,
        ComparisonOperator.LessThan => CompareTest.Less,
        ComparisonOperator.LessThanOrEqual => CompareTest.LessOrEqual,
        ComparisonOperator.GreaterThan => CompareTest.Greater,
        ComparisonOperator.GreaterThanOrEqual => CompareTest.GreaterOrEqual,
        _ => null,
    };

    public override unsafe ColumnVector Evaluate(ColumnarBatch batch, Selection selection)
    {
        var left = _left.Evaluate(batch, selection);
        var right = _right.Evaluate(batch, selection);
        _result.Reset(batch.RowCount);
        if (_test is not { } test)
        {
            for (var k = 0; k < selection.Count; k++)
            {
                var row = selection[k];
                _result.Set(row, ValueComparer.EqualOrBothNull(left, row, right, row));
            }
            return _result;
        }
        if (NullMasks.Merge(left, _result, batch.RowCount) | NullMasks.Merge(right, _result, batch.RowCount)) return _result;
        if (_result.HasNulls)
        {
            var rows = _rows.Rows(batch.RowCount);
            selection = new Selection(rows, SelectionSets.ByNulls(_result.Nulls, selection, false, rows));
        }
        CompareKernels.ToBooleans(test, left, right, selection, _result.Data);
        return _result;
    }
}
