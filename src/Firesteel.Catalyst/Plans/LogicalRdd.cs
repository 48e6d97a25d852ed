using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Plans;

/// <summary>The items of an RDD as rows; nobody knows how many they are.</summary>
sealed record LogicalRdd(IRowSource Source, ValueList<AttributeReference> Columns) : LeafPlan
{
    protected override ValueList<AttributeReference> ComputeOutput() => Columns;
    public override string Describe() => $"LogicalRDD [{string.Join(", ", Columns)}], false";
}

/// <summary>What gives rows in partitions, compared by reference.</summary>
interface IRowSource
{
    /// <summary>About how many bytes of input the rows are made of; null where nobody knows.</summary>
    long? InputBytes { get; }
}
