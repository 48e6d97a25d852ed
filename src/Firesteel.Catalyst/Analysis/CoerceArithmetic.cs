using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis;

/// <summary>Arithmetic: numbers in one type, decimals with the precision of their result, dates and intervals as calls of functions.</summary>
static class CoerceArithmetic
{
    public static Expression Coerce(Arithmetic arithmetic, ExpressionResolver resolver)
    {
        if (arithmetic.ResultType != null) return arithmetic;
        var settings = resolver.Settings;
        if (arithmetic.Mode != EvalMode.Try) arithmetic = arithmetic with { Mode = settings.Ansi ? EvalMode.Ansi : EvalMode.Legacy };
        if (arithmetic.Left.DataType.UserDefined != null || arithmetic.Right.DataType.UserDefined != null)
            throw arithmetic.Left.DataType == arithmetic.Right.DataType ? WrongType(arithmetic) : Mismatch(arithmetic);
        if (arithmetic.Left.DataType is not NumericType || arithmetic.Right.DataType is not NumericType)
        {
            if (ResolveDateArithmetic.Resolve(arithmetic, resolver) is { } call) return call;
            arithmetic = Promote(arithmetic, resolver);
        }
        var (left, right) = (arithmetic.Left.DataType, arithmetic.Right.DataType);
        // Quotients are fractional, or whole by div.
        if (arithmetic.Operator == ArithmeticOperator.Divide && !(left is DecimalType || right is DecimalType) && left is NumericType && right is NumericType)
            return (arithmetic with { Left = CoerceTypes.To(arithmetic.Left, DoubleType.Instance, resolver), Right = CoerceTypes.To(arithmetic.Right, DoubleType.Instance, resolver) }) is var d
                ? d with { ResultType = DoubleType.Instance } : d;
        if (arithmetic.Operator == ArithmeticOperator.IntegralDivide && left is IntegralType && right is IntegralType)
            return arithmetic with { Left = CoerceTypes.To(arithmetic.Left, LongType.Instance, resolver), Right = CoerceTypes.To(arithmetic.Right, LongType.Instance, resolver), ResultType = LongType.Instance };
        if (left is DecimalType || right is DecimalType)
            if (Decimals(arithmetic, resolver) is { } result) return result;
        if (left != right)
        {
            var type = TypeCoercion.WidestCommonType(left, right, settings.Ansi);
            if (type is not NumericType) throw Mismatch(arithmetic);
            arithmetic = arithmetic with { Left = CoerceTypes.To(arithmetic.Left, type, resolver), Right = CoerceTypes.To(arithmetic.Right, type, resolver) };
        }
        if (arithmetic.Left.DataType is not NumericType) throw WrongType(arithmetic);
        if (arithmetic.Operator == ArithmeticOperator.IntegralDivide && arithmetic.Left.DataType is FractionalType) throw WrongType(arithmetic);
        return arithmetic with { ResultType = arithmetic.Left.DataType };
    }

    public static Expression Coerce(Negate negate, ExpressionResolver resolver)
    {
        if (negate.Mode != EvalMode.Try) negate = negate with { Mode = resolver.Settings.Ansi ? EvalMode.Ansi : EvalMode.Legacy };
        return negate.Child.DataType switch
        {
            { UserDefined: null } and (NumericType or YearMonthIntervalType or DayTimeIntervalType or CalendarIntervalType) => negate,
            { UserDefined: null } and (StringType or NullType) => negate with { Child = CoerceTypes.To(negate.Child, DoubleType.Instance, resolver) },
            _ => throw ArgumentChecks.UnexpectedType(negate, 0, negate.Child, "(\"NUMERIC\" or \"INTERVAL DAY TO SECOND\" or \"INTERVAL YEAR TO MONTH\" or \"INTERVAL\")"),
        };
    }

    // Strings and nulls take the type of the other side.
    private static Arithmetic Promote(Arithmetic arithmetic, ExpressionResolver resolver)
    {
        var (left, right) = (arithmetic.Left.DataType, arithmetic.Right.DataType);
        if (left is NullType && right is NullType)
            return arithmetic with { Left = CoerceTypes.To(arithmetic.Left, DoubleType.Instance, resolver), Right = CoerceTypes.To(arithmetic.Right, DoubleType.Instance, resolver) };
        if (left is NullType && right is NumericType) return arithmetic with { Left = CoerceTypes.To(arithmetic.Left, right, resolver) };
        if (right is NullType && left is NumericType) return arithmetic with { Right = CoerceTypes.To(arithmetic.Right, left, resolver) };
        var wanted = (left, right) switch
        {
            (StringType, StringType or NullType) or (NullType, StringType) => resolver.Settings.Ansi && left is StringType && right is StringType ? null : DoubleType.Instance,
            (StringType, NumericType n) => resolver.Settings.Ansi ? Beside(n, arithmetic.Operator) : DoubleType.Instance,
            (NumericType n, StringType) => resolver.Settings.Ansi ? Beside(n, arithmetic.Operator) : DoubleType.Instance,
            _ => null,
        };
        // A string takes the other side's type, whatever that can do.
        if (wanted == null && left is StringType != right is StringType && (left is StringType ? right : left) is BooleanType or BinaryType)
            throw WrongType(arithmetic, left is StringType ? right : left);
        if (wanted == null) throw left == right ? WrongType(arithmetic) : Mismatch(arithmetic);
        return arithmetic with
        {
            Left = left is StringType or NullType ? CoerceTypes.To(arithmetic.Left, wanted, resolver) : arithmetic.Left,
            Right = right is StringType or NullType ? CoerceTypes.To(arithmetic.Right, wanted, resolver) : arithmetic.Right,
        };

        static DataType Beside(NumericType number, ArithmeticOperator op) => number is IntegralType ? LongType.Instance : DoubleType.Instance;
    }

    private static Expression? Decimals(Arithmetic arithmetic, ExpressionResolver resolver)
    {
        var (left, right) = (arithmetic.Left, arithmetic.Right);
        if (left.DataType is FractionalType || right.DataType is FractionalType) return null;
        if (left.DataType is not DecimalType) left = CoerceTypes.To(left, Fitting(left, right), resolver);
        if (right.DataType is not DecimalType) right = CoerceTypes.To(right, Fitting(right, left), resolver);
        var (a, b, loss) = ((DecimalType)left.DataType, (DecimalType)right.DataType, resolver.Settings.AllowsPrecisionLoss);
        DataType result = arithmetic.Operator switch
        {
            ArithmeticOperator.Add or ArithmeticOperator.Subtract => DecimalPrecision.Add(a, b, loss),
            ArithmeticOperator.Multiply => DecimalPrecision.Multiply(a, b, loss),
            ArithmeticOperator.Divide => DecimalPrecision.Divide(a, b, loss),
            ArithmeticOperator.Remainder => DecimalPrecision.Remainder(a, b, loss),
            _ => LongType.Instance,
        };
        return arithmetic with { Left = left, Right = right, ResultType = result };
    }

    // A whole constant needs no more digits than it has.
    private static DecimalType Fitting(Expression number, Expression other)
        => number is Literal literal && other.DataType is DecimalType ? TypeCoercion.DecimalForLiteral(literal) : TypeCoercion.DecimalFor(number.DataType);

    private static AnalysisException Mismatch(Arithmetic arithmetic)
        => ArgumentChecks.OperandTypes(arithmetic.Origin, arithmetic.Sql, arithmetic.Left.DataType, arithmetic.Right.DataType);

    private static AnalysisException WrongType(Arithmetic arithmetic, DataType? actual = null) => ArgumentChecks.OperandType(arithmetic.Origin, arithmetic.Sql, arithmetic.Operator switch
    {
        ArithmeticOperator.Add or ArithmeticOperator.Subtract => "(\"NUMERIC\" or \"INTERVAL DAY TO SECOND\" or \"INTERVAL YEAR TO MONTH\" or \"INTERVAL\")",
        ArithmeticOperator.Divide => "(\"DOUBLE\" or \"DECIMAL\")",
        ArithmeticOperator.IntegralDivide => "(\"BIGINT\" or \"DECIMAL\" or \"INTERVAL YEAR TO MONTH\" or \"INTERVAL DAY TO SECOND\")",
        _ => "\"NUMERIC\"",
    }, actual ?? arithmetic.Left.DataType);
}
