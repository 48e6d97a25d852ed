using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>DISTRIBUTE BY and CLUSTER BY, which like ORDER BY may read what is not selected.</summary>
sealed class ResolveRepartition : OperatorRule<RepartitionByExpression>
{
    protected override LogicalPlan Resolve(RepartitionByExpression plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var child = resolver.Resolve(plan.Child, frame);
        var keys = plan.PartitionBy.Select(e => e is SortOrder o ? ResolveSort.ByPosition(o, child, resolver) : e).ToList();
        return ResolveMissingColumns.Resolve(keys, child, frame, resolver, "RepartitionByExpression",
            (resolved, input) => new RepartitionByExpression(new(resolved.Select(Checked)), plan.Partitions, input) { Origin = plan.Origin });
    }

    private static Expression Checked(Expression key)
        => key is DirectPartitionId id && id.Child.DataType is not IntegerType ? throw ArgumentChecks.UnexpectedType(id, 0, id.Child, "\"INT\"") : key;
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
