using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>A decimal child: taken in 64 bits from one that keeps them, else measured.</summary>
sealed unsafe class DecimalInput(Operand operand, CompilationScope scope)
{
    private readonly ColumnVector _narrowed = scope.NewVector(LongType.Instance);

    public DecimalType Type { get; } = (DecimalType)operand.Type;

    public DecimalOperand Evaluate(ColumnarBatch batch, Selection selection)
    {
        if (operand.Evaluator is IDecimalEvaluator narrow) return narrow.EvaluateDecimal(batch, selection);
        var vector = operand.Evaluate(batch, selection);
        var constant = vector.IsConstant;
        if (vector.Physical == PhysicalType.Int128)
        {
            if (TryNarrow(vector, selection, batch.RowCount, out var low, out var high))
                return new DecimalOperand { Narrow = _narrowed.Values<long>(), IsConstant = constant, Nulls = vector.Nulls, Min = low, Max = high };
            return new DecimalOperand { Wide = vector.Values<Int128>(), IsConstant = constant, Nulls = vector.Nulls };
        }
        if (!Int64Bounds.Of(vector, selection, batch.RowCount, out var min, out var max)) (min, max) = (0, 0);
        return new DecimalOperand { Narrow = vector.Values<long>(), IsConstant = constant, Nulls = vector.Nulls, Min = min, Max = max };
    }

    // Wide types mostly hold small numbers: one look tells, and what is computed from them stays narrow.
    private bool TryNarrow(ColumnVector vector, Selection selection, int rowCount, out long min, out long max)
    {
        (min, max) = (0, 0);
        if (vector.IsConstant) (selection, rowCount) = (new Selection(1), 1);
        _narrowed.Reset(rowCount);
        var output = _narrowed.Values<long>();
        var halves = (long*)vector.Data;
        var nulls = vector.Nulls;
        var seen = false;
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            if (nulls != null && nulls[row] != 0) continue;
            var low = halves[2 * row];
            if (halves[2 * row + 1] != low >> 63) return false;
            output[row] = low;
            (min, max) = seen ? (Math.Min(min, low), Math.Max(max, low)) : (low, low);
            seen = true;
        }
        return true;
    }
}
