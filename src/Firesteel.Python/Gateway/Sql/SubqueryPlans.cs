using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Plans;

namespace Firesteel.Python.Gateway.Sql;

/// <summary>DataFrames as subqueries: their columns get ids of their own, for the query around may be made of the same DataFrame.</summary>
static class SubqueryPlans
{
    public static LogicalPlan Of(DataFrame frame) => LeavesAreKnown(frame.Plan) ? RefreshIds.Of(frame.Plan) : frame.Plan;

    private static bool LeavesAreKnown(LogicalPlan plan) => plan.Children.Count == 0 ? plan.Resolved : plan.Children.All(LeavesAreKnown);
}
