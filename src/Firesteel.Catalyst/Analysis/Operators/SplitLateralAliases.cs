using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>Computes aliases that other items of the same list read in projections of their own, below.</summary>
static class SplitLateralAliases
{
    public static (List<Expression> Items, LogicalPlan Child) Split(List<Expression> items, LogicalPlan child, LateralAliases lateral)
    {
        var depths = new Dictionary<ExprId, int>();
        var deepest = 0;
        foreach (var item in items)
        {
            var depth = item.Collect<LateralReference>().Select(r => depths.GetValueOrDefault(r.Attribute.Id) + 1).DefaultIfEmpty(0).Max();
            if (item is INamedExpression named) depths[named.Id] = depth;
            deepest = Math.Max(deepest, depth);
        }
        var done = new HashSet<ExprId>();
        for (var level = 0; level < deepest; level++)
        {
            var computed = items.OfType<Alias>().Where(a => lateral.Read.Contains(a.Id) && depths[a.Id] == level && done.Add(a.Id)).Select(a => Plain(a)).ToList();
            if (computed.Count > 0) child = ExtractWindows.Build([.. child.Output, .. computed], child, ValueList<AttributeReference>.Empty);
        }
        return ([.. items.Select(i => i is Alias a && done.Contains(a.Id) ? a.ToAttribute() : Plain(i))], child);
    }

    private static Expression Plain(Expression item) => item.TransformUp(e => e is LateralReference r ? r.Attribute : e);
}
