using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis;

/// <summary>What an analysed plan computes, apart from how its columns are called and numbered: plans of equal identity give the same rows.</summary>
static class PlanIdentity
{
    /// <summary>The plan with columns numbered in the order that they come up, without names, aliases and clients' ids.</summary>
    public static LogicalPlan Of(LogicalPlan plan) => Map(RefreshIds.Numbered(plan));

    /// <summary>The node that says what kind of plan it is: names in front of it do not matter.</summary>
    public static LogicalPlan Bare(LogicalPlan plan)
    {
        while (plan is SubqueryAlias or ViewRelation) plan = ((UnaryPlan)plan).Child;
        return plan;
    }

    private static LogicalPlan Map(LogicalPlan plan)
    {
        DepthGuard.Check();
        plan = Bare(plan);
        return plan.MapChildren(Map).MapExpressions(e => e.TransformUp(Nameless)) with { PlanId = null };
    }

    private static Expression Nameless(Expression expression) => expression switch
    {
        Alias a => a with { Name = "", Qualifier = ValueList<string>.Empty, ExplicitMetadata = null, IsGenerated = false },
        _ => expression,
    };
}
