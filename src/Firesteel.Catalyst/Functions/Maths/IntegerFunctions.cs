using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Maths;

/// <summary>abs, pmod, factorial and width_bucket.</summary>
static unsafe class IntegerFunctions
{
    public static FunctionDefinition[] All =>
    [
        new Scalar("abs", [TypeClass.OneOf(TypeClass.Numeric, TypeClass.DayTimeInterval, TypeClass.YearMonthInterval)], a => a[0].DataType, Abs)
        {
            StateOf = call => call.Session.Ansi,
            ThrowsWhen = c => c.ResultType is IntegralType or DayTimeIntervalType or YearMonthIntervalType,
        },
        new Scalar("pmod", [TypeClass.Numeric, TypeClass.Numeric], PmodType, Pmod)
        {
            Adapt = CommonNumber,
            MayBeNull = true,
            Throws = true,
            StateOf = call => call.Session.Ansi,
        },
        new Scalar("factorial", [TypeClass.Int], LongType.Instance, KernelCalls.TryMap<int, long, Factorial>) { MayBeNull = true },
        new Scalar("width_bucket", [Bounds, Bounds, Bounds, TypeClass.Long], LongType.Instance, WidthBucket) { MayBeNull = true },
    ];

    private static readonly TypeClass Bounds = TypeClass.OneOf(TypeClass.Double, TypeClass.YearMonthInterval, TypeClass.DayTimeInterval);

    private static void Abs(KernelCall call)
    {
        var argument = call.Arguments[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var at = argument.Position(row);
            switch (argument.Physical)
            {
                case PhysicalType.Float64: call.Result.Set(row, Math.Abs(argument.Values<double>()[at])); break;
                case PhysicalType.Float32: call.Result.Set(row, Math.Abs(argument.Values<float>()[at])); break;
                case PhysicalType.Int128: call.Result.Set(row, Int128.Abs(argument.Values<Int128>()[at])); break;
                case PhysicalType.Int8: Set<sbyte>(call, row, argument.Values<sbyte>()[at]); break;
                case PhysicalType.Int16: Set<short>(call, row, argument.Values<short>()[at]); break;
                case PhysicalType.Int32: Set<int>(call, row, argument.Values<int>()[at]); break;
                default: Set<long>(call, row, argument.Values<long>()[at]); break;
            }
        }
    }

    private static void Set<T>(KernelCall call, int row, T value) where T : unmanaged, System.Numerics.IBinaryInteger<T>, System.Numerics.IMinMaxValue<T>
    {
        if (value == T.MinValue && (call.Call.State is true || call.Result.Type is not IntegralType)) throw Rounding.Overflow(call);
        call.Result.Set(row, T.IsNegative(value) ? -value : value);
    }

    private static ValueList<Expression> CommonNumber(FunctionCall call, ValueList<Expression> a)
    {
        var type = TypeCoercion.ComparisonType(a[0].DataType, a[1].DataType, call.Session.Ansi);
        if (type is DecimalType) return [Operands.CastTo(call, a[0], TypeCoercion.DecimalFor(a[0].DataType)), Operands.CastTo(call, a[1], TypeCoercion.DecimalFor(a[1].DataType))];
        if (type is NullType) type = IntegerType.Instance;
        if (type is not NumericType)
            throw type == null ? ArgumentChecks.OperandTypes(call.Origin, Operands.Shown(call), a[0].DataType, a[1].DataType) : ArgumentChecks.OperandType(call.Origin, Operands.Shown(call), TypeClass.Numeric.Sql, type);
        return Operands.Cast(call, a, type);
    }

    private static DataType PmodType(ValueList<Expression> a)
        => a[0].DataType is DecimalType x && a[1].DataType is DecimalType y ? DecimalPrecision.Remainder(x, y, true) : a[0].DataType;

    private static void Pmod(KernelCall call)
    {
        var (left, right) = (call.Arguments[0], call.Arguments[1]);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var (i, j) = (left.Position(row), right.Position(row));
            switch (left.Type)
            {
                case DecimalType x:
                    var y = (DecimalType)right.Type;
                    var to = (DecimalType)call.Result.Type;
                    var (a, b) = (DecimalValues.Get(left, i), DecimalValues.Get(right, j));
                    if (b == 0) { ByZero(call, row); break; }
                    // r = a % b; if r < 0 then (r + b) % b
                    if (Decimals.TryRemainder(a, x.Scale, b, y.Scale, DecimalType.MaxPrecision, Math.Max(x.Scale, y.Scale), out var r)
                        && (r >= 0 || Decimals.TryAdd(r, Math.Max(x.Scale, y.Scale), b, y.Scale, DecimalType.MaxPrecision, Math.Max(x.Scale, y.Scale), out r)
                            && Decimals.TryRemainder(r, Math.Max(x.Scale, y.Scale), b, y.Scale, DecimalType.MaxPrecision, Math.Max(x.Scale, y.Scale), out r))
                        && Decimals.TryRescale(r, Math.Max(x.Scale, y.Scale), to.Scale, to.Precision, out r)) DecimalValues.Set(call.Result, row, r);
                    else call.Result.SetNull(row);
                    break;
                case DoubleType: Floating(call, row, left.Values<double>()[i], right.Values<double>()[j]); break;
                case FloatType: Floating(call, row, left.Values<float>()[i], right.Values<float>()[j]); break;
                case ByteType: Integer(call, row, left.Values<sbyte>()[i], right.Values<sbyte>()[j]); break;
                case ShortType: Integer(call, row, left.Values<short>()[i], right.Values<short>()[j]); break;
                case IntegerType: Integer(call, row, left.Values<int>()[i], right.Values<int>()[j]); break;
                default: Integer(call, row, left.Values<long>()[i], right.Values<long>()[j]); break;
            }
        }
    }

    private static void Integer<T>(KernelCall call, int row, T a, T b) where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        if (T.IsZero(b)) { ByZero(call, row); return; }
        var wide = Int128.CreateTruncating(a) % Int128.CreateTruncating(b);
        if (wide < 0) wide = (wide + Int128.CreateTruncating(b)) % Int128.CreateTruncating(b);
        call.Result.Set(row, T.CreateTruncating(wide));
    }

    private static void Floating<T>(KernelCall call, int row, T a, T b) where T : unmanaged, System.Numerics.IFloatingPoint<T>
    {
        if (T.IsZero(b)) { ByZero(call, row); return; }
        var r = a % b;
        call.Result.Set(row, T.IsNegative(r) ? (r + b) % b : r);
    }

    private static void ByZero(KernelCall call, int row)
    {
        if (call.Call.State is true) throw call.Error("REMAINDER_BY_ZERO", ("config", "\"spark.sql.ansi.enabled\""));
        call.Result.SetNull(row);
    }

    private readonly struct Factorial : ITryUnary<int, long>
    {
        public static bool TryApply(int n, out long result)
        {
            result = 1;
            if (n is < 0 or > 20) return false;
            for (var i = 2; i <= n; i++) result *= i;
            return true;
        }
    }

    private static void WidthBucket(KernelCall call)
    {
        var buckets = call.In<long>(3);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var (value, low, high) = (Number(call.Arguments[0], row), Number(call.Arguments[1], row), Number(call.Arguments[2], row));
            var count = buckets[row];
            if (count <= 0 || count == long.MaxValue || double.IsNaN(value) || low == high || !double.IsFinite(low) || !double.IsFinite(high)) { call.Result.SetNull(row); continue; }
            var (lower, upper) = (Math.Min(low, high), Math.Max(low, high));
            long bucket;
            if (low < high) bucket = value < lower ? 0 : value >= upper ? count + 1 : (long)(count * (value - lower) / (upper - lower)) + 1;
            else bucket = value > upper ? 0 : value <= lower ? count + 1 : (long)(count * (upper - value) / (upper - lower)) + 1;
            call.Result.Set(row, bucket);
        }
    }

    private static double Number(ColumnVector vector, int row) => vector.Physical switch
    {
        PhysicalType.Float64 => vector.Values<double>()[vector.Position(row)],
        PhysicalType.Int32 => vector.Values<int>()[vector.Position(row)],
        _ => vector.Values<long>()[vector.Position(row)],
    };
}
