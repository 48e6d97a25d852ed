using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Remote;

/// <summary>Files or another source that a server reads, named but not looked at.</summary>
/// <param name="SchemaText">DDL or JSON; null where the source shall find it out.</param>
sealed record SourceFiles(string? Format, string? SchemaText, ValueList<string> Paths, ValueMap Options) : UnresolvedLeafPlan;
