using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Plans.Commands;

/// <summary>The name of a table, view, function, schema or variable that a statement is about.</summary>
/// <param name="Parts">The parts as written; empty while <see cref="Computed"/> has not been evaluated.</param>
sealed record ObjectName(ValueList<string> Parts)
{
    /// <summary>The argument of <c>IDENTIFIER(…)</c>, whose text is the name.</summary>
    public Expression? Computed { get; init; }

    public override string ToString() => Computed == null ? SqlIdentifier.Quote(Parts) : $"IDENTIFIER({Computed})";
}
