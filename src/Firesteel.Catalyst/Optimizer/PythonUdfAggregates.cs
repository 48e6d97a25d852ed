using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>Takes calls of Python functions out of an aggregation: those that it groups by are computed below it, those over its results above.</summary>
static class PythonUdfAggregates
{
    public static LogicalPlan Split(Aggregate aggregate) => Above(Below(aggregate));

    private static Aggregate Below(Aggregate aggregate)
    {
        var computed = new Dictionary<Expression, AttributeReference>();
        var aliases = new List<Alias>();
        foreach (var group in aggregate.Grouping)
        {
            if (!group.Collect<PythonUdf>().Any() || computed.ContainsKey(group)) continue;
            var alias = group as Alias ?? new Alias(group, $"groupingPythonUDF{aliases.Count}");
            aliases.Add(alias);
            computed.Add(group, alias.ToAttribute());
            if (group is Alias named) computed.TryAdd(named.Child, alias.ToAttribute());
        }
        if (aliases.Count == 0) return aggregate;
        return new Aggregate(
            new(aggregate.Grouping.Select(g => computed.TryGetValue(g, out var column) ? column : g)),
            new(aggregate.AggregateList.Select(item => Named(item, item.TransformDown(e => computed.TryGetValue(e, out var column) ? column : e)))),
            new Project([.. aggregate.Child.Output, .. aliases], aggregate.Child));
    }

    private static LogicalPlan Above(Aggregate aggregate)
    {
        if (!aggregate.AggregateList.Any(e => Outside(e).Any())) return aggregate;
        var given = new Dictionary<Expression, AttributeReference>();
        var list = new List<Expression>();
        var above = aggregate.AggregateList.Select(item =>
        {
            if (Outside(item).Any()) return Named(item, Give(item));
            list.Add(item);
            return ((INamedExpression)item).ToAttribute();
        }).ToList();
        return new Project(new(above), aggregate with { AggregateList = new(list) });

        Expression Give(Expression e)
        {
            if (e is not (AggregateCall or AttributeReference) && !aggregate.Grouping.Contains(e)) return e.MapChildren(Give);
            if (given.TryGetValue(e, out var known)) return known;
            Expression item = e is AttributeReference a ? a : new Alias(e, $"agg{given.Count}");
            list.Add(item);
            return given[e] = ((INamedExpression)item).ToAttribute();
        }
    }

    // A bare column keeps its own identity.
    private static Expression Named(Expression before, Expression after)
        => after is INamedExpression n && n.Id == ((INamedExpression)before).Id ? after : new Alias(after is Alias a ? a.Child : after, ((INamedExpression)before).Name, ((INamedExpression)before).Id);

    // Calls that do not stand among an aggregate function's arguments.
    private static IEnumerable<PythonUdf> Outside(Expression e) => e switch
    {
        AggregateCall => [],
        PythonUdf u => [u],
        _ => e.Children.SelectMany(Outside),
    };
}
