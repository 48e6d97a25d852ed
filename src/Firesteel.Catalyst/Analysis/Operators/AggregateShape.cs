using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>Builds the plan of an aggregation: the aggregate, HAVING over it, then generators, windows and aliases that read aliases.</summary>
static class AggregateShape
{
    /// <summary>Whether an aggregate function stands in the tree, other than as the function of a window.</summary>
    public static bool HasAggregate(Expression expression) => expression switch
    {
        AggregateCall or GroupingIndicator or GroupingIdCall => true,
        WindowExpression w => w.Function.Children.Any(HasAggregate) || w.Window.Expressions.Any(HasAggregate),
        _ => expression.Children.Any(HasAggregate),
    };

    /// <param name="having">Turns the aggregate's expressions into the condition over them; null without HAVING.</param>
    public static LogicalPlan Build(IReadOnlyList<Expression> grouping, List<Expression> items, LogicalPlan child, LateralAliases? lateral, ExpressionResolver resolver,
        Func<PullAggregates, Expression>? having = null)
    {
        var isPlain = having == null && lateral is not { Read.Count: > 0 } && !items.Any(i => i is MultiAlias || i.Contains(e => e is WindowExpression or GeneratorCall));
        if (isPlain) return new Aggregate(new(grouping), new(items), child);
        var pull = new PullAggregates(grouping);
        var above = items.Select(pull.Item).ToList();
        var condition = having?.Invoke(pull);
        LogicalPlan plan = new Aggregate(new(grouping), new(pull.List), child);
        if (condition != null) plan = new Filter(condition, plan);
        return SelectList.Build(above, plan, lateral, resolver);
    }
}
