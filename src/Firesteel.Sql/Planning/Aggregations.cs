using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Operators;
using Firesteel.Sql.Operators.Aggregation;

namespace Firesteel.Sql.Planning;

/// <summary>
/// GROUP BY: partial aggregation, an exchange by key, final aggregation. With DISTINCT arguments the distinct values become part of
/// the key first, and a second pair of steps aggregates them. Several different DISTINCTs are expanded into one by the optimizer before.
/// </summary>
sealed class Aggregations : IPlanStrategy
{
    public PhysicalPlan? Plan(LogicalPlan plan, PhysicalPlanner planner) => plan switch
    {
        Aggregate a => GroupingSetsAggregation.Plan(a, planner) ?? Plan(a, planner.PlanLater(a.Child)),
        CollectMetrics c => Observe(c, planner.PlanLater(c.Child)),
        Distinct d => Plan(new Aggregate(new(d.Output), new(d.Output), d.Child), planner.PlanLater(d.Child)),
        _ => null,
    };

    private static CollectMetricsExec Observe(CollectMetrics metrics, PhysicalPlan child)
    {
        var calls = Calls(metrics.Metrics);
        var results = ResultList(new Aggregate([], metrics.Metrics, metrics.Child), [], calls);
        return new CollectMetricsExec(Core.Metrics.AccumulatorV2.NewId(), In(calls.Values, AggregateMode.Partial), child).For(metrics.Target, results);
    }

    private static Dictionary<Expression, AggregateItem> Calls(ValueList<Expression> list)
    {
        var calls = new Dictionary<Expression, AggregateItem>();
        foreach (var call in list.SelectMany(e => e.Collect<AggregateCall>()))
            if (!calls.ContainsKey(call)) calls.Add(call, NewItem(call));
        return calls;
    }

    private static PhysicalPlan Plan(Aggregate aggregate, PhysicalPlan child)
    {
        var grouping = Named(aggregate.Grouping);
        var calls = Calls(aggregate.AggregateList);
        var results = ResultList(aggregate, grouping, calls);
        var keys = Attributes(grouping);
        var distinct = calls.Values.Where(c => c.Call.IsDistinct).ToList();
        if (distinct.Count == 0)
        {
            var partial = new HashAggregateExec(grouping, In(calls.Values, AggregateMode.Partial), null, Distribution.Unspecified, child);
            return new HashAggregateExec(keys, In(calls.Values, AggregateMode.Final), results, Clustered(keys), partial);
        }
        return PlanDistinct(grouping, results, [.. calls.Values.Except(distinct)], distinct, child);
    }

    private static PhysicalPlan PlanDistinct(ValueList<Expression> grouping, ValueList<Expression> results, List<AggregateItem> others, List<AggregateItem> distinct, PhysicalPlan child)
    {
        var keys = Attributes(grouping);
        var values = Named(new(distinct.SelectMany(d => d.Call.Arguments).Where(a => !a.Foldable).Distinct()));
        var names = values.ToDictionary(v => v is Alias a ? a.Child : v, v => (Expression)((INamedExpression)v).ToAttribute());
        var wide = new ValueList<Expression>(grouping.Concat(values.Where(v => !grouping.Contains(v))));
        var wideKeys = Attributes(wide);
        var first = new HashAggregateExec(wide, In(others, AggregateMode.Partial), null, Distribution.Unspecified, child);
        var second = new HashAggregateExec(wideKeys, In(others, AggregateMode.PartialMerge), null, Clustered(wideKeys), first);
        // From here each distinct value stands in one row: the distinct calls are ordinary ones over the key's columns.
        var plain = distinct.Select(d => d with { Call = d.Call with { IsDistinct = false, Arguments = new(d.Call.Arguments.Select(a => names.GetValueOrDefault(a, a))) } }).ToList();
        var third = new HashAggregateExec(keys, [.. In(others, AggregateMode.PartialMerge), .. In(plain, AggregateMode.Partial)], null, Distribution.Unspecified, second);
        return new HashAggregateExec(keys, In(others.Concat(plain), AggregateMode.Final), results, Clustered(keys), third);
    }

    internal static Distribution Clustered(ValueList<Expression> keys) => keys.Count == 0 ? Distribution.All : new ClusteredDistribution(keys);

    internal static ValueList<AggregateItem> In(IEnumerable<AggregateItem> items, AggregateMode mode) => new(items.Select(i => i with { Mode = mode }));

    internal static AggregateItem NewItem(AggregateCall call)
    {
        var buffer = call.Function.PartialTypes(call).Select((type, i) => new AttributeReference($"{call.Name}_{i}", type, true, ExprId.Next()));
        return new AggregateItem(call, AggregateMode.Complete, new(buffer), new AttributeReference(call.Sql, call.DataType, call.Nullable, ExprId.Next()));
    }

    private static ValueList<Expression> Named(ValueList<Expression> expressions)
        => new(expressions.Select(e => e is INamedExpression ? e : new Alias(e, e.Sql)).ToArray());

    internal static ValueList<Expression> Attributes(ValueList<Expression> named) => new(named.Select(g => (Expression)((INamedExpression)g).ToAttribute()));

    // The select list over the columns that the operator makes: grouping expressions and calls are replaced by them.
    internal static ValueList<Expression> ResultList(Aggregate aggregate, ValueList<Expression> grouping, Dictionary<Expression, AggregateItem> calls)
    {
        var columns = new Dictionary<Expression, Expression>();
        for (var i = 0; i < grouping.Count; i++)
        {
            var attribute = ((INamedExpression)grouping[i]).ToAttribute();
            columns.TryAdd(aggregate.Grouping[i], attribute);
            if (grouping[i] is Alias alias) columns.TryAdd(alias.Child, attribute);
        }
        foreach (var (call, item) in calls) columns[call] = item.Result;
        return new(aggregate.AggregateList.Select(item =>
        {
            var replaced = item.TransformDown(e => columns.GetValueOrDefault(e, e));
            // A bare column keeps its own identity.
            return item is INamedExpression named && replaced is not Alias && ((INamedExpression)replaced).Id != named.Id ? new Alias(replaced, named.Name, named.Id) : replaced;
        }).ToArray());
    }
}
