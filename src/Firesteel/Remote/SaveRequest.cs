using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;

namespace Firesteel.Remote;

/// <summary>A write of a DataFrame, to a path or to a table.</summary>
/// <param name="Format">Name of the source; null for the server's default.</param>
/// <param name="IsInsert">Whether the rows go into a table by their places.</param>
sealed record SaveRequest(LogicalPlan Plan, string? Format, string? Path, string? Table, bool IsInsert, SaveMode Mode, ValueList<string> PartitionBy, BucketSpec? Buckets, ValueMap Options);
