using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.DataSources;
using Firesteel.Sql.Exchange;
using Firesteel.Sql.Operators;
using Firesteel.Sql.Operators.Aggregation;
using Firesteel.Sql.Operators.Joins;
using Firesteel.Sql.Operators.Sorting;

namespace Firesteel.Sql.Planning;

/// <summary>Exchanges that give the same rows run once: plans are compared with their columns numbered in the order in which they appear.</summary>
sealed class ReuseExchanges
{
    private readonly Dictionary<Shape, PhysicalPlan> _known = [];

    public static PhysicalPlan Apply(PhysicalPlan plan) => new ReuseExchanges().Replace(plan);

    // From the top, so that the largest common part is found; what is below a reused exchange does not run again.
    private PhysicalPlan Replace(PhysicalPlan plan)
    {
        DepthGuard.Check();
        if (plan is not (ShuffleExchangeExec or BroadcastExchangeExec)) return plan.MapChildren(Replace);
        if (Describe(plan, []) is not { } shape) return plan.MapChildren(Replace);
        if (_known.TryGetValue(shape, out var original))
        {
            if (original is ShuffleExchangeExec shuffle) shuffle.IsShared = true;
            if (original is BroadcastExchangeExec broadcast) broadcast.IsShared = true;
            return new ReusedExchangeExec(plan, original);
        }
        var replaced = plan.MapChildren(Replace);
        _known.Add(shape, replaced);
        return replaced;
    }

    /// <summary>What a plan computes, whatever its columns' ids and names are.</summary>
    private sealed record Shape(Type Operator, object? Detail, ValueList<Expression> Expressions, ValueList<Shape> Children);

    // Null for operators whose answers may differ from run to run, or that are not known here.
    private static Shape? Describe(PhysicalPlan plan, Dictionary<ExprId, ExprId> ids)
    {
        var children = new List<Shape>();
        foreach (var child in plan.Children)
        {
            if (Describe(child, ids) is not { } shape) return null;
            children.Add(shape);
        }
        (object? Detail, IEnumerable<Expression> Expressions)? own = plan switch
        {
            FileScanExec s => ((s.Table, string.Join(',', s.Columns.Select(c => c.Name)), s.Partitions), [.. s.Columns, .. s.Filters]),
            RangeExec r => ((r.Range.Start, r.Range.End, r.Range.Step, r.Partitions), r.Output),
            LocalTableScanExec l => (l.Rows, l.Columns),
            RddScanExec r => (r.Source, r.Columns),
            Caching.InMemoryTableScanExec m => ((m.Cache, m.Ordinals), m.Columns),
            FilterExec f => (null, [f.Condition]),
            WindowExec w => ((w.Functions.Count, w.PartitionBy.Count), [.. w.Functions, .. w.PartitionBy, .. w.OrderBy]),
            ProjectExec p => (p.List.Count, p.List),
            ExpandExec e => ((e.Projections.Count, e.Columns.Count), e.Projections.SelectMany(p => p).Concat(e.Columns)),
            HashAggregateExec a => ((a.Grouping.Count, string.Join(',', a.Items.Select(i => i.Mode)), a.ResultList?.Count), [.. a.Grouping, .. a.Items.SelectMany(i => (Expression[])[i.Call, .. i.Buffer, i.Result]), .. a.ResultList ?? []]),
            BroadcastHashJoinExec j => ((j.Type, j.Side, j.IsNullAware, j.Condition != null, j.LeftKeys.Count), Joined(j.LeftKeys.Concat(j.RightKeys), j)),
            ShuffledHashJoinExec j => ((j.Type, j.Side, j.IsNullAware, j.Condition != null, j.LeftKeys.Count), Joined(j.LeftKeys.Concat(j.RightKeys), j)),
            SortExec s => ((s.IsGlobal, s.Limit), s.Order),
            UnionExec u => (null, u.Columns),
            ShuffleExchangeExec { Target: HashPartitioning h } e => ((h.Count, e.IsUserSpecified), h.Expressions),
            ShuffleExchangeExec { Target: SinglePartition } e => (e.IsUserSpecified, []),
            BroadcastExchangeExec => (null, []),
            _ => null,
        };
        if (own is not { } found) return null;
        var expressions = found.Expressions.Select(e => Numbered(e, ids)).ToArray();
        return expressions.All(e => e.Deterministic) ? new Shape(plan.GetType(), found.Detail, new(expressions.AsSpan()), new(children)) : null;
    }

    private static IEnumerable<Expression> Joined(IEnumerable<Expression> keys, JoinExec join)
        => [.. keys, .. join.Condition == null ? (Expression[])[] : [join.Condition], .. join.ExistsColumn == null ? (Expression[])[] : [join.ExistsColumn]];

    private static Expression Numbered(Expression expression, Dictionary<ExprId, ExprId> ids) => expression.TransformUp(e => e switch
    {
        AttributeReference a => a with { Name = "", Id = Number(a.Id, ids) },
        Alias a => new Alias(a.Child, "", Number(a.Id, ids)),
        _ => e,
    });

    private static ExprId Number(ExprId id, Dictionary<ExprId, ExprId> ids)
    {
        if (!ids.TryGetValue(id, out var number)) ids[id] = number = new ExprId(-1 - ids.Count);
        return number;
    }
}
