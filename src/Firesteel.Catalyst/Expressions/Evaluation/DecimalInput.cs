using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>A decimal child: taken in 64 bits from one that keeps them, else measured.</summary>
sealed unsafe class DecimalInput(Operand operand)
{
    public DecimalType Type { get; } = (DecimalType)operand.Type;

    public DecimalOperand Evaluate(ColumnarBatch batch, Selection selection)
    {
        if (operand.Evaluator is IDecimalEvaluator narrow) return narrow.EvaluateDecimal(batch, selection);
        var vector = operand.Evaluate(batch, selection);
        var constant = vector.IsConstant;
        if (vector.Physical == PhysicalType.Int128)
        {
            return new DecimalOperand { Wide = vector.Values<Int128>(), IsConstant = constant, Nulls = vector.Nulls };
        }
        if (!Int64Bounds.Of(vector, selection, batch.RowCount, out var min, out var max)) (min, max) = (0, 0);
        return new DecimalOperand { Narrow = vector.Values<long>(), IsConstant = constant, Nulls = vector.Nulls, Min = min, Max = max };
    }
}
