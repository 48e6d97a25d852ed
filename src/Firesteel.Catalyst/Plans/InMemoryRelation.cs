using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Plans;

/// <summary>The rows of a plan that are kept, or will be once a query has read them.</summary>
/// <param name="Columns">Columns that come out.</param>
/// <param name="Ordinals">Their places among those that are kept.</param>
sealed record InMemoryRelation(ICachedRows Rows, ValueList<AttributeReference> Columns, ValueList<int> Ordinals) : LeafPlan
{
    protected override ValueList<AttributeReference> ComputeOutput() => Columns;
    public override string Describe() => $"InMemoryRelation [{string.Join(", ", Columns)}], {Rows.Level}";
}

/// <summary>Kept rows, compared by reference.</summary>
interface ICachedRows
{
    /// <summary>The plan that gives the rows.</summary>
    LogicalPlan Plan { get; }

    /// <summary>How they are kept, as text.</summary>
    string Level { get; }

    /// <summary>Bytes of all rows, once all are kept.</summary>
    long? SizeInBytes { get; }
}
