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
        ("when", _) => Branches(arguments),
        _ => new UnresolvedFunction([name], arguments) { IsDistinct = distinct },
    };

    /// <summary>Place of a row among all, from 0.</summary>
    public static Expression RowIndex()
    {
        var order = new SortOrder(new UnresolvedFunction(["monotonically_increasing_id"], ValueList<Expression>.Empty));
        var number = new WindowExpression(new UnresolvedFunction(["row_number"], ValueList<Expression>.Empty), new Catalyst.Expressions.WindowSpec(ValueList<Expression>.Empty, [order], null));
        return new UnresolvedFunction(["-"], [new Cast(number, Types.LongType.Instance, EvalMode.Legacy), Literal.Of(1L)]);
    }

    private static CaseWhen Branches(ValueList<Expression> arguments)
        => new(new(Enumerable.Range(0, arguments.Count / 2).Select(i => new CaseBranch(arguments[2 * i], arguments[2 * i + 1]))), arguments.Count % 2 == 1 ? arguments[^1] : null);
}
