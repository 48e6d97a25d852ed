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
        var computed = inner.List.OfType<Alias>().Where(a => a.Child is not (AttributeReference or Literal)).ToList();
        if (computed.Count == 0) return true;
        if (inner.List.Any(e => !e.Deterministic)) return false;
        var uses = computed.Select(a => a.Id).Distinct().ToDictionary(id => id, _ => 0);
        foreach (var reference in outer.List.SelectMany(e => e.References))
            if (uses.ContainsKey(reference.Id)) uses[reference.Id]++;
        // A field of a struct that is put together below is taken without the struct.
        foreach (var field in outer.List.SelectMany(e => e.Collect<GetStructField>()))
            if (field.Child is AttributeReference a && computed.Exists(c => c.Id == a.Id && SimplifyStructFields.IsCheap(c.Child))) uses[a.Id]--;
        return uses.Values.All(n => n <= 1);
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
