using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Plans.Commands;

/// <summary>A statement that does something and gives few rows or none. Queries that the analyzer resolves are its children.</summary>
abstract record Command : LogicalPlan
{
    public override ValueList<LogicalPlan> Children => ValueList<LogicalPlan>.Empty;
    public override LogicalPlan WithChildren(ValueList<LogicalPlan> children) => this;
    protected override ValueList<AttributeReference> ComputeOutput() => ValueList<AttributeReference>.Empty;
}

/// <summary>A statement over one query.</summary>
abstract record QueryCommand(LogicalPlan Query) : Command
{
    public sealed override ValueList<LogicalPlan> Children => [Query];
    public override LogicalPlan WithChildren(ValueList<LogicalPlan> children) => this with { Query = children[0] };
}

/// <summary>A statement over an optional query.</summary>
abstract record OptionalQueryCommand(LogicalPlan? Query) : Command
{
    public sealed override ValueList<LogicalPlan> Children => Query == null ? ValueList<LogicalPlan>.Empty : [Query];
    public override LogicalPlan WithChildren(ValueList<LogicalPlan> children) => Query == null ? this : this with { Query = children[0] };
}
