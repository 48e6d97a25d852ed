using Firesteel.Catalyst.Expressions;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis;

/// <summary>Sums and differences of dates, timestamps and intervals, and intervals times numbers: calls of functions of their own.</summary>
static class ResolveDateArithmetic
{
    /// <summary>The call, or null where both sides are numbers or strings.</summary>
    public static Expression? Resolve(Arithmetic arithmetic, ExpressionResolver resolver)
    {
        var (l, r) = (arithmetic.Left, arithmetic.Right);
        var (left, right) = (l.DataType, r.DataType);
        if (!IsTemporal(left) && !IsTemporal(right)) return null;
        if (left is NullType && IsAnsiInterval(right)) l = Literal.NullOf(left = right);
        if (right is NullType && IsAnsiInterval(left)) r = Literal.NullOf(right = left);
        var call = arithmetic.Operator switch
        {
            ArithmeticOperator.Add => Add(l, r, left, right),
            ArithmeticOperator.Subtract => Subtract(l, r, left, right),
            ArithmeticOperator.Multiply => IsInterval(left) ? ("$multiply_interval", l, r) : IsInterval(right) ? ("$multiply_interval", r, l) : default,
            ArithmeticOperator.Divide => IsInterval(left) ? ("$divide_interval", l, r) : default,
            ArithmeticOperator.IntegralDivide => IsAnsiInterval(left) && left.GetType() == right.GetType() ? ("$div_interval", l, r) : default,
            _ => default((string, Expression, Expression)),
        };
        if (call.Item1 == null && (left is StringType || right is StringType))
            throw WithString(arithmetic, left, right);
        if (call.Item1 == null)
            throw left == right
                ? Functions.ArgumentChecks.OperandType(arithmetic.Origin, arithmetic.Sql, "(\"NUMERIC\" or \"INTERVAL DAY TO SECOND\" or \"INTERVAL YEAR TO MONTH\" or \"INTERVAL\")", left)
                : Functions.ArgumentChecks.OperandTypes(arithmetic.Origin, arithmetic.Sql, left, right);
        var result = resolver.Call(call.Item1, arithmetic.Origin, call.Item2, call.Item3);
        if (call.Item1.StartsWith('$')) result = Show(result, call.Item1, arithmetic);
        if (arithmetic.Mode == EvalMode.Try) result = Functions.Operators.TryFunction.Around(result);
        // A string that an interval is added to stays a string.
        return call.Item1.StartsWith("$timestamp", StringComparison.Ordinal) && (left is StringType || right is StringType) ? CoerceTypes.To(result, StringType.Instance, resolver) : result;
    }

    private static (string, Expression, Expression) Add(Expression l, Expression r, DataType left, DataType right) => (left, right) switch
    {
        (DateType, DayTimeIntervalType { Start: DayTimeField.Day, End: DayTimeField.Day }) => ("$date_add_days", l, r),
        (DayTimeIntervalType { Start: DayTimeField.Day, End: DayTimeField.Day }, DateType) => ("$date_add_days", r, l),
        (CalendarIntervalType, CalendarIntervalType) or (DayTimeIntervalType, DayTimeIntervalType) or (YearMonthIntervalType, YearMonthIntervalType) => ("$add_intervals", l, r),
        (TimeType, DayTimeIntervalType) => ("$time_add_interval", l, r),
        (DayTimeIntervalType, TimeType) => ("$time_add_interval", r, l),
        (YearMonthIntervalType or DayTimeIntervalType or CalendarIntervalType, YearMonthIntervalType or DayTimeIntervalType or CalendarIntervalType) => default,
        (DateType or TimestampType or TimestampNTZType or StringType, YearMonthIntervalType or DayTimeIntervalType or CalendarIntervalType) => ("$timestamp_add_interval", l, r),
        (YearMonthIntervalType or DayTimeIntervalType or CalendarIntervalType, DateType or TimestampType or TimestampNTZType or StringType) => ("$timestamp_add_interval", r, l),
        (DateType or TimestampType or TimestampNTZType, NullType) => ("$timestamp_add_interval", l, Literal.NullOf(DayTimeIntervalType.Default)),
        (NullType, DateType or TimestampType or TimestampNTZType) => ("$timestamp_add_interval", r, Literal.NullOf(DayTimeIntervalType.Default)),
        (NullType, CalendarIntervalType) => ("$timestamp_add_interval", l, r),
        (CalendarIntervalType, NullType) => ("$timestamp_add_interval", r, l),
        (DateType, not (StringType or TimestampType or TimestampNTZType or DateType)) => ("date_add", l, r),
        (not (StringType or TimestampType or TimestampNTZType or DateType), DateType) => ("date_add", r, l),
        _ => default,
    };

    private static (string, Expression, Expression) Subtract(Expression l, Expression r, DataType left, DataType right) => (left, right) switch
    {
        (DateType, DayTimeIntervalType { Start: DayTimeField.Day, End: DayTimeField.Day }) => ("$date_sub_days", l, r),
        (CalendarIntervalType, CalendarIntervalType) or (DayTimeIntervalType, DayTimeIntervalType) or (YearMonthIntervalType, YearMonthIntervalType) => ("$subtract_intervals", l, r),
        (TimeType, DayTimeIntervalType) => ("$time_sub_interval", l, r),
        (YearMonthIntervalType or DayTimeIntervalType or CalendarIntervalType, YearMonthIntervalType or DayTimeIntervalType or CalendarIntervalType) => default,
        (DateType or TimestampType or TimestampNTZType or StringType or NullType, YearMonthIntervalType or DayTimeIntervalType or CalendarIntervalType) => ("$timestamp_sub_interval", l, r),
        (TimeType, TimeType) => ("$subtract_times", l, r),
        (TimestampType or TimestampNTZType, _) or (_, TimestampType or TimestampNTZType) when !IsInterval(left) => ("$subtract_timestamps", l, r),
        (_, DateType) when left is DateType or StringType or NullType => ("$subtract_dates", l, r),
        (DateType, StringType or NullType) => ("$subtract_dates", l, r),
        (DateType, _) => ("date_sub", l, r),
        _ => default,
    };

    // A string beside a date or timestamp is taken for another one of these, and such have no sum.
    private static AnalysisException WithString(Arithmetic arithmetic, DataType left, DataType right)
    {
        var other = left is StringType ? right : left;
        return other is DateType && arithmetic.Operator is ArithmeticOperator.Add or ArithmeticOperator.Subtract
            ? Functions.ArgumentChecks.UnexpectedType(arithmetic, left is StringType ? 0 : 1, left is StringType ? arithmetic.Left : arithmetic.Right, "(\"INT\" or \"SMALLINT\" or \"TINYINT\")")
            : Functions.ArgumentChecks.OperandType(arithmetic.Origin, arithmetic.Sql, "(\"NUMERIC\" or \"INTERVAL DAY TO SECOND\" or \"INTERVAL YEAR TO MONTH\" or \"INTERVAL\")", other);
    }

    private static Expression Show(Expression call, string name, Arithmetic written)
    {
        if (name is "$date_add_days" or "$date_sub_days" && call is ScalarCall days)
        {
            var moved = $"extractansiintervaldays({days.Arguments[1].Sql})";
            return days with { Display = $"date_add({days.Arguments[0].Sql}, {(name == "$date_sub_days" ? $"(- {moved})" : moved)})" };
        }
        // A point moved by an interval shows first, without the parentheses that differences and products have.
        var isMove = name is "$timestamp_add_interval" or "$timestamp_sub_interval" or "$time_add_interval" or "$time_sub_interval";
        var isSwapped = isMove && written.Operator == ArithmeticOperator.Add && (IsInterval(written.Left.DataType) || written.Left.DataType is NullType);
        var (a, b) = isSwapped ? (written.Right, written.Left) : (written.Left, written.Right);
        var text = $"{a.Sql} {written.Symbol} {b.Sql}";
        if (!isMove) text = $"({text})";
        return call switch
        {
            ScalarCall c => c with { Display = text },
            Replaced p => p with { Display = text },
            _ => call,
        };
    }

    private static bool IsTemporal(DataType type) => type is DateType or TimestampType or TimestampNTZType or TimeType || IsInterval(type);
    private static bool IsInterval(DataType type) => type is CalendarIntervalType || IsAnsiInterval(type);
    private static bool IsAnsiInterval(DataType type) => type is YearMonthIntervalType or DayTimeIntervalType;
}
