using Firesteel.Catalyst.Expressions;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>Conditions as lists of parts that must all hold.</summary>
static class Conjunctions
{
    public static IEnumerable<Expression> Split(Expression? condition) => condition switch
    {
        null => [],
        And and => Split(and.Left).Concat(Split(and.Right)),
        _ => [condition],
    };

    public static Expression? Join(IEnumerable<Expression> parts)
    {
        Expression? joined = null;
        foreach (var part in parts) joined = joined == null ? part : new And(joined, part);
        return joined;
    }

    public static IEnumerable<Expression> SplitOr(Expression condition) => condition is Or or ? SplitOr(or.Left).Concat(SplitOr(or.Right)) : [condition];
}
