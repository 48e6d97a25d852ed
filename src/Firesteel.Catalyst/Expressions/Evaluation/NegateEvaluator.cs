using System.Numerics;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>Change of sign; the smallest whole number has none.</summary>
sealed unsafe class NegateEvaluator(Negate node, CompilationScope scope) : Evaluator
{
    private readonly Operand _child = scope.Operand(node.Child);
    private readonly ColumnVector _result = scope.NewVector(node.DataType);

    public override ColumnVector Evaluate(ColumnarBatch batch, Selection selection)
    {
        var input = _child.Evaluate(batch, selection);
        var rowCount = input.IsConstant ? 1 : batch.RowCount;
        if (input.IsConstant) selection = new Selection(1);
        _result.Reset(rowCount);
        if (!NullMasks.Merge(input, _result, rowCount)) Compute(input, selection);
        if (input.IsConstant) _result.MakeConstant();
        return _result;
    }

    private void Compute(ColumnVector input, Selection selection)
    {
        switch (input.Physical)
        {
            case PhysicalType.Int8: Whole<sbyte>(input, selection); break;
            case PhysicalType.Int16: Whole<short>(input, selection); break;
            case PhysicalType.Int32: Whole<int>(input, selection); break;
            case PhysicalType.Int64: Whole<long>(input, selection); break;
            case PhysicalType.Int128: Signed<Int128>(input, selection); break;
            case PhysicalType.Float32: Signed<float>(input, selection); break;
            case PhysicalType.Float64: Signed<double>(input, selection); break;
            case PhysicalType.Interval:
                for (var k = 0; k < selection.Count; k++)
                    if (!_result.IsNull(selection[k])) _result.Set(selection[k], NegateInterval(input.Get<CalendarInterval>(selection[k])));
                break;
        }
    }

    private CalendarInterval NegateInterval(CalendarInterval value)
    {
        try { return -value; }
        catch (OverflowException) { throw EvaluationErrors.IntervalOverflow(node.Origin.Context); }
    }

    private void Signed<T>(ColumnVector input, Selection selection) where T : unmanaged, INumber<T>
    {
        var x = input.Values<T>();
        var y = _result.Values<T>();
        for (var k = 0; k < selection.Count; k++) { var row = selection[k]; y[row] = -x[row]; }
    }

    private void Whole<T>(ColumnVector input, Selection selection) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var x = input.Values<T>();
        var y = _result.Values<T>();
        var overflow = false;
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            y[row] = unchecked(-x[row]);
            overflow |= x[row] == T.MinValue;
        }
        if (!overflow || node.DataType is DecimalType || node.Mode == EvalMode.Legacy && node.DataType is NumericType) return;
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            if (x[row] != T.MinValue || _result.IsNull(row)) continue;
            if (node.Mode == EvalMode.Try) _result.SetNull(row);
            else throw node.DataType is NumericType ? EvaluationErrors.Overflow(node.Origin.Context) : EvaluationErrors.IntervalOverflow(node.Origin.Context);
        }
    }
}
