using Firesteel.Catalyst.Expressions;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>Conditions as lists of parts that must all hold.</summary>
static class Conjunctions
{
    /// <summary>Parts up to which a condition is built from left to right, as the user would have written it.</summary>
    private const int LongestChain = 64;

    public static IReadOnlyList<Expression> Split(Expression? condition) => condition == null ? [] : Split<And>(condition);

    public static IReadOnlyList<Expression> SplitOr(Expression condition) => Split<Or>(condition);

    /// <summary>The condition that all parts hold, in their order. Many parts make a balanced tree: chains of thousands are met.</summary>
    public static Expression? Join(IEnumerable<Expression> parts)
    {
        if (parts is not IReadOnlyList<Expression> list) list = [.. parts];
        return list.Count == 0 ? null : Join(list, 0, list.Count);
    }

    private static Expression Join(IReadOnlyList<Expression> parts, int from, int to)
    {
        if (to - from <= LongestChain)
        {
            var joined = parts[from];
            for (var i = from + 1; i < to; i++) joined = new And(joined, parts[i]);
            return joined;
        }
        var middle = from + (to - from) / 2;
        return new And(Join(parts, from, middle), Join(parts, middle, to));
    }

    private static List<Expression> Split<T>(Expression condition) where T : BinaryExpression
    {
        var (parts, open) = (new List<Expression>(), new Stack<Expression>([condition]));
        while (open.TryPop(out var next))
        {
            if (next is T node)
            {
                open.Push(node.Right);
                open.Push(node.Left);
            }
            else parts.Add(next);
        }
        return parts;
    }
}
