using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>
/// Arithmetic on decimals. Sums and products whose result keeps all digits run on 64-bit values as long as the ranges of the batch's
/// operands prove that they fit, whatever the precision of the type; only the root of such a tree is widened.
/// </summary>
sealed unsafe class DecimalArithmeticEvaluator : Evaluator, IDecimalEvaluator
{
    private readonly Arithmetic _node;
    private readonly DecimalInput _left;
    private readonly DecimalInput _right;
    private readonly DecimalType _type;
    private readonly bool _keepsDigits;
    private readonly long _scaleLeft;
    private readonly long _scaleRight;
    private readonly ColumnVector _result;
    private readonly ColumnVector _narrow;
    private readonly ColumnVector _scaledLeft;
    private readonly ColumnVector _scaledRight;
    private NativeBuffer? _nulls;
    private readonly EvaluationContext _context;

    public DecimalArithmeticEvaluator(Arithmetic node, CompilationScope scope)
    {
        _node = node;
        _context = scope.Context;
        _left = new DecimalInput(scope.Operand(node.Left), scope);
        _right = new DecimalInput(scope.Operand(node.Right), scope);
        _type = (DecimalType)node.DataType;
        _result = scope.NewVector(_type);
        (_narrow, _scaledLeft, _scaledRight) = (scope.NewVector(LongType.Instance), scope.NewVector(LongType.Instance), scope.NewVector(LongType.Instance));
        var (a, b) = (_left.Type.Scale, _right.Type.Scale);
        var common = Math.Max(a, b);
        _keepsDigits = node.Operator switch
        {
            ArithmeticOperator.Add or ArithmeticOperator.Subtract => _type.Scale == common && common - Math.Min(a, b) <= 18,
            ArithmeticOperator.Multiply => _type.Scale == a + b,
            _ => false,
        };
        if (_keepsDigits && node.Operator != ArithmeticOperator.Multiply)
            (_scaleLeft, _scaleRight) = (Decimals.LongPowerOfTen(common - a), Decimals.LongPowerOfTen(common - b));
        else (_scaleLeft, _scaleRight) = (1, 1);
    }

    public override ColumnVector Evaluate(ColumnarBatch batch, Selection selection)
    {
        var value = EvaluateDecimal(batch, selection);
        if (!value.IsNarrow) return _result;
        if (_result.Physical == PhysicalType.Int64)
        {
            _result.Reset(0);
            _result.PointAt((byte*)value.Narrow, value.Nulls);
        }
        else
        {
            _result.Reset(value.IsConstant ? 1 : batch.RowCount);
            Int64Bounds.Widen(value.Narrow, value.IsConstant ? new Selection(1) : Cheapest(selection, batch.RowCount), _result.Values<Int128>());
            if (value.Nulls != null) _result.ShareNulls(value.Nulls);
        }
        if (value.IsConstant) _result.MakeConstant();
        return _result;
    }

    public DecimalOperand EvaluateDecimal(ColumnarBatch batch, Selection selection)
    {
        var left = _left.Evaluate(batch, selection);
        var right = _right.Evaluate(batch, selection);
        if (left.IsNullConstant || right.IsNullConstant) return AllNull();
        var constant = left.IsConstant && right.IsConstant;
        var rows = constant ? new Selection(1) : selection;
        var count = constant ? 1 : batch.RowCount;
        var nulls = MergeNulls(left, right, count);
        if (_keepsDigits && left.IsNarrow && right.IsNarrow && TryNarrow(left, right, rows, count, out var min, out var max))
            return new DecimalOperand { Narrow = _narrow.Values<long>(), IsConstant = constant, Nulls = nulls, Min = min, Max = max };
        ComputeWide(left, right, rows, count, nulls);
        if (constant) _result.MakeConstant();
        if (_result.Physical == PhysicalType.Int128)
            return new DecimalOperand { Wide = _result.Values<Int128>(), IsConstant = constant, Nulls = _result.Nulls };
        if (!Int64Bounds.Of(_result, rows, count, out min, out max)) (min, max) = (0, 0);
        return new DecimalOperand { Narrow = _result.Values<long>(), IsConstant = constant, Nulls = _result.Nulls, Min = min, Max = max };
    }

    private DecimalOperand AllNull()
    {
        _narrow.Reset(1);
        _narrow.Set(0, 0L);
        _narrow.SetNull(0);
        return new DecimalOperand { Narrow = _narrow.Values<long>(), IsConstant = true, Nulls = _narrow.Nulls };
    }

    private byte* MergeNulls(in DecimalOperand left, in DecimalOperand right, int count)
    {
        var a = left.IsConstant ? null : left.Nulls;
        var b = right.IsConstant ? null : right.Nulls;
        if (a == null || b == null) return a == null ? b : a;
        var buffer = _nulls ??= _context.Own(_context.Allocator.Allocate(ColumnarBatch.MaxRows));
        if (buffer.Capacity < count) buffer = _nulls = _context.Own(_context.Allocator.Allocate(count));
        for (var i = 0; i < count; i++) buffer.Pointer[i] = (byte)(a[i] | b[i]);
        return buffer.Pointer;
    }

    // Results in range are exact in 64 bits, and a decimal of up to 18 digits has them by its precision rule.
    private bool TryNarrow(in DecimalOperand left, in DecimalOperand right, Selection rows, int count, out long min, out long max)
    {
        (min, max) = (0, 0);
        Int128 low, high;
        if (_node.Operator == ArithmeticOperator.Multiply)
        {
            var (p, q, r, s) = ((Int128)left.Min * right.Min, (Int128)left.Min * right.Max, (Int128)left.Max * right.Min, (Int128)left.Max * right.Max);
            low = Int128.Min(Int128.Min(p, q), Int128.Min(r, s));
            high = Int128.Max(Int128.Max(p, q), Int128.Max(r, s));
        }
        else
        {
            var (leftMin, leftMax, rightMin, rightMax) = ((Int128)left.Min * _scaleLeft, (Int128)left.Max * _scaleLeft, (Int128)right.Min * _scaleRight, (Int128)right.Max * _scaleRight);
            if (!InRange(leftMin, leftMax) || !InRange(rightMin, rightMax)) return false;
            (low, high) = _node.Operator == ArithmeticOperator.Add ? (leftMin + rightMin, leftMax + rightMax) : (leftMin - rightMax, leftMax - rightMin);
        }
        if (!InRange(low, high) || _type.Precision <= DecimalType.MaxLongPrecision && !(Decimals.Fits(low, _type.Precision) && Decimals.Fits(high, _type.Precision))) return false;
        (min, max) = ((long)low, (long)high);
        rows = Cheapest(rows, count);
        _narrow.Reset(count);
        var output = _narrow.Values<long>();
        if (_node.Operator == ArithmeticOperator.Multiply)
        {
            Int64Bounds.Multiply(left.Narrow, left.IsConstant, right.Narrow, right.IsConstant, rows, output, In32Bits(left) && In32Bits(right));
            return true;
        }
        var a = Scaled(left, _scaleLeft, rows, count, _scaledLeft);
        var b = Scaled(right, _scaleRight, rows, count, _scaledRight);
        if (_node.Operator == ArithmeticOperator.Add) ArithmeticKernels.Wrap<long, AddOp<long>>(a, b, rows, _narrow);
        else ArithmeticKernels.Wrap<long, SubtractOp<long>>(a, b, rows, _narrow);
        return true;
    }

    // Unchecked loops run faster over all rows than over a good part of them by index.
    private static Selection Cheapest(Selection rows, int count) => rows.Count * 4 >= count ? new Selection(count) : rows;

    private static bool InRange(Int128 low, Int128 high) => low >= long.MinValue && high <= long.MaxValue;
    private static bool In32Bits(in DecimalOperand operand) => operand.Min >= int.MinValue && operand.Max <= int.MaxValue;

    private static ColumnVector Scaled(in DecimalOperand operand, long scale, Selection rows, int count, ColumnVector scratch)
    {
        if (scale == 1)
        {
            scratch.PointAt((byte*)operand.Narrow, null);
        }
        else
        {
            scratch.Reset(count);
            var target = operand.IsConstant ? new Selection(1) : rows;
            Int64Bounds.Multiply(operand.Narrow, false, &scale, true, target, scratch.Values<long>(), In32Bits(operand) && scale <= int.MaxValue);
        }
        if (operand.IsConstant) scratch.MakeConstant();
        return scratch;
    }

    private void ComputeWide(in DecimalOperand left, in DecimalOperand right, Selection rows, int count, byte* nulls)
    {
        _result.Reset(count);
        if (nulls != null) Buffer.MemoryCopy(nulls, _result.EnsureNulls(), count, count);
        var (p, s, sa, sb) = (_type.Precision, _type.Scale, _left.Type.Scale, _right.Type.Scale);
        for (var k = 0; k < rows.Count; k++)
        {
            var row = rows[k];
            if (nulls != null && nulls[row] != 0) continue;
            var (a, b) = (left[row], right[row]);
            if (_node.IsDivision && b == 0)
            {
                if (_node.Mode == EvalMode.Ansi) throw EvaluationErrors.DivideByZero(_node);
                _result.SetNull(row);
                continue;
            }
            var fits = _node.Operator switch
            {
                ArithmeticOperator.Add => Decimals.TryAdd(a, sa, b, sb, p, s, out var r) ? Set(row, r) : false,
                ArithmeticOperator.Subtract => Decimals.TrySubtract(a, sa, b, sb, p, s, out var r) ? Set(row, r) : false,
                ArithmeticOperator.Multiply => Decimals.TryMultiply(a, sa, b, sb, p, s, out var r) ? Set(row, r) : false,
                ArithmeticOperator.Divide => Decimals.TryDivide(a, sa, b, sb, p, s, out var r) ? Set(row, r) : false,
                _ => Decimals.TryRemainder(a, sa, b, sb, p, s, out var r) ? Set(row, r) : false,
            };
            if (fits) continue;
            if (_node.Mode == EvalMode.Ansi) throw EvaluationErrors.DecimalOutOfRange(DecimalProblem(a, b), p, s, _node.Origin.Context);
            _result.SetNull(row);
        }
    }

    private bool Set(int row, Int128 value)
    {
        if (_result.Physical == PhysicalType.Int64) _result.Set(row, (long)value);
        else _result.Set(row, value);
        return true;
    }

    private string DecimalProblem(Int128 a, Int128 b)
    {
        var (sa, sb) = (_left.Type.Scale, _right.Type.Scale);
        var (x, y) = ((System.Numerics.BigInteger)a, (System.Numerics.BigInteger)b);
        var common = Math.Max(sa, sb);
        System.Numerics.BigInteger Up(System.Numerics.BigInteger v, int digits) => v * System.Numerics.BigInteger.Pow(10, digits);
        return _node.Operator switch
        {
            ArithmeticOperator.Add => EvaluationErrors.Plain(Up(x, common - sa) + Up(y, common - sb), common),
            ArithmeticOperator.Subtract => EvaluationErrors.Plain(Up(x, common - sa) - Up(y, common - sb), common),
            ArithmeticOperator.Multiply => EvaluationErrors.Plain(x * y, sa + sb),
            _ => EvaluationErrors.Plain(Up(x, _type.Scale + sb + 1) / (y * System.Numerics.BigInteger.Pow(10, sa)), _type.Scale + 1),
        };
    }
}
