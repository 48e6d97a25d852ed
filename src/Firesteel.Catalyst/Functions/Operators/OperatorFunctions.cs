using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Operators;

/// <summary>The operators under their names. Most give core nodes, whose types the analyzer then brings together.</summary>
static class OperatorFunctions
{
    public static void Register(FunctionRegistry registry)
    {
        registry.Register(
            Arithmetic("+", ArithmeticOperator.Add, true),
            Arithmetic("-", ArithmeticOperator.Subtract, true),
            Arithmetic("*", ArithmeticOperator.Multiply, true),
            Arithmetic("/", ArithmeticOperator.Divide, true),
            Arithmetic("%", ArithmeticOperator.Remainder, true),
            Arithmetic("div", ArithmeticOperator.IntegralDivide, true),
            Arithmetic("mod", ArithmeticOperator.Remainder, false),
            Try("try_add", ArithmeticOperator.Add),
            Try("try_subtract", ArithmeticOperator.Subtract),
            Try("try_multiply", ArithmeticOperator.Multiply),
            Try("try_divide", ArithmeticOperator.Divide),
            Try("try_mod", ArithmeticOperator.Remainder),
            Compare("=", ComparisonOperator.Equal, "=="),
            Compare("<=>", ComparisonOperator.EqualNullSafe),
            Compare("<", ComparisonOperator.LessThan),
            Compare("<=", ComparisonOperator.LessThanOrEqual),
            Compare(">", ComparisonOperator.GreaterThan),
            Compare(">=", ComparisonOperator.GreaterThanOrEqual),
            new Rewrite("and", 2, 2, c => new And(Logical(c, 0, "AND"), Logical(c, 1, "AND"))) { IsTransparent = true },
            new Rewrite("or", 2, 2, c => new Or(Logical(c, 0, "OR"), Logical(c, 1, "OR"))) { IsTransparent = true },
            new Rewrite("not", 1, 1, c => new Not(c.Arguments[0] is { DataType: BooleanType } fits ? fits : Operands.Fit(c, 0, TypeClass.Boolean, $"(NOT {c.Arguments[0].Sql})"))) { As = ["!"], IsTransparent = true },
            new Rewrite("in", 2, int.MaxValue, c => new In(c.Arguments[0], new(c.Arguments.Skip(1)))) { IsTransparent = true },
            new Rewrite("between", 3, 3, Between),
            new Rewrite("positive", 1, 1, c => Operands.Fit(c, 0, Signed, $"(+ {c.Arguments[0].Sql})")) { Text = c => $"(+ {c.Arguments[0].Sql})" },
            new Rewrite("negative", 1, 1, c => new Negate(Operands.Fit(c, 0, Signed), c.Session.Ansi ? EvalMode.Ansi : EvalMode.Legacy)));
        registry.Register(BitFunctions.All.AsSpan());
    }

    internal static readonly TypeClass Signed = TypeClass.OneOf(TypeClass.Numeric, TypeClass.CalendarInterval, TypeClass.DayTimeInterval, TypeClass.YearMonthInterval);

    private static Rewrite Arithmetic(string name, ArithmeticOperator op, bool transparent)
        => new(name, 2, 2, c => new Arithmetic(op, c.Arguments[0], c.Arguments[1], c.Session.Ansi ? EvalMode.Ansi : EvalMode.Legacy)) { IsTransparent = transparent };

    private static Rewrite Try(string name, ArithmeticOperator op) => new(name, 2, 2, c => new Arithmetic(op, c.Arguments[0], c.Arguments[1], EvalMode.Try));

    private static Rewrite Compare(string name, ComparisonOperator op, params string[] aliases)
        => new(name, 2, 2, c => new Comparison(op, c.Arguments[0], c.Arguments[1])) { As = aliases, IsTransparent = true };

    private static Expression Logical(FunctionCall call, int index, string symbol)
        => call.Arguments[index] is { DataType: BooleanType } fits ? fits : Operands.Fit(call, index, TypeClass.Boolean, $"({call.Arguments[0].Sql} {symbol} {call.Arguments[1].Sql})");

    private static Expression Between(FunctionCall call) => new And(
        Operands.Compare(call, ComparisonOperator.GreaterThanOrEqual, call.Arguments[0], call.Arguments[1]),
        Operands.Compare(call, ComparisonOperator.LessThanOrEqual, call.Arguments[0], call.Arguments[2]));
}
