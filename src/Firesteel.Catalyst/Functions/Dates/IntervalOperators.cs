using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Dates;

/// <summary>Sums of intervals, and intervals times or by numbers: what the analyzer makes of operators between them.</summary>
static class IntervalOperators
{
    private static readonly TypeClass Interval = TypeClass.OneOf(TypeClass.DayTimeInterval, TypeClass.YearMonthInterval, TypeClass.CalendarInterval);

    public static void Register(FunctionRegistry registry)
    {
        registry.Register(
            new Scalar("$add_intervals", [Interval, Interval], Wider, c => Sum(c, false)) { Throws = true },
            new Scalar("$subtract_intervals", [Interval, Interval], Wider, c => Sum(c, true)) { Throws = true },
            Scale("$multiply_interval", Multiply),
            Scale("$divide_interval", Divide),
            new Scalar("$div_interval", [Interval, Interval], LongType.Instance, IntegralDivide) { Throws = true });
    }

    private static DataType Wider(ValueList<Expression> arguments) => TypeCoercion.TightestCommonType(arguments[0].DataType, arguments[1].DataType, true) ?? arguments[0].DataType;

    // Of intervals that count one unit the widest kind comes out.
    private static Scalar Scale(string name, Kernel kernel) => new(name, [Interval, TypeClass.Numeric], a => a[0].DataType switch
    {
        YearMonthIntervalType => YearMonthIntervalType.Default,
        DayTimeIntervalType => DayTimeIntervalType.Default,
        var other => other,
    }, kernel)
    {
        Throws = true,
        Adapt = (call, a) => a[0].DataType is CalendarIntervalType || a[1].DataType is StringType or NullType ? [a[0], Operands.CastTo(call, a[1], DoubleType.Instance)] : a,
    };

    private static void Sum(KernelCall call, bool isNegative)
    {
        var (a, b) = (call.Arguments[0], call.Arguments[1]);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var (i, j) = (a.Position(row), b.Position(row));
            try
            {
                switch (call.Result.Type)
                {
                    case YearMonthIntervalType: call.Result.Set(row, checked(isNegative ? a.Get<int>(i) - b.Get<int>(j) : a.Get<int>(i) + b.Get<int>(j))); break;
                    case DayTimeIntervalType: call.Result.Set(row, checked(isNegative ? a.Get<long>(i) - b.Get<long>(j) : a.Get<long>(i) + b.Get<long>(j))); break;
                    default: call.Result.Set(row, isNegative ? a.Get<CalendarInterval>(i) - b.Get<CalendarInterval>(j) : a.Get<CalendarInterval>(i) + b.Get<CalendarInterval>(j)); break;
                }
            }
            catch (OverflowException) { throw Overflow(call, isNegative ? "try_subtract" : "try_add"); }
        }
    }

    private static void Multiply(KernelCall call) => Each(call, "try_multiply", static (count, factor) => Exact(count, factor, false), static (count, factor) => count * factor, static (i, d) => i.Multiply(d));

    private static void Divide(KernelCall call)
    {
        var numbers = call.Arguments[1];
        for (var k = 0; k < call.Selection.Count; k++)
            if (IsZero(numbers, numbers.Position(call.Selection[k]))) throw call.Error("INTERVAL_DIVIDED_BY_ZERO");
        Each(call, "try_divide", static (count, divisor) => Exact(count, divisor, true), static (count, divisor) => count / divisor, static (i, d) => i.Divide(d));
    }

    // Whole and decimal numbers are exact, the others go through doubles; halves round away from zero.
    private static void Each(KernelCall call, string alternative, Func<long, (Int128 Unscaled, int Scale), Int128> exact, Func<double, double, double> inexact, Func<CalendarInterval, double, CalendarInterval> calendar)
    {
        var (intervals, numbers) = (call.Arguments[0], call.Arguments[1]);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var (i, j) = (intervals.Position(row), numbers.Position(row));
            try
            {
                if (intervals.Type is CalendarIntervalType)
                {
                    call.Result.Set(row, calendar(intervals.Get<CalendarInterval>(i), numbers.Get<double>(j)));
                    continue;
                }
                var isMonths = intervals.Type is YearMonthIntervalType;
                long count = isMonths ? intervals.Get<int>(i) : intervals.Get<long>(i);
                var value = numbers.Type is FractionalType
                    ? Rounded(inexact(count, numbers.Type is FloatType ? numbers.Get<float>(j) : numbers.Get<double>(j)))
                    : exact(count, Number(numbers, j));
                if (isMonths) call.Result.Set(row, checked((int)value));
                else call.Result.Set(row, checked((long)value));
            }
            catch (OverflowException) { throw Overflow(call, alternative); }
        }
    }

    private static Int128 Rounded(double value)
    {
        if (double.IsNaN(value) || Math.Abs(value) >= 9.3e18) throw new OverflowException();
        return (Int128)Math.Floor(value + 0.5);
    }

    private static Int128 Exact(long count, (Int128 Unscaled, int Scale) number, bool isQuotient)
    {
        Int128 power = 1;
        for (var s = 0; s < number.Scale; s++) power = checked(power * 10);
        var (dividend, divisor) = isQuotient ? (checked(count * power), number.Unscaled) : (checked(count * number.Unscaled), power);
        var (quotient, rest) = Int128.DivRem(dividend, divisor);
        if (Int128.Abs(rest) * 2 >= Int128.Abs(divisor)) quotient += Int128.IsNegative(dividend) == Int128.IsNegative(divisor) ? 1 : -1;
        return quotient;
    }

    private static (Int128, int) Number(ColumnVector vector, int at) => vector.Type switch
    {
        DecimalType d => (DecimalValues.Get(vector, at), d.Scale),
        ByteType => (vector.Get<sbyte>(at), 0),
        ShortType => (vector.Get<short>(at), 0),
        IntegerType => (vector.Get<int>(at), 0),
        _ => (vector.Get<long>(at), 0),
    };

    private static bool IsZero(ColumnVector vector, int at) => vector.Type switch
    {
        DoubleType => vector.Get<double>(at) == 0,
        FloatType => vector.Get<float>(at) == 0,
        _ => Number(vector, at).Item1 == 0,
    };

    private static void IntegralDivide(KernelCall call)
    {
        var (a, b) = (call.Arguments[0], call.Arguments[1]);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var (left, right) = a.Type is YearMonthIntervalType ? (a.Get<int>(a.Position(row)), b.Get<int>(b.Position(row))) : (a.Get<long>(a.Position(row)), b.Get<long>(b.Position(row)));
            if (right == 0) throw call.Error("INTERVAL_DIVIDED_BY_ZERO");
            if (left == long.MinValue && right == -1) throw Overflow(call, "try_divide");
            call.Result.Set(row, left / right);
        }
    }

    private static SparkRuntimeException Overflow(KernelCall call, string alternative) => call.Error("INTERVAL_ARITHMETIC_OVERFLOW.WITH_SUGGESTION", ("functionName", $"`{alternative}`"));
}
