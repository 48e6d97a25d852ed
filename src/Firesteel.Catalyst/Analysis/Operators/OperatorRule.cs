using Firesteel.Catalyst.Plans;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>Resolves one kind of operator.</summary>
abstract class OperatorRule
{
    /// <summary>The kind of node.</summary>
    public abstract Type Handles { get; }

    /// <param name="plan">The node, its children not yet resolved.</param>
    /// <param name="frame">The subquery that it stands in.</param>
    public abstract LogicalPlan Apply(LogicalPlan plan, SubqueryFrame? frame, PlanResolver resolver);
}

/// <summary>A rule for nodes of one type.</summary>
abstract class OperatorRule<T> : OperatorRule where T : LogicalPlan
{
    public sealed override Type Handles => typeof(T);
    public sealed override LogicalPlan Apply(LogicalPlan plan, SubqueryFrame? frame, PlanResolver resolver) => Resolve((T)plan, frame, resolver);
    protected abstract LogicalPlan Resolve(T plan, SubqueryFrame? frame, PlanResolver resolver);
}
