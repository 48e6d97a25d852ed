using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>Joins neighbouring select lists where that computes nothing twice, and drops those that change nothing.</summary>
sealed class CombineProjects : OptimizerRule
{
    public override IReadOnlyList<string> SparkNames => ["CollapseProject", "RemoveNoopOperators"];

    public override LogicalPlan Apply(LogicalPlan plan) => Everywhere(plan, node => node switch
    {
        Project { Child: Project inner } outer when IsCheap(outer, inner) => outer with { List = Substitute(outer.List, inner.List), Child = inner.Child },
        Project p when p.List.Count == p.Child.Output.Count && p.List.Zip(p.Child.Output).All(z => z.First is AttributeReference a && a.Id == z.Second.Id) => p.Child,
        _ => node,
    });

    private static bool IsCheap(Project outer, Project inner)
    {
        var computed = inner.List.OfType<Alias>().Where(a => a.Child is not (AttributeReference or Literal)).Select(a => a.Id).ToHashSet();
        if (inner.List.Any(e => !e.Deterministic)) return false;
        var uses = new Dictionary<ExprId, int>();
        foreach (var reference in outer.List.SelectMany(e => e.References))
            if (computed.Contains(reference.Id)) uses[reference.Id] = uses.GetValueOrDefault(reference.Id) + 1;
        return uses.Values.All(n => n == 1);
    }

    private static ValueList<Expression> Substitute(ValueList<Expression> list, ValueList<Expression> sources)
    {
        // A column that is selected twice stands in the list twice, under one id.
        var aliases = new Dictionary<ExprId, Alias>();
        foreach (var alias in sources.OfType<Alias>()) aliases[alias.Id] = alias;
        return new(list.Select(item =>
        {
            if (item is AttributeReference a && aliases.TryGetValue(a.Id, out var named)) return named with { Name = a.Name };
            return item.TransformUp(e => e is AttributeReference r && aliases.TryGetValue(r.Id, out var source) ? source.Child : e);
        }).ToArray());
    }
}

/// <summary>A union of unions is one union.</summary>
sealed class CombineUnions : OptimizerRule
{
    public override LogicalPlan Apply(LogicalPlan plan) => Everywhere(plan, node => node is Union union && union.Inputs.Any(i => i is Union)
        ? union with { Inputs = new(union.Inputs.SelectMany(i => i is Union inner ? inner.Inputs : [i]).ToArray()) } : node);
}
