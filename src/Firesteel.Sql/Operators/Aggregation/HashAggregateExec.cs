using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Operators.Aggregation;

/// <summary>Which part of an aggregate's work an operator does.</summary>
enum AggregateMode
{
    /// <summary>Rows in, partial states out.</summary>
    Partial,
    /// <summary>Partial states in and out.</summary>
    PartialMerge,
    /// <summary>Partial states in, values out.</summary>
    Final,
    /// <summary>Rows in, values out.</summary>
    Complete,
}

/// <summary>One aggregate call of an operator.</summary>
/// <param name="Buffer">The columns in which its partial state travels.</param>
/// <param name="Result">The column of its value, for the operator's result list.</param>
sealed record AggregateItem(AggregateCall Call, AggregateMode Mode, ValueList<AttributeReference> Buffer, AttributeReference Result)
{
    public bool TakesRows => Mode is AggregateMode.Partial or AggregateMode.Complete;
    public bool GivesValues => Mode is AggregateMode.Final or AggregateMode.Complete;
}

/// <summary>
/// Groups rows by key in a hash table. With <see cref="ResultList"/> null it gives the keys and partial states, else the list
/// over keys and values. Groups come out in the order of their first row.
/// </summary>
sealed record HashAggregateExec(ValueList<Expression> Grouping, ValueList<AggregateItem> Items, ValueList<Expression>? ResultList, Distribution Required, PhysicalPlan Child) : UnaryExec(Child)
{
    public ValueList<AttributeReference> Keys => new(Grouping.Select(g => ((INamedExpression)g).ToAttribute()));

    public override ValueList<AttributeReference> Output => ResultList == null
        ? [.. Keys, .. Items.SelectMany(i => i.Buffer)]
        : new(ResultList.Select(e => ((INamedExpression)e).ToAttribute()));

    public override ValueList<Distribution> RequiredDistribution => [Required];
    public override ValueList<SortOrder> OutputOrdering => [];
    public override Partitioning OutputPartitioning
    {
        get
        {
            var through = PartitioningRenames.Through(Child.OutputPartitioning, Grouping);
            return ResultList == null ? through : PartitioningRenames.Through(through, ResultList);
        }
    }

    public override string Describe()
        => $"HashAggregate(keys=[{string.Join(", ", Grouping)}], functions=[{string.Join(", ", Items.Select(i => $"{(i.Mode is AggregateMode.Partial ? "partial_" : i.Mode is AggregateMode.PartialMerge ? "merge_" : "")}{i.Call}"))}])";

    public override BatchIterator Execute(int partition, TaskExecution task)
    {
        var input = Child.Execute(partition, task);
        return Grouping.Count == 0 ? new UngroupedIterator(this, input, task) : new GroupedIterator(this, input, task);
    }
}
