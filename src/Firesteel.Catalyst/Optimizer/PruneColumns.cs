using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Python;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>Leaves out, from the top down, the columns that nobody above reads.</summary>
sealed class PruneColumns : OptimizerRule
{
    public override IReadOnlyList<string> SparkNames => ["ColumnPruning"];

    public override LogicalPlan Apply(LogicalPlan plan) => Prune(plan, plan.Output.Select(a => a.Id).ToHashSet(), true);

    private static LogicalPlan Prune(LogicalPlan plan, HashSet<ExprId> needed, bool isExact)
    {
        DepthGuard.Check();
        plan = plan.MapExpressions(e => e.TransformUp(x => x is SubqueryExpression s ? s with { Plan = new PruneColumns().Apply(s.Plan) } : x));
        switch (plan)
        {
            case Project p:
                var list = isExact ? p.List : new(p.List.Where(e => needed.Contains(((INamedExpression)e).Id) || !e.Deterministic));
                return p with { List = list, Child = Prune(p.Child, Ids(list), false) };
            case Aggregate a:
                var aggregates = isExact ? a.AggregateList : new(a.AggregateList.Where(e => needed.Contains(((INamedExpression)e).Id)));
                return a with { AggregateList = aggregates, Child = Prune(a.Child, Ids(a.Grouping.Concat(aggregates)), false) };
            case SourceRelation s:
                // At least one column stays, so that rows are counted; the narrowest.
                var columns = s.Columns.Where(c => needed.Contains(c.Id)).ToList();
                return s with { Columns = new(columns) };
            case InMemoryRelation m:
                var kept = Enumerable.Range(0, m.Columns.Count).Where(i => needed.Contains(m.Columns[i].Id)).ToList();
                return kept.Count == m.Columns.Count ? m : m with { Columns = new(kept.Select(i => m.Columns[i])), Ordinals = new(kept.Select(i => m.Ordinals[i])) };
            case LocalRelation or RangeRelation or CteRelationRef or OneRowRelation:
                return plan;
            case Union u:
                var keep = Enumerable.Range(0, u.Output.Count).Where(i => isExact || needed.Contains(u.Output[i].Id)).ToList();
                return u with { Inputs = new(u.Inputs.Select(input => Narrow(input, new(keep.Select(i => input.Output[i]))))) };
            case Distinct or SetOperation or RecursiveUnion or Deduplicate or IReadsWholeRows:
                return plan.MapChildren(c => Prune(c, c.Output.Select(o => o.Id).ToHashSet(), true));
            case Window w:
                var functions = isExact ? w.Functions : new(w.Functions.Where(f => needed.Contains(((INamedExpression)f).Id)));
                return functions.Count == 0 ? Prune(w.Child, needed, isExact) : w with { Functions = functions, Child = Wanted(w.Child, [.. needed, .. Ids(functions.Concat(w.PartitionBy).Concat(w.OrderBy))]) };
            case Generate g:
                return PruneGenerate(g, needed, isExact);
            case Expand e:
                return PruneExpand(e, needed, isExact);
            case Join j:
                HashSet<ExprId> read = [.. needed, .. Ids(j.Expressions)];
                return j with { Left = Wanted(j.Left, read), Right = Wanted(j.Right, read) };
            default:
                HashSet<ExprId> all = [.. needed, .. Ids(plan.Expressions)];
                return plan.MapChildren(c => Wanted(c, all));
        }
    }

    // A child that still gives more than is wanted, such as a filter's condition columns, gets a select list over it.
    private static LogicalPlan Wanted(LogicalPlan child, HashSet<ExprId> needed)
    {
        var pruned = Prune(child, needed, false);
        var columns = pruned.Output.Where(a => needed.Contains(a.Id)).ToList();
        return columns.Count == pruned.Output.Count || columns.Count == 0 && pruned.Output.Count == 0 ? pruned : new Project(new(columns), pruned);
    }

    private static LogicalPlan Narrow(LogicalPlan child, ValueList<AttributeReference> columns)
    {
        var ids = columns.Select(c => c.Id).ToHashSet();
        var pruned = Prune(child, ids, false);
        return pruned.Output.Select(o => o.Id).SequenceEqual(columns.Select(c => c.Id)) ? pruned : new Project(new(columns), pruned);
    }

    private static LogicalPlan PruneGenerate(Generate g, HashSet<ExprId> needed, bool isExact)
    {
        HashSet<ExprId> read = [.. needed, .. Ids(g.Expressions)];
        var child = Wanted(g.Child, isExact ? [.. read, .. g.Child.Output.Select(o => o.Id)] : read);
        var unrequired = isExact ? g.Unrequired : new(Enumerable.Range(0, child.Output.Count).Where(i => !needed.Contains(child.Output[i].Id)));
        return g with { Child = child, Unrequired = unrequired };
    }

    private static Expand PruneExpand(Expand e, HashSet<ExprId> needed, bool isExact)
    {
        var kept = Enumerable.Range(0, e.Columns.Count).Where(i => isExact || needed.Contains(e.Columns[i].Id)).ToList();
        if (kept.Count == 0) kept.Add(0);
        var narrow = e with { Projections = new(e.Projections.Select(p => new ValueList<Expression>(kept.Select(i => p[i])))), Columns = new(kept.Select(i => e.Columns[i])) };
        return narrow with { Child = Wanted(e.Child, Ids(narrow.Expressions)) };
    }

    private static HashSet<ExprId> Ids(IEnumerable<Expression> expressions)
        => [.. expressions.SelectMany(e => e.Collect<Expression>()).SelectMany(e => e switch
        {
            AttributeReference a => [a.Id],
            SubqueryExpression s => s.OuterAttributes.OfType<AttributeReference>().Select(o => o.Id),
            _ => Enumerable.Empty<ExprId>(),
        })];
}
