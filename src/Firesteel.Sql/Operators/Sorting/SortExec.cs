using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Operators.Sorting;

/// <summary>Orders the rows of each partition; with <see cref="Limit"/> it keeps only the first so many.</summary>
sealed record SortExec(ValueList<SortOrder> Order, bool IsGlobal, PhysicalPlan Child) : UnaryExec(Child)
{
    public long? Limit { get; init; }
    public override ValueList<SortOrder> OutputOrdering => Order;
    public override ValueList<Distribution> RequiredDistribution => [!IsGlobal ? Distribution.Unspecified : Limit == null ? new OrderedDistribution(Order) : Distribution.All];
    public override string Describe() => Limit is { } n ? $"TakeOrdered(limit={n}, orderBy=[{string.Join(", ", Order)}])" : $"Sort [{string.Join(", ", Order)}], {(IsGlobal ? "true" : "false")}";
    public override BatchIterator Execute(int partition, TaskExecution task) => new SortIterator(this, Child.Execute(partition, task), task);
}
