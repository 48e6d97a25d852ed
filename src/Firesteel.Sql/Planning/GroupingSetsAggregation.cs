using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Operators;
using Firesteel.Sql.Operators.Aggregation;

namespace Firesteel.Sql.Planning;

/// <summary>
/// GROUP BY of many grouping sets over rows that are aggregated by all keys first: then not each row is given out once for each set, but each
/// of the finest groups. Not for functions to which the order of rows matters.
/// </summary>
static class GroupingSetsAggregation
{
    // With fewer sets a first aggregation that merges nothing costs as much as it might save.
    private const int FewestSets = 3;

    public static PhysicalPlan? Plan(Aggregate aggregate, PhysicalPlanner planner)
    {
        if (aggregate.Child is not Expand expand || expand.Projections.Count < FewestSets) return null;
        if (!aggregate.Grouping.All(g => g is AttributeReference)) return null;
        var calls = aggregate.AggregateList.SelectMany(e => e.Collect<AggregateCall>()).Distinct().ToList();
        if (calls.Count == 0 || calls.Any(c => c.IsDistinct || c.Function.IsOrderSensitive(c))) return null;
        var keys = new Dictionary<ExprId, List<Expression>>();
        var passed = new Dictionary<ExprId, Expression>();
        for (var i = 0; i < expand.Columns.Count; i++)
        {
            var values = expand.Projections.Select(p => p[i]).Distinct().ToList();
            if (aggregate.Grouping.Contains(expand.Columns[i])) keys[expand.Columns[i].Id] = values;
            else if (values is [AttributeReference one]) passed[expand.Columns[i].Id] = one;
            else return null;
        }
        if (calls.Any(c => c.References.Any(r => !passed.ContainsKey(r.Id)))) return null;
        var sources = keys.Values.SelectMany(v => v).Where(e => e is not Literal).Distinct().ToList();
        if (sources.Count == 0 || sources.Any(s => !s.Deterministic || s.CanFail)) return null;

        var finest = new ValueList<Expression>(sources.Select(s => s is AttributeReference ? s : new Alias(s, s.Sql)).ToArray());
        var names = sources.Zip(Aggregations.Attributes(finest)).ToDictionary(p => p.First, p => p.Second);
        var items = calls.ToDictionary(c => (Expression)c, Aggregations.NewItem);
        // The same calls, over the columns as they are below the expansion.
        var below = items.Values.Select(i => i with { Call = (AggregateCall)i.Call.MapChildren(a => a.TransformUp(e => e is AttributeReference r && passed.TryGetValue(r.Id, out var source) ? source : e)) });
        var first = new HashAggregateExec(finest, Aggregations.In(below, AggregateMode.Partial), null, Distribution.Unspecified, planner.PlanLater(expand.Child));
        var states = items.Values.SelectMany(i => i.Buffer).ToList();
        var columns = expand.Columns.Where(c => keys.ContainsKey(c.Id)).ToList();
        var places = columns.Select(c => expand.Columns.ToList().FindIndex(x => x.Id == c.Id)).ToList();
        var projections = expand.Projections.Select(p => new ValueList<Expression>([.. places.Select(i => names.GetValueOrDefault(p[i], p[i])), .. states]));
        var expanded = new ExpandExec(new(projections), [.. columns, .. states], first);
        var merged = new HashAggregateExec(aggregate.Grouping, Aggregations.In(items.Values, AggregateMode.PartialMerge), null, Distribution.Unspecified, expanded);
        return new HashAggregateExec(aggregate.Grouping, Aggregations.In(items.Values, AggregateMode.Final), Aggregations.ResultList(aggregate, aggregate.Grouping, items), Aggregations.Clustered(aggregate.Grouping), merged);
    }
}
