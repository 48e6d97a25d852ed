using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Exchange;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Operators.Sorting;

namespace Firesteel.Sql.Planning;

/// <summary>Puts in the exchanges and sorts that operators ask for and their children do not offer.</summary>
sealed class EnsureRequirements(QuerySettings settings)
{
    public PhysicalPlan Apply(PhysicalPlan plan) => plan.TransformUp(Ensure);

    /// <summary>Does so for one operator, whose children are right in themselves.</summary>
    public PhysicalPlan Ensure(PhysicalPlan plan)
    {
        if (plan.Children.Count == 0) return plan;
        var required = plan.RequiredDistribution;
        var ordering = plan.RequiredOrdering;
        var children = new PhysicalPlan[plan.Children.Count];
        for (var i = 0; i < children.Length; i++) children[i] = Distribute(plan.Children[i], required[i]);
        CoPartition(children, plan.Children, required);
        for (var i = 0; i < children.Length; i++)
            if (!IsOrdered(children[i].OutputOrdering, ordering[i])) children[i] = new SortExec(ordering[i], false, children[i]);
        return plan.WithChildren(new ValueList<PhysicalPlan>(children.AsSpan()));
    }

    private PhysicalPlan Distribute(PhysicalPlan child, Distribution required)
    {
        if (child.OutputPartitioning.Satisfies(required)) return child;
        return required switch
        {
            BroadcastDistribution => new BroadcastExchangeExec(child),
            AllTuples => new ShuffleExchangeExec(Partitioning.Single, child),
            ClusteredDistribution { Expressions.Count: 0 } => new ShuffleExchangeExec(Partitioning.Single, child),
            ClusteredDistribution c => new ShuffleExchangeExec(new HashPartitioning(c.Expressions, c.RequiredCount ?? settings.ShufflePartitions), child),
            OrderedDistribution o => new ShuffleExchangeExec(new RangePartitioning(o.Order, settings.ShufflePartitions), child),
            _ => child,
        };
    }

    // The sides of a join meet partition by partition: both must be spread by the same function into as many.
    private void CoPartition(PhysicalPlan[] children, ValueList<PhysicalPlan> before, ValueList<Distribution> required)
    {
        if (children.Length != 2 || required[0] is not ClusteredDistribution { ExactKeys: true } left || required[1] is not ClusteredDistribution { ExactKeys: true } right) return;
        if (children[0].OutputPartitioning.Count == children[1].OutputPartitioning.Count
            && (children[0].OutputPartitioning.Count == 1 || children.All(c => c.OutputPartitioning is HashPartitioning))) return;
        children[0] = Spread(before[0], left);
        children[1] = Spread(before[1], right);
    }

    private ShuffleExchangeExec Spread(PhysicalPlan child, ClusteredDistribution required)
        => new(new HashPartitioning(required.Expressions, settings.ShufflePartitions), child is ShuffleExchangeExec { IsUserSpecified: false } exchange ? exchange.Child : child);

    private static bool IsOrdered(ValueList<SortOrder> offered, ValueList<SortOrder> required)
        => required.Count <= offered.Count && required.Zip(offered).All(z => z.First.Equals(z.Second));
}
