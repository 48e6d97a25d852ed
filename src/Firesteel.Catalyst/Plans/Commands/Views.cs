using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Plans.Commands;

enum ViewScope { Persistent, Temporary, GlobalTemporary }

/// <summary>A column name that a view gives its query's column, with its comment.</summary>
sealed record ViewColumn(string Name, string? Comment);

/// <summary>CREATE [OR REPLACE] [[GLOBAL] TEMPORARY] VIEW … AS query.</summary>
/// <param name="Text">The query as written, which a persistent view keeps.</param>
sealed record CreateView(ObjectName Name, ViewScope Scope, ValueList<ViewColumn> Columns, LogicalPlan Query, string Text, bool Replace, bool IfNotExists) : QueryCommand(Query)
{
    public string? Comment { get; init; }
    public ValueMap Properties { get; init; } = ValueMap.Empty;
    /// <summary>WITH SCHEMA …: BINDING, COMPENSATION, EVOLUTION or TYPE EVOLUTION.</summary>
    public string? SchemaMode { get; init; }
    public string? Collation { get; init; }
    public override string Describe() => $"CreateView {Name}, {Scope}, replace={Replace}";
}

/// <summary>CREATE TEMPORARY VIEW … USING source OPTIONS (…).</summary>
sealed record CreateTemporaryViewUsing(ObjectName Name, bool IsGlobal, StructType? Declared, string Provider, ValueMap Options, bool Replace) : Command
{
    public override string Describe() => $"CreateTemporaryViewUsing {Name}, {Provider}";
}

/// <summary>DROP VIEW.</summary>
sealed record DropView(ObjectName Name, bool IfExists) : Command;

/// <summary>ALTER VIEW … AS query.</summary>
sealed record AlterViewAs(ObjectName Name, LogicalPlan Query, string Text) : QueryCommand(Query);

/// <summary>ALTER VIEW … WITH SCHEMA mode.</summary>
sealed record AlterViewSchemaMode(ObjectName Name, string Mode) : Command;
