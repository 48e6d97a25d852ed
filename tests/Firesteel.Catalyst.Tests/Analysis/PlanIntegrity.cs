using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;

namespace Firesteel.Catalyst.Tests.Analysis;

/// <summary>What holds for every resolved plan: columns come from below, subqueries say what they read, sides of a join share no column.</summary>
static class PlanIntegrity
{
    /// <summary>What is wrong with the plan, or null.</summary>
    public static string? Check(LogicalPlan plan) => Check(plan, []);

    private static string? Check(LogicalPlan plan, HashSet<ExprId> outer)
    {
        if (plan is Command) return null;
        if (!plan.Resolved) return $"not resolved: {plan.Describe()}";
        foreach (var child in plan.Children)
        {
            var around = plan is LateralJoin lateral && ReferenceEquals(child, lateral.Right) ? lateral.Left.Output.Select(a => a.Id).ToHashSet() : outer;
            if (Check(child, around) is { } wrong) return wrong;
        }
        var visible = plan.Children.SelectMany(c => c.Output).Select(a => a.Id).ToHashSet();
        if (plan is Join or LateralJoin && visible.Count < plan.Children.SelectMany(c => c.Output.DistinctBy(a => a.Id)).Count()) return $"sides share columns: {plan.Describe()}";
        if (plan is WithCte with)
        {
            var ids = with.Definitions.Select(d => d.Id).ToHashSet();
            if (with.Definitions.Any(d => with.Child.Collect<CteRelationRef>().Any(r => r.Id == d.Id && r.Columns.Count != d.Plan.Output.Count))) return "a reading of WITH has other columns than its definition";
        }
        foreach (var expression in plan.Expressions)
        {
            foreach (var column in expression.References)
                if (!visible.Contains(column.Id)) return $"{column} is not below: {plan.Describe()}";
            foreach (var read in expression.Collect<OuterReference>())
                if (!outer.Contains(read.Attribute.Id)) return $"{read} is not around: {plan.Describe()}";
            if (expression.Collect<Expression>().FirstOrDefault(e => e is UnresolvedExpression or LateralReference or VariableReference) is { } left) return $"left over: {left.GetType().Name}";
            foreach (var subquery in expression.Collect<SubqueryExpression>())
                if (Check(subquery.Plan, subquery.OuterAttributes.SelectMany(a => a.References).Select(a => a.Id).ToHashSet()) is { } wrong) return wrong;
        }
        return null;
    }
}
