using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Caching;
using Firesteel.Sql.Exchange;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Operators;
using Firesteel.Sql.Operators.Sorting;

namespace Firesteel.Sql.Planning;

/// <summary>Gives a physical operator for a logical one, or null where it is not its concern. Sources and topics register theirs.</summary>
interface IPlanStrategy
{
    PhysicalPlan? Plan(LogicalPlan plan, PhysicalPlanner planner);
}

/// <summary>Turns an optimized logical plan into a physical one: strategies by turn, then exchanges and sorts where they are needed.</summary>
sealed class PhysicalPlanner(QuerySettings settings, IReadOnlyList<IPlanStrategy> strategies)
{
    public QuerySettings Settings => settings;

    public PhysicalPlan Plan(LogicalPlan plan) => ReuseExchanges.Apply(new EnsureRequirements(settings).Apply(PlanLater(plan)));

    /// <summary>The operator for a child; exchanges are put in at the end.</summary>
    public PhysicalPlan PlanLater(LogicalPlan plan)
    {
        DepthGuard.Check();
        foreach (var strategy in strategies)
            if (strategy.Plan(plan, this) is { } physical) return physical;
        throw new SparkException("INTERNAL_ERROR", new Dictionary<string, string> { ["message"] = $"No physical operator for {plan.Describe()}" });
    }
}

/// <summary>Operators that follow one for one from their logical form.</summary>
sealed class BasicOperators : IPlanStrategy
{
    public PhysicalPlan? Plan(LogicalPlan plan, PhysicalPlanner planner) => plan switch
    {
        Project p => new ProjectExec(p.List, planner.PlanLater(p.Child)),
        Filter f => new FilterExec(f.Condition, planner.PlanLater(f.Child)),
        OneRowRelation => new LocalTableScanExec([], new LiteralRows([ValueList<object?>.Empty])),
        LocalRelation l => new LocalTableScanExec(l.Columns, l.Rows),
        InMemoryRelation m => new InMemoryTableScanExec((CachedPlan)m.Rows, m.Columns, m.Ordinals),
        LogicalRdd r => new RddScanExec((RowSource)r.Source, r.Columns),
        RangeRelation r => new RangeExec(r, r.Partitions ?? planner.Settings.Parallelism),
        SubqueryAlias a => planner.PlanLater(a.Child),
        ViewRelation v => planner.PlanLater(v.Child),
        ResolvedHint h => planner.PlanLater(h.Child),
        Union u => new UnionExec(new(u.Inputs.Select(planner.PlanLater)), u.Output),
        Expand e => new ExpandExec(e.Projections, e.Columns, planner.PlanLater(e.Child)),
        Generate { Generator: GeneratorCall g } n => new GenerateExec(g, n.IsOuter, n.Unrequired, n.Output, planner.PlanLater(n.Child)),
        Window w => new WindowExec(w.Functions, w.PartitionBy, w.OrderBy, planner.PlanLater(w.Child)),
        Sample { WithReplacement: false } s => new SampleExec(s.LowerBound, s.UpperBound, s.Seed, planner.PlanLater(s.Child)),
        Sample s => new SampleWithReplacementExec(s.LowerBound, s.UpperBound, s.Seed, planner.PlanLater(s.Child)),
        Sort s => new SortExec(s.Order, s.IsGlobal, planner.PlanLater(s.Child)),
        ScriptTransform t => ScriptTransformExec.Plan(t, planner.PlanLater(t.Child)),
        Repartition { IsShuffle: false } r => new CoalesceExec(r.Partitions, planner.PlanLater(r.Child)),
        Repartition r => new ShuffleExchangeExec(r.Partitions == 1 ? Partitioning.Single : new RoundRobinPartitioning(r.Partitions), planner.PlanLater(r.Child)) { IsUserSpecified = true },
        RepartitionByExpression r => new ShuffleExchangeExec(Target(r, planner.Settings), planner.PlanLater(r.Child)) { IsUserSpecified = r.Partitions != null },
        _ => null,
    };

    private static Partitioning Target(RepartitionByExpression r, QuerySettings settings)
    {
        var count = r.Partitions ?? settings.ShufflePartitions;
        if (count == 1) return Partitioning.Single;
        if (r.PartitionBy.Count == 0) return new RoundRobinPartitioning(count);
        if (r.PartitionBy is [DirectPartitionId id]) return new PassThroughPartitioning(id.Child, count);
        return r.PartitionBy[0] is SortOrder ? new RangePartitioning(new(r.PartitionBy.Cast<SortOrder>()), count) : new HashPartitioning(r.PartitionBy, count);
    }
}

/// <summary>LIMIT and OFFSET: with an order below, only the first rows are kept while sorting.</summary>
sealed class Limits : IPlanStrategy
{
    public PhysicalPlan? Plan(LogicalPlan plan, PhysicalPlanner planner)
    {
        var (child, limit, offset) = plan switch
        {
            Limit { Count: Literal l, Child: Offset { Count: Literal o } inner } => (inner.Child, Number(l), Number(o)),
            Limit { Count: Literal l } outer => (outer.Child, Number(l), 0L),
            Offset { Count: Literal o, Child: Limit { Count: Literal l } inner } => (inner.Child, Math.Max(0, Number(l) - Number(o)), Number(o)),
            Offset { Count: Literal o } outer => (outer.Child, long.MaxValue, Number(o)),
            _ => (null, 0L, 0L),
        };
        if (child == null) return null;
        var reach = limit > long.MaxValue - offset ? long.MaxValue : limit + offset;
        if (child is Sort { IsGlobal: true } sort && reach < int.MaxValue) return TopK(sort, limit, offset, reach, null, planner);
        // A projection between the limit and the order runs on the rows that are left.
        if (child is Project { Child: Sort { IsGlobal: true } below } project && reach < int.MaxValue) return TopK(below, limit, offset, reach, project, planner);
        var rows = planner.PlanLater(child);
        return new LimitExec(limit, offset, true, reach == long.MaxValue ? rows : new LimitExec(reach, 0, false, rows));
    }

    private static PhysicalPlan TopK(Sort sort, long limit, long offset, long reach, Project? project, PhysicalPlanner planner)
    {
        var local = new SortExec(sort.Order, false, planner.PlanLater(sort.Child)) { Limit = reach };
        var global = new SortExec(sort.Order, true, local) { Limit = reach };
        PhysicalPlan limited = new LimitExec(limit, offset, true, global);
        return project == null ? limited : new ProjectExec(project.List, limited);
    }

    private static long Number(Literal literal) => Convert.ToInt64(literal.Value, System.Globalization.CultureInfo.InvariantCulture);
}
