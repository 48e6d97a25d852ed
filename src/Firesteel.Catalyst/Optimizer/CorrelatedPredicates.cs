using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>
/// Takes the conditions that read the outer query out of a subquery's plan, so that they can become a join's condition. The plan then
/// gives the inner columns that they read as well.
/// </summary>
static class CorrelatedPredicates
{
    /// <param name="Plan">The subquery without its correlated conditions.</param>
    /// <param name="Conditions">Those conditions, outer references turned to plain columns.</param>
    public sealed record Result(LogicalPlan Plan, ValueList<Expression> Conditions);

    /// <summary>The plan standing alone: its conditions taken out where that keeps its meaning, else joined with the outer columns' values.</summary>
    public static Result Unnest(LogicalPlan plan, LogicalPlan outer) => CanPullUp(plan, false) ? PullUp(plan) : Decorrelation.Apply(plan, outer);

    /// <summary>Whether the conditions can be taken out of a plan without changing what it gives for an outer row.</summary>
    /// <param name="plan">The subquery.</param>
    /// <param name="isGrouped">Whether rows are put together above: then only equalities with a plain column keep the groups apart.</param>
    /// <param name="mayBeEmpty">Whether an aggregation without keys may lose its row over no input, because the caller puts it in again.</param>
    public static bool CanPullUp(LogicalPlan plan, bool isGrouped, bool mayBeEmpty = false)
    {
        DepthGuard.Check();
        if (!HasOuterReference(plan)) return true;
        bool Reads(Expression? e) => e?.Contains(x => x is OuterReference) == true;
        bool MayLeave(Expression? condition) => !isGrouped || Conjunctions.Split(condition).Where(Reads).All(IsKeyed);
        return plan switch
        {
            Filter f => MayLeave(f.Condition) && CanPullUp(f.Child, isGrouped),
            Project p => !p.List.Any(Reads) && CanPullUp(p.Child, isGrouped, mayBeEmpty),
            SubqueryAlias a => CanPullUp(a.Child, isGrouped, mayBeEmpty),
            Aggregate a => (a.Grouping.Count > 0 || mayBeEmpty) && !a.Expressions.Any(Reads) && CanPullUp(a.Child, true),
            Distinct d => CanPullUp(d.Child, true),
            Sort s => !s.Order.Any(Reads) && CanPullUp(s.Child, isGrouped),
            Join { Type: JoinType.Inner or JoinType.Cross } j => MayLeave(j.Condition) && CanPullUp(j.Left, isGrouped) && CanPullUp(j.Right, isGrouped),
            Join { Type: JoinType.LeftOuter or JoinType.LeftSemi or JoinType.LeftAnti } j => !Reads(j.Condition) && !HasOuterReference(j.Right) && CanPullUp(j.Left, isGrouped),
            Generate g => !Reads(g.Generator) && CanPullUp(g.Child, isGrouped),
            Window w => !w.Expressions.Any(Reads) && CanPullUp(w.Child, true),
            _ => false,
        };
    }

    private static bool IsKeyed(Expression condition) => condition is Comparison { Operator: ComparisonOperator.Equal or ComparisonOperator.EqualNullSafe } c
        && (c.Left is AttributeReference && IsOuter(c.Right) || c.Right is AttributeReference && IsOuter(c.Left));

    private static bool IsOuter(Expression e) => !e.Contains(x => x is AttributeReference or SubqueryExpression);

    /// <summary>The plan without its correlated conditions, where <see cref="CanPullUp"/> allows it.</summary>
    public static Result PullUp(LogicalPlan plan)
    {
        var conditions = new List<Expression>();
        var pulled = Pull(plan, conditions);
        return new Result(pulled, new(conditions.Select(c => c.TransformUp(e => e is OuterReference o ? o.Attribute : e))));
    }

    public static bool HasOuterReference(LogicalPlan plan)
        => plan.Contains(p => p.Expressions.Any(e => e.Contains(x => x is OuterReference || x is SubqueryExpression s && HasOuterReference(s.Plan))));

    public static AnalysisException Unsupported(LogicalPlan plan)
        => new("UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.ACCESSING_OUTER_QUERY_COLUMN_IS_NOT_ALLOWED", new Dictionary<string, string> { ["treeNode"] = plan.Describe() });

    private static LogicalPlan Pull(LogicalPlan plan, List<Expression> conditions)
    {
        DepthGuard.Check();
        if (!HasOuterReference(plan)) return plan;
        switch (plan)
        {
            case Filter filter:
                var child = Pull(filter.Child, conditions);
                var parts = Conjunctions.Split(filter.Condition).ToList();
                var correlated = parts.Where(p => p.Contains(e => e is OuterReference)).ToList();
                conditions.AddRange(correlated);
                return Conjunctions.Join(parts.Except(correlated)) is { } rest ? new Filter(rest, child) : child;
            case Project project:
                var below = Pull(project.Child, conditions);
                return project with { List = [.. project.List, .. Missing(project.Output, below, conditions)], Child = below };
            case Aggregate aggregate:
                var input = Pull(aggregate.Child, conditions);
                var keys = Missing(aggregate.Output, input, conditions).ToList();
                var newKeys = keys.Where(k => !aggregate.Grouping.Contains(k));
                return aggregate with { Grouping = [.. aggregate.Grouping, .. newKeys], AggregateList = [.. aggregate.AggregateList, .. keys], Child = input };
            case Distinct distinct:
                return new Distinct(Pull(distinct.Child, conditions));
            case Sort sort:
                return sort with { Child = Pull(sort.Child, conditions) };
            case SubqueryAlias alias:
                return alias with { Child = Pull(alias.Child, conditions) };
            case Join join when join.Type is JoinType.Inner or JoinType.Cross:
                var joinParts = Conjunctions.Split(join.Condition).ToList();
                var joinCorrelated = joinParts.Where(p => p.Contains(e => e is OuterReference)).ToList();
                conditions.AddRange(joinCorrelated);
                return join with { Left = Pull(join.Left, conditions), Right = Pull(join.Right, conditions), Condition = Conjunctions.Join(joinParts.Except(joinCorrelated)) };
            case Join join when join.Type is JoinType.LeftOuter or JoinType.LeftSemi or JoinType.LeftAnti && !HasOuterReference(join.Right):
                return join with { Left = Pull(join.Left, conditions) };
            case Generate generate when !generate.Generator.Contains(e => e is OuterReference):
                return generate with { Child = Pull(generate.Child, conditions) };
            case Window window:
                var rows = Pull(window.Child, conditions);
                var partition = Missing([], rows, conditions).Where(a => !window.PartitionBy.Contains(a)).ToList();
                return window with { PartitionBy = [.. window.PartitionBy, .. partition], Child = rows };
            default:
                throw Unsupported(plan);
        }
    }

    // Inner columns that the conditions so far read and that the node does not give yet.
    private static IEnumerable<Expression> Missing(ValueList<AttributeReference> given, LogicalPlan below, List<Expression> conditions)
    {
        var known = given.Select(a => a.Id).ToHashSet();
        var available = below.Output.ToDictionary(a => a.Id);
        foreach (var reference in conditions.SelectMany(c => c.References))
            if (available.TryGetValue(reference.Id, out var attribute) && known.Add(reference.Id)) yield return attribute;
    }
}
