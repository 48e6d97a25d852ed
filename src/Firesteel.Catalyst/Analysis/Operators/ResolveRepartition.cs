using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>DISTRIBUTE BY and CLUSTER BY, which like ORDER BY may read what is not selected.</summary>
sealed class ResolveRepartition : OperatorRule<RepartitionByExpression>
{
    protected override LogicalPlan Resolve(RepartitionByExpression plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var child = resolver.Resolve(plan.Child, frame);
        var keys = plan.PartitionBy.Select(e => e is Expressions.SortOrder o ? ResolveSort.ByPosition(o, child, resolver) : e).ToList();
        return ResolveMissingColumns.Resolve(keys, child, frame, resolver, "RepartitionByExpression",
            (resolved, input) => new RepartitionByExpression(new(resolved), plan.Partitions, input) { Origin = plan.Origin });
    }
}

/// <summary>dropDuplicates on some columns.</summary>
sealed class ResolveDeduplicate : OperatorRule<Deduplicate>
{
    protected override LogicalPlan Resolve(Deduplicate plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var child = resolver.Resolve(plan.Child, frame);
        var keys = resolver.Over(resolver.ScopeOf(frame, child)).ResolveAll(plan.Keys);
        return new Deduplicate(keys, child);
    }
}
