using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Python;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis;

/// <summary>The same plan with new ids for all columns that it makes, so that it can stand beside itself.</summary>
static class RefreshIds
{
    public static LogicalPlan Of(LogicalPlan plan)
    {
        var ids = new Dictionary<ExprId, ExprId>();
        Collect(plan, ids);
        return Renewed(plan, ids);
    }

    private static LogicalPlan Renewed(LogicalPlan plan, Dictionary<ExprId, ExprId> ids)
    {
        var refreshed = Map(plan, ids);
        if (plan.Analyzed) refreshed.MarkAnalyzed();
        return refreshed;
    }

    /// <summary>The same plan, its columns numbered in the order that they come up: equal plans have equal numbers.</summary>
    public static LogicalPlan Numbered(LogicalPlan plan)
    {
        var ids = new Dictionary<ExprId, ExprId>();
        Collect(plan, ids);
        long next = 0;
        foreach (var id in ids.Keys.ToList()) ids[id] = new ExprId(--next);
        return Map(plan, ids);
    }

    /// <summary>
    /// The right input of an operator, with new ids where it shares columns with the left: for what both make. What only the right makes keeps its
    /// id, so that a program that holds such a column still means it.
    /// </summary>
    public static LogicalPlan Apart(LogicalPlan left, LogicalPlan right)
    {
        var ids = left.Output.Select(a => a.Id).ToHashSet();
        if (!right.Output.Any(a => ids.Contains(a.Id))) return right;
        var (ofLeft, ofRight) = (new Dictionary<ExprId, ExprId>(), new Dictionary<ExprId, ExprId>());
        Collect(left, ofLeft);
        Collect(right, ofRight);
        foreach (var id in ofRight.Keys.Where(id => !ofLeft.ContainsKey(id) && !ids.Contains(id)).ToList()) ofRight.Remove(id);
        return Renewed(right, ofRight);
    }

    private static void Collect(LogicalPlan plan, Dictionary<ExprId, ExprId> ids)
    {
        DepthGuard.Check();
        foreach (var made in Made(plan)) ids.TryAdd(made, ExprId.Next());
        foreach (var child in plan.Children) Collect(child, ids);
    }

    private static IEnumerable<ExprId> Made(LogicalPlan plan)
    {
        IEnumerable<AttributeReference> columns = plan switch
        {
            Expand e => e.Columns,
            Generate g => g.GeneratorOutput,
            RecursiveUnion r => r.Columns,
            Join { ExistsColumn: { } exists } => [exists],
            IMakesColumns made => made.Made,
            SourceRelation r => r.Columns.Concat(r.Hidden),
            LeafPlan leaf => leaf.Output,
            _ => ValueList<AttributeReference>.Empty,
        };
        return columns.Select(c => c.Id).Concat(plan.Expressions.OfType<Alias>().Select(a => a.Id));
    }

    private static LogicalPlan Map(LogicalPlan plan, Dictionary<ExprId, ExprId> ids)
    {
        DepthGuard.Check();
        var mapped = plan.MapChildren(c => Map(c, ids)).MapExpressions(e => e.TransformUp(x => New(x, ids)));
        return mapped switch
        {
            LocalRelation r => r with { Columns = New(r.Columns, ids) },
            RangeRelation r => r with { Columns = New(r.Columns, ids) },
            LogicalRdd r => r with { Columns = New(r.Columns, ids) },
            InMemoryRelation r => r with { Columns = New(r.Columns, ids) },
            SourceRelation r => r with { Columns = New(r.Columns, ids), Hidden = New(r.Hidden, ids) },
            CteRelationRef r => r with { Columns = New(r.Columns, ids) },
            RecursiveUnion r => r with { Columns = New(r.Columns, ids) },
            Expand e => e with { Columns = New(e.Columns, ids) },
            Generate g => g with { GeneratorOutput = New(g.GeneratorOutput, ids) },
            IMakesColumns made => made.WithMade(New(made.Made, ids)),
            Join { ExistsColumn: { } exists } j => j with { ExistsColumn = New([exists], ids)[0] },
            Project { Hidden.Count: > 0 } p => p with { Hidden = New(p.Hidden, ids) },
            // Leaves that are not known here keep their ids below a projection that gives new ones.
            LeafPlan leaf when leaf.Output.Any(c => ids.ContainsKey(c.Id)) => new Project(new(leaf.Output.Select(c => ids.TryGetValue(c.Id, out var id) ? (Expression)new Alias(c, c.Name, id) { Qualifier = c.Qualifier } : c)), leaf),
            _ => mapped,
        };
    }

    private static Expression New(Expression expression, Dictionary<ExprId, ExprId> ids) => expression switch
    {
        AttributeReference a when ids.TryGetValue(a.Id, out var id) => a with { Id = id },
        Alias a when ids.TryGetValue(a.Id, out var id) => a with { Id = id },
        SubqueryExpression { IsCorrelated: true } s => s with { Plan = Inside(s.Plan, ids) },
        _ => expression,
    };

    private static LogicalPlan Inside(LogicalPlan plan, Dictionary<ExprId, ExprId> ids)
    {
        var mapped = plan.TransformUp(p => p.TransformExpressionsUp(e => e is OuterReference o && ids.TryGetValue(o.Attribute.Id, out var id) ? new OuterReference(o.Attribute with { Id = id }) : e));
        mapped.MarkAnalyzed();
        return mapped;
    }

    private static ValueList<AttributeReference> New(ValueList<AttributeReference> columns, Dictionary<ExprId, ExprId> ids)
        => new(columns.Select(c => ids.TryGetValue(c.Id, out var id) ? c with { Id = id } : c));
}
