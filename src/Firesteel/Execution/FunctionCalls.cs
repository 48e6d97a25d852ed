using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;

namespace Firesteel.Execution;

/// <summary>Calls of functions by name as clients of other languages send them: a few names are no functions of SQL.</summary>
static class FunctionCalls
{
    public static Expression Of(string name, ValueList<Expression> arguments, bool distinct = false) => (name, arguments.Count) switch
    {
        ("!=" or "<>", 2) => new Not(new Comparison(ComparisonOperator.Equal, arguments[0], arguments[1])),
        ("distributed_sequence_id", _) => RowIndex(),
        ("distributed_id", 0) => new UnresolvedFunction(["monotonically_increasing_id"], arguments),
        ("product" or "unwrap_udt", 1) => new UnresolvedFunction(["$" + name], arguments) { IsDistinct = distinct },
        ("when", _) => Branches(arguments),
        ("pandas_stddev", 2) when Freedom(arguments[1]) is { } degrees => Call("sqrt", Variance(Call("var_pop", arguments[0]), arguments[0], degrees)),
        ("pandas_var", 2) when Freedom(arguments[1]) is { } degrees => Variance(Call("var_pop", arguments[0]), arguments[0], degrees),
        ("pandas_covar", 3) when Freedom(arguments[2]) is { } degrees => Variance(Call("covar_pop", arguments[0], arguments[1]), new CaseWhen([new CaseBranch(new IsNotNull(arguments[1]), arguments[0])], null), degrees),
        ("pandas_product", 2) => IsTrue(arguments[1]) ? Call("$pandas_product", arguments[0])
            : new CaseWhen([new CaseBranch(Call("bool_or", new IsNull(arguments[0])), new Literal(null, Types.NullType.Instance))], Call("$pandas_product", arguments[0])),
        ("pandas_mode", 2) => IsTrue(arguments[1]) ? Call("$pandas_mode", arguments[0]) : Modes(arguments[0]),
        ("pandas_skew" or "pandas_kurt" or "null_index" or "timestamp_ntz_to_long", 1) or ("ewm", 3) => new UnresolvedFunction(["$" + name], arguments),
        ("collect_top_k", 3) => Call("coalesce", Call(IsTrue(arguments[2]) ? "min_by" : "max_by", arguments[0], arguments[0], arguments[1]), Call("array")),
        ("array_binary_search", 2) => Search(arguments[0], arguments[1]),
        _ => new UnresolvedFunction([name], arguments) { IsDistinct = distinct },
    };

    /// <summary>Place of a row among all, from 0.</summary>
    public static Expression RowIndex()
    {
        var order = new SortOrder(new UnresolvedFunction(["monotonically_increasing_id"], ValueList<Expression>.Empty));
        var number = new WindowExpression(new UnresolvedFunction(["row_number"], ValueList<Expression>.Empty), new Catalyst.Expressions.WindowSpec(ValueList<Expression>.Empty, [order], null));
        return new UnresolvedFunction(["-"], [new Cast(number, Types.LongType.Instance, EvalMode.Legacy), Literal.Of(1L)]);
    }

    // pandas divides by the number of values less the degrees of freedom, and corrects its moments for the size of the sample.

    private static int? Freedom(Expression expression) => expression is Literal { Value: int degrees } ? degrees : null;

    private static Expression Variance(Expression population, Expression column, int degrees)
    {
        if (degrees == 0) return population;
        var count = Count(column);
        var rest = Call("-", count, Literal.Of((double)degrees));
        return new CaseWhen([new CaseBranch(new Not(new Comparison(ComparisonOperator.Equal, rest, Literal.Of(0.0))), Call("/", Call("*", population, count), rest))], null);
    }

    private static bool IsTrue(Expression expression) => expression is Literal { Value: true };

    // Nulls count where they are within something that is none.
    private static UnresolvedFunction Modes(Expression column)
    {
        var value = new UnresolvedLambdaVariable([$"value_{ExprId.Next().Id}"]);
        var wrapped = Call("named_struct", Literal.Of("v"), column);
        return Call("transform", Call("$pandas_mode", wrapped), new LambdaFunction(new UnresolvedExtractValue(value, Literal.Of("v")), [value]));
    }

    // The place of a value in a sorted array, from 0; where it is not there, the place where it belongs, counted down from -1.
    private static CaseWhen Search(Expression array, Expression value)
    {
        var element = new UnresolvedLambdaVariable([$"element_{ExprId.Next().Id}"]);
        var place = Call("array_position", array, value);
        var smaller = Call("size", Call("filter", array, new LambdaFunction(new Comparison(ComparisonOperator.LessThan, element, value), [element])));
        return new CaseWhen(
            [
                new CaseBranch(new IsNull(place), new Literal(null, Types.IntegerType.Instance)),
                new CaseBranch(new Comparison(ComparisonOperator.GreaterThan, place, Literal.Of(0L)), new Cast(Call("-", place, Literal.Of(1L)), Types.IntegerType.Instance, EvalMode.Legacy)),
            ],
            Call("-", Call("negative", smaller), Literal.Of(1)));
    }

    private static Cast Count(Expression column) => new(Call("count", column), Types.DoubleType.Instance, EvalMode.Legacy);
    private static UnresolvedFunction Call(string name, params ReadOnlySpan<Expression> arguments) => new([name], new(arguments));

    private static CaseWhen Branches(ValueList<Expression> arguments)
        => new(new(Enumerable.Range(0, arguments.Count / 2).Select(i => new CaseBranch(arguments[2 * i], arguments[2 * i + 1]))), arguments.Count % 2 == 1 ? arguments[^1] : null);
}
