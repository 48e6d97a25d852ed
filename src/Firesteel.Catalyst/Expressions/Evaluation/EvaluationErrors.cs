using System.Numerics;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>Errors that arithmetic and casts raise on values.</summary>
static class EvaluationErrors
{
    private const string AnsiConfig = "\"spark.sql.ansi.enabled\"";

    public static SparkRuntimeException Overflow(QueryContext? context, string function = "", string message = "overflow")
        => Error("ARITHMETIC_OVERFLOW", context, ("message", message),
            ("alternative", function.Length == 0 ? "" : $" Use '{function}' to tolerate overflow and return NULL instead."), ("config", AnsiConfig));

    public static SparkRuntimeException SmallOverflow(string left, string symbol, string right, string function)
        => Error("BINARY_ARITHMETIC_OVERFLOW", null, ("value1", left), ("symbol", symbol), ("value2", right), ("functionName", $"`{function}`"));

    public static SparkRuntimeException IntervalOverflow(QueryContext? context, string function = "")
        => function.Length == 0 ? Error("INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION", context)
            : Error("INTERVAL_ARITHMETIC_OVERFLOW.WITH_SUGGESTION", context, ("functionName", $"`{function}`"));

    public static SparkRuntimeException DivideByZero(Arithmetic node)
        => Error(node.Operator == ArithmeticOperator.Remainder ? "REMAINDER_BY_ZERO" : "DIVIDE_BY_ZERO", node.Origin.Context, ("config", AnsiConfig));

    public static SparkRuntimeException DecimalOutOfRange(string value, int precision, int scale, QueryContext? context)
        => Error("NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION", context, ("value", value),
            ("precision", precision.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("scale", scale.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("config", AnsiConfig));

    public static SparkRuntimeException InvalidInput(string value, Types.DataType from, Types.DataType to, QueryContext? context)
        => Error("CAST_INVALID_INPUT", context, ("expression", value), ("sourceType", $"\"{from.Sql}\""), ("targetType", $"\"{to.Sql}\""), ("ansiConfig", AnsiConfig));

    public static SparkRuntimeException CastOverflow(string value, Types.DataType from, Types.DataType to, QueryContext? context)
        => Error("CAST_OVERFLOW", context, ("value", value), ("sourceType", $"\"{from.Sql}\""), ("targetType", $"\"{to.Sql}\""), ("ansiConfig", AnsiConfig));

    public static SparkRuntimeException NumberTooLong(string value, QueryContext? context) => Error("NUMERIC_OUT_OF_SUPPORTED_RANGE", context, ("value", value));

    public static SparkRuntimeException IntervalParsing(string input, Types.DataType type, QueryContext? context)
        => Error("INVALID_INTERVAL_FORMAT.INTERVAL_PARSING", context, ("input", input), ("interval", type is Types.YearMonthIntervalType ? "year-month" : "day-time"));

    /// <summary>An unscaled number as plain digits.</summary>
    public static string Plain(BigInteger unscaled, int scale)
    {
        var digits = BigInteger.Abs(unscaled).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (scale > 0)
        {
            digits = digits.PadLeft(scale + 1, '0');
            digits = digits[..^scale] + "." + digits[^scale..];
        }
        return unscaled.Sign < 0 ? "-" + digits : digits;
    }

    private static SparkRuntimeException Error(string condition, QueryContext? context, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var map = new Dictionary<string, string>();
        foreach (var (name, value) in parameters) map[name] = value;
        return new SparkRuntimeException(condition, map, context);
    }
}
