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
        ("pandas_covar", 3) when Freedom(arguments[2]) is { } degrees => Variance(Call("covar_pop", arguments[0], arguments[1]), arguments[0], degrees),
        ("pandas_product", 2) => Product(arguments[0]),
        ("pandas_skew", 1) => Skewness(arguments[0]),
        ("pandas_kurt", 1) => Kurtosis(arguments[0]),
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
        return new CaseWhen([new CaseBranch(new Comparison(ComparisonOperator.GreaterThan, rest, Literal.Of(0.0)), Call("/", Call("*", population, count), rest))], null);
    }

    private static UnresolvedFunction Product(Expression column)
    {
        UnresolvedLambdaVariable product = new([$"product_{ExprId.Next().Id}"]), factor = new([$"factor_{ExprId.Next().Id}"]);
        var numbers = Call("collect_list", new Cast(column, Types.DoubleType.Instance, EvalMode.Legacy));
        return Call("aggregate", numbers, Literal.Of(1.0), new LambdaFunction(Call("*", product, factor), [product, factor]));
    }

    private static Expression Skewness(Expression column)
    {
        var n = Count(column);
        var corrected = Call("/", Call("*", Call("skewness", column), Call("sqrt", Call("*", n, Minus(n, 1)))), Minus(n, 2));
        return IfMoreThan(n, 2, corrected);
    }

    private static Expression Kurtosis(Expression column)
    {
        var n = Count(column);
        var moment = Call("+", Call("*", Call("+", n, Literal.Of(1.0)), Call("kurtosis", column)), Literal.Of(6.0));
        return IfMoreThan(n, 3, Call("/", Call("*", Minus(n, 1), moment), Call("*", Minus(n, 2), Minus(n, 3))));
    }

    private static CaseWhen IfMoreThan(Expression count, int least, Expression value)
        => new([new CaseBranch(new Comparison(ComparisonOperator.GreaterThan, count, Literal.Of((double)least)), value)], null);

    private static Cast Count(Expression column) => new(Call("count", column), Types.DoubleType.Instance, EvalMode.Legacy);
    private static UnresolvedFunction Minus(Expression left, int right) => Call("-", left, Literal.Of((double)right));
    private static UnresolvedFunction Call(string name, params ReadOnlySpan<Expression> arguments) => new([name], new(arguments));

    private static CaseWhen Branches(ValueList<Expression> arguments)
        => new(new(Enumerable.Range(0, arguments.Count / 2).Select(i => new CaseBranch(arguments[2 * i], arguments[2 * i + 1]))), arguments.Count % 2 == 1 ? arguments[^1] : null);
}
