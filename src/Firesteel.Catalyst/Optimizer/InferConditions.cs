using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>What is known of one key of a join holds for the other: with <c>a = b</c> and <c>a &gt; 5</c> also <c>b &gt; 5</c>.</summary>
sealed class InferConditions : OptimizerRule
{
    public override IReadOnlyList<string> SparkNames => ["InferFiltersFromConstraints"];

    public override LogicalPlan Apply(LogicalPlan plan) => Everywhere(plan, node => node is Join { IsNullAware: false, Condition: not null } join ? Infer(join) : node);

    private static Join Infer(Join join)
    {
        var toRight = join.Type is JoinType.Inner or JoinType.LeftOuter or JoinType.LeftSemi or JoinType.LeftAnti or JoinType.Existence or JoinType.LeftSingle;
        var toLeft = join.Type is JoinType.Inner or JoinType.RightOuter or JoinType.LeftSemi;
        var (left, right) = (Constraints(join.Left).ToList(), Constraints(join.Right).ToList());
        var (newLeft, newRight) = (new List<Expression>(), new List<Expression>());
        foreach (var part in Conjunctions.Split(join.Condition))
        {
            if (part is not Comparison { Operator: ComparisonOperator.Equal, Left: AttributeReference a, Right: AttributeReference b } || a.DataType != b.DataType) continue;
            if (!join.Left.Output.Contains(a)) (a, b) = (b, a);
            if (!join.Left.Output.Contains(a) || !join.Right.Output.Contains(b)) continue;
            if (toRight) newRight.AddRange(left.Where(c => IsAbout(c, a)).Select(c => Renamed(c, a, b)));
            if (toLeft) newLeft.AddRange(right.Where(c => IsAbout(c, b)).Select(c => Renamed(c, b, a)));
        }
        return join with { Left = Over(join.Left, newLeft.Except(left)), Right = Over(join.Right, newRight.Except(right)) };
    }

    private static bool IsAbout(Expression condition, AttributeReference column)
        => !condition.CanFail && condition.Deterministic && condition is not IsNotNull && condition.References.Any() && condition.References.All(r => r.Id == column.Id) && !condition.Contains(e => e is SubqueryExpression);

    private static Expression Renamed(Expression condition, AttributeReference from, AttributeReference to)
        => condition.TransformUp(e => e is AttributeReference a && a.Id == from.Id ? to : e);

    // The condition under the names that a select list gives; null where it drops a column.
    private static Expression? Renamed(Expression condition, Project project)
    {
        var names = new Dictionary<ExprId, AttributeReference>();
        foreach (var item in project.List)
            if (((item as Alias)?.Child ?? item) is AttributeReference source) names.TryAdd(source.Id, ((INamedExpression)item).ToAttribute());
        if (!condition.References.All(r => names.ContainsKey(r.Id))) return null;
        return condition.TransformUp(e => e is AttributeReference a ? names[a.Id] : e);
    }

    private static LogicalPlan Over(LogicalPlan plan, IEnumerable<Expression> conditions) => Conjunctions.Join(conditions.Distinct()) is { } condition ? new Filter(condition, plan) : plan;

    /// <summary>Conditions that every row of the plan meets.</summary>
    public static IEnumerable<Expression> Constraints(LogicalPlan plan)
    {
        DepthGuard.Check();
        return plan switch
        {
            Filter f => Conjunctions.Split(f.Condition).Concat(Constraints(f.Child)),
            Project p => Constraints(p.Child).Select(c => Renamed(c, p)).OfType<Expression>(),
            Aggregate { Grouping.Count: > 0 } a => Constraints(a.Child).Where(c => c.References.All(a.Grouping.Contains)),
            Join { Type: JoinType.Inner or JoinType.Cross } j => Constraints(j.Left).Concat(Constraints(j.Right)),
            Join { Type: JoinType.LeftOuter or JoinType.LeftAnti or JoinType.LeftSemi or JoinType.Existence or JoinType.LeftSingle } j => Constraints(j.Left),
            Join { Type: JoinType.RightOuter } j => Constraints(j.Right),
            Sort or Limit or Distinct or Window or SubqueryAlias => Constraints(plan.Children[0]),
            _ => [],
        };
    }
}
