using System.Numerics;
using System.Runtime.CompilerServices;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>Chooses the evaluator of an arithmetic node by its operands' type.</summary>
static class ArithmeticEvaluator
{
    public static Evaluator Create(Arithmetic node, CompilationScope scope) => node.Left.DataType switch
    {
        DecimalType when node.Operator == ArithmeticOperator.IntegralDivide => new DecimalIntegralDivideEvaluator(node, scope),
        DecimalType => new DecimalArithmeticEvaluator(node, scope),
        ByteType => new IntegerArithmeticEvaluator<sbyte>(node, scope),
        ShortType => new IntegerArithmeticEvaluator<short>(node, scope),
        IntegerType or YearMonthIntervalType => new IntegerArithmeticEvaluator<int>(node, scope),
        LongType or DayTimeIntervalType => new IntegerArithmeticEvaluator<long>(node, scope),
        FloatType => new FloatArithmeticEvaluator<float>(node, scope),
        DoubleType => new FloatArithmeticEvaluator<double>(node, scope),
        CalendarIntervalType => new CalendarIntervalArithmeticEvaluator(node, scope),
        NullType => new LiteralEvaluator(Literal.NullOf(node.DataType), scope.Context),
        var type => throw new SparkException("INTERNAL_ERROR", new Dictionary<string, string> { ["message"] = $"No arithmetic on {type}" }),
    };
}

/// <summary>What arithmetic evaluators share: operands, the result, its nulls.</summary>
abstract unsafe class BinaryEvaluator : Evaluator
{
    private readonly SelectionBuffer _rows;
    protected readonly Arithmetic Node;
    protected readonly Operand Left;
    protected readonly Operand Right;
    protected readonly ColumnVector Result;

    protected BinaryEvaluator(Arithmetic node, CompilationScope scope)
    {
        Node = node;
        Left = scope.Operand(node.Left);
        Right = scope.Operand(node.Right);
        Result = scope.NewVector(node.DataType);
        _rows = scope.Context.Own(new SelectionBuffer(scope.Context.Allocator));
    }

    public sealed override ColumnVector Evaluate(ColumnarBatch batch, Selection selection)
    {
        var left = Left.Evaluate(batch, selection);
        var right = Right.Evaluate(batch, selection);
        var constant = left.IsConstant && right.IsConstant;
        var rowCount = constant ? 1 : batch.RowCount;
        if (constant) selection = new Selection(1);
        Result.Reset(rowCount);
        if (!(NullMasks.Merge(left, Result, rowCount) | NullMasks.Merge(right, Result, rowCount))) Compute(left, right, selection);
        if (constant) Result.MakeConstant();
        return Result;
    }

    /// <summary>Computes the selected rows; the result has the operands' nulls already.</summary>
    protected abstract void Compute(ColumnVector left, ColumnVector right, Selection selection);

    /// <summary>The selected rows where the result is not null.</summary>
    protected Selection WithoutNulls(Selection selection)
    {
        if (!Result.HasNulls) return selection;
        var rows = _rows.Rows(ColumnarBatch.MaxRows);
        return new Selection(rows, SelectionSets.ByNulls(Result.Nulls, selection, false, rows));
    }
}

/// <summary>Arithmetic on whole numbers and on intervals that are counted in whole numbers.</summary>
sealed unsafe class IntegerArithmeticEvaluator<T>(Arithmetic node, CompilationScope scope) : BinaryEvaluator(node, scope)
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    protected override void Compute(ColumnVector left, ColumnVector right, Selection selection)
    {
        switch (Node.Operator)
        {
            case ArithmeticOperator.Add: Run<AddOp<T>>(left, right, selection); break;
            case ArithmeticOperator.Subtract: Run<SubtractOp<T>>(left, right, selection); break;
            case ArithmeticOperator.Multiply: Run<MultiplyOp<T>>(left, right, selection); break;
            default: Divide(left, right, WithoutNulls(selection)); break;
        }
    }

    private void Run<TOp>(ColumnVector left, ColumnVector right, Selection selection) where TOp : struct, IArithmetic<T>
    {
        switch (Node.Mode)
        {
            case EvalMode.Try: ArithmeticKernels.NullOnOverflow<T, TOp>(left, right, selection, Result); break;
            case EvalMode.Legacy when Node.DataType is NumericType: ArithmeticKernels.Wrap<T, TOp>(left, right, selection, Result); break;
            default:
                var failed = ArithmeticKernels.Checked<T, TOp>(left, right, selection, Result);
                if (failed >= 0) throw Overflow(left, right, failed);
                break;
        }
    }

    private SparkRuntimeException Overflow(ColumnVector left, ColumnVector right, int row)
    {
        var function = Node.Operator switch { ArithmeticOperator.Add => "try_add", ArithmeticOperator.Subtract => "try_subtract", _ => "try_multiply" };
        if (Node.DataType is not NumericType) return EvaluationErrors.IntervalOverflow(Node.Origin.Context, function);
        return Node.DataType is ByteType or ShortType
            ? EvaluationErrors.SmallOverflow($"{left.Get<T>(row)}S", Node.Symbol, $"{right.Get<T>(row)}S", function)
            : EvaluationErrors.Overflow(Node.Origin.Context, function);
    }

    private void Divide(ColumnVector left, ColumnVector right, Selection selection)
    {
        if (right.IsConstant && !left.IsConstant && long.CreateTruncating(right.Values<T>()[0]) is var divisor and (> 1 or < -1))
        {
            DivideBy(divisor, left.Values<T>(), selection);
            return;
        }
        var (stepA, stepB) = (left.IsConstant ? 0 : 1, right.IsConstant ? 0 : 1);
        var isRemainder = Node.Operator == ArithmeticOperator.Remainder;
        var wide = Result.ElementSize != sizeof(T);
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            T a = left.Values<T>()[row * stepA], b = right.Values<T>()[row * stepB];
            if (T.IsZero(b))
            {
                if (Node.Mode == EvalMode.Ansi) throw EvaluationErrors.DivideByZero(Node);
                Result.SetNull(row);
                continue;
            }
            if (b == -T.One)
            {
                // The one quotient that does not fit.
                if (!isRemainder && a == T.MinValue && Node.Mode != EvalMode.Legacy && !wide)
                {
                    if (Node.Mode == EvalMode.Ansi) throw EvaluationErrors.Overflow(Node.Origin.Context, "try_divide", "Overflow in integral divide");
                    Result.SetNull(row);
                    continue;
                }
                Set(row, isRemainder ? T.Zero : unchecked(-a), wide, -long.CreateTruncating(a), isRemainder);
                continue;
            }
            var value = isRemainder ? a % b : a / b;
            Set(row, value, wide, long.CreateTruncating(value), isRemainder);
        }
    }

    // Nothing can go wrong, and there is a quicker way than to divide.
    private void DivideBy(long divisor, T* values, Selection selection)
    {
        var divider = new ConstantDivider(divisor);
        if (Node.Operator == ArithmeticOperator.Remainder)
        {
            var remainders = Result.Values<T>();
            if (selection.IsDense)
                for (var k = 0; k < selection.Count; k++) remainders[k] = Remainder(values[k], divider, divisor);
            else
                for (var k = 0; k < selection.Count; k++) remainders[selection[k]] = Remainder(values[selection[k]], divider, divisor);
        }
        else if (Result.ElementSize == sizeof(long)) Quotients(Result.Values<long>(), divider, values, selection);
        else Quotients(Result.Values<T>(), divider, values, selection);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Remainder(T dividend, ConstantDivider divider, long divisor)
    {
        var value = long.CreateTruncating(dividend);
        return T.CreateTruncating(value - divider.Divide(value) * divisor);
    }

    private static void Quotients<TResult>(TResult* quotients, ConstantDivider divider, T* values, Selection selection) where TResult : unmanaged, IBinaryInteger<TResult>
    {
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            quotients[row] = TResult.CreateTruncating(divider.Divide(long.CreateTruncating(values[row])));
        }
    }

    // A quotient of intervals or small numbers may be a bigint.
    private void Set(int row, T value, bool wide, long wideValue, bool isRemainder)
    {
        if (wide && !isRemainder) Result.Set(row, wideValue);
        else Result.Set(row, value);
    }
}

/// <summary>Arithmetic on floating point; only division can fail, by zero.</summary>
sealed unsafe class FloatArithmeticEvaluator<T>(Arithmetic node, CompilationScope scope) : BinaryEvaluator(node, scope)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    protected override void Compute(ColumnVector left, ColumnVector right, Selection selection)
    {
        switch (Node.Operator)
        {
            case ArithmeticOperator.Add: ArithmeticKernels.Wrap<T, FloatAddOp<T>>(left, right, selection, Result); break;
            case ArithmeticOperator.Subtract: ArithmeticKernels.Wrap<T, FloatSubtractOp<T>>(left, right, selection, Result); break;
            case ArithmeticOperator.Multiply: ArithmeticKernels.Wrap<T, FloatMultiplyOp<T>>(left, right, selection, Result); break;
            default: Divide(left, right, WithoutNulls(selection)); break;
        }
    }

    private void Divide(ColumnVector left, ColumnVector right, Selection selection)
    {
        var a = left.Values<T>();
        var b = right.Values<T>();
        var y = Result.Values<T>();
        var (stepA, stepB) = (left.IsConstant ? 0 : 1, right.IsConstant ? 0 : 1);
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            var divisor = b[row * stepB];
            if (divisor == T.Zero)
            {
                if (Node.Mode == EvalMode.Ansi) throw EvaluationErrors.DivideByZero(Node);
                Result.SetNull(row);
                continue;
            }
            y[row] = Node.Operator == ArithmeticOperator.Divide ? a[row * stepA] / divisor : a[row * stepA] % divisor;
        }
    }
}

/// <summary>Whole quotient of decimals.</summary>
sealed unsafe class DecimalIntegralDivideEvaluator(Arithmetic node, CompilationScope scope) : BinaryEvaluator(node, scope)
{
    private readonly DecimalType _left = (DecimalType)node.Left.DataType;
    private readonly DecimalType _right = (DecimalType)node.Right.DataType;

    protected override void Compute(ColumnVector left, ColumnVector right, Selection selection)
    {
        selection = WithoutNulls(selection);
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            var (a, b) = (DecimalVectors.Read(left, row), DecimalVectors.Read(right, row));
            if (b == 0)
            {
                if (Node.Mode == EvalMode.Ansi) throw EvaluationErrors.DivideByZero(Node);
                Result.SetNull(row);
            }
            else if (Decimals.TryIntegralDivide(a, _left.Scale, b, _right.Scale, DecimalPrecision.IntegralDivide(_left, _right).Precision, out var quotient))
                Result.Set(row, unchecked((long)quotient));
            else if (Node.Mode == EvalMode.Ansi)
                throw EvaluationErrors.Overflow(Node.Origin.Context, "try_divide", "Overflow in integral divide");
            else Result.SetNull(row);
        }
    }
}

/// <summary>Sums and differences of calendar intervals, part by part.</summary>
sealed class CalendarIntervalArithmeticEvaluator(Arithmetic node, CompilationScope scope) : BinaryEvaluator(node, scope)
{
    protected override void Compute(ColumnVector left, ColumnVector right, Selection selection)
    {
        selection = WithoutNulls(selection);
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            var (a, b) = (left.Get<CalendarInterval>(row), right.Get<CalendarInterval>(row));
            try
            {
                Result.Set(row, Node.Operator == ArithmeticOperator.Add ? a + b : a - b);
            }
            catch (OverflowException)
            {
                if (Node.Mode == EvalMode.Ansi) throw EvaluationErrors.IntervalOverflow(Node.Origin.Context, Node.Operator == ArithmeticOperator.Add ? "try_add" : "try_subtract");
                Result.SetNull(row);
            }
        }
    }
}
