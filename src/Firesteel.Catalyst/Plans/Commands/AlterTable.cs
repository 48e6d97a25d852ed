using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Plans.Commands;

/// <summary>ALTER TABLE, or ALTER VIEW where <paramref name="IsView"/>, with one change.</summary>
sealed record AlterTable(ObjectName Name, bool IsView, AlterTableAction Action) : Command
{
    public override string Describe() => $"AlterTable {Name}, {Action}";
}

/// <summary>Where a column goes: first (no name) or behind another.</summary>
sealed record ColumnPosition(string? After);

/// <summary>One change of a table.</summary>
abstract record AlterTableAction
{
    public sealed record RenameTo(ValueList<string> Name) : AlterTableAction;
    public sealed record AddColumns(ValueList<NewColumn> Columns) : AlterTableAction;
    public sealed record ReplaceColumns(ValueList<NewColumn> Columns) : AlterTableAction;
    public sealed record DropColumns(ValueList<ValueList<string>> Columns, bool IfExists) : AlterTableAction;
    public sealed record RenameColumn(ValueList<string> Column, string Name) : AlterTableAction;
    public sealed record AlterColumns(ValueList<ColumnChange> Changes) : AlterTableAction;
    public sealed record SetProperties(ValueMap Properties) : AlterTableAction;
    public sealed record UnsetProperties(ValueList<string> Keys, bool IfExists) : AlterTableAction;
    public sealed record SetSerde(string? Serde, ValueMap Properties, PartitionSpec? Partition) : AlterTableAction;
    public sealed record SetLocation(string Location, PartitionSpec? Partition) : AlterTableAction;
    public sealed record AddPartitions(ValueList<KeyValuePair<PartitionSpec, string?>> Partitions, bool IfNotExists) : AlterTableAction;
    public sealed record DropPartitions(ValueList<PartitionSpec> Partitions, bool IfExists, bool Purge) : AlterTableAction;
    public sealed record RenamePartition(PartitionSpec From, PartitionSpec To) : AlterTableAction;
    public sealed record ClusterBy(ValueList<ValueList<string>> Columns) : AlterTableAction;
    public sealed record SetCollation(string Collation) : AlterTableAction;
    public sealed record AddConstraint(TableConstraint Constraint) : AlterTableAction;
    public sealed record DropConstraint(string Name, bool IfExists, bool Cascade) : AlterTableAction;
}

/// <summary>A column to add; its name may lead into a struct.</summary>
sealed record NewColumn(ValueList<string> Name, ColumnDefinition Definition, ColumnPosition? Position);

/// <summary>What changes about a column: everything that is not null.</summary>
sealed record ColumnChange(ValueList<string> Name)
{
    public DataType? Type { get; init; }
    public bool? Nullable { get; init; }
    public string? Comment { get; init; }
    public ColumnPosition? Position { get; init; }
    public ColumnDefault? Default { get; init; }
    public bool DropDefault { get; init; }
}
