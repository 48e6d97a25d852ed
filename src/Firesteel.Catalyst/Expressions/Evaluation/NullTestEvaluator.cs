using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>IS NULL and IS NOT NULL.</summary>
sealed class NullTestEvaluator(Expression child, bool wantNull, CompilationScope scope) : Evaluator
{
    private readonly Evaluator _child = scope.Compile(child);
    private readonly ColumnVector _result = scope.NewVector(BooleanType.Instance);

    public override unsafe ColumnVector Evaluate(ColumnarBatch batch, Selection selection)
    {
        var input = _child.Evaluate(batch, selection);
        if (input.Physical == PhysicalType.Null || !input.HasNulls || input.IsConstant)
        {
            var isNull = input.Physical == PhysicalType.Null || input.IsConstant && input.IsNull(0);
            _result.Reset(1);
            _result.Set(0, isNull == wantNull);
            _result.MakeConstant();
            return _result;
        }
        _result.Reset(batch.RowCount);
        var (flip, nulls, output) = (wantNull ? 0 : 1, (nint)input.Nulls, (nint)_result.Data);
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            ((byte*)output)[row] = (byte)(((byte*)nulls)[row] ^ flip);
        }
        return _result;
    }
}
