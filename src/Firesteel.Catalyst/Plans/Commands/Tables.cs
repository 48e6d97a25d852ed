using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Plans.Commands;

/// <summary>A column as CREATE TABLE and ALTER TABLE define it.</summary>
/// <param name="Default">DEFAULT: the value and its text.</param>
/// <param name="GeneratedAs">GENERATED ALWAYS AS (…): the text between the parentheses.</param>
sealed record ColumnDefinition(string Name, DataType Type, bool Nullable, string? Comment = null, ColumnDefault? Default = null, string? GeneratedAs = null)
{
    /// <summary>GENERATED … AS IDENTITY.</summary>
    public IdentitySpec? Identity { get; init; }

    public StructField ToField()
        => new(Name, Type, Nullable) { Metadata = Comment == null ? ValueMap.Empty : ValueMap.Empty.With("comment", System.Text.Json.JsonSerializer.Serialize(Comment)) };
}

sealed record ColumnDefault(Expression Value, string Text);

sealed record IdentitySpec(bool Always, long Start, long Step);

/// <summary>A part of PARTITIONED BY: <c>identity</c> of a column, or <c>bucket(4, a)</c>, <c>years(ts)</c> and their like.</summary>
sealed record PartitionTransform(string Name, ValueList<Expression> Arguments);

/// <summary>CLUSTERED BY (…) SORTED BY (…) INTO n BUCKETS.</summary>
sealed record BucketSpec(int Count, ValueList<string> Columns, ValueList<string> SortColumns);

/// <summary>The clauses behind a table's columns.</summary>
sealed record TableSpec
{
    public static readonly TableSpec Empty = new();
    public string? Provider { get; init; }
    public ValueList<PartitionTransform> Partitioning { get; init; } = ValueList<PartitionTransform>.Empty;
    /// <summary>CLUSTER BY (…) of the table; null where it is not said, empty for NONE.</summary>
    public ValueList<ValueList<string>>? ClusterBy { get; init; }
    public BucketSpec? Bucketing { get; init; }
    public string? Location { get; init; }
    public string? Comment { get; init; }
    public string? Collation { get; init; }
    public ValueMap Properties { get; init; } = ValueMap.Empty;
    public ValueMap Options { get; init; } = ValueMap.Empty;
    /// <summary>ROW FORMAT and STORED AS, by property.</summary>
    public ValueMap Serde { get; init; } = ValueMap.Empty;
}

enum TableCreation { Create, CreateIfNotExists, Replace, CreateOrReplace }

/// <summary>CREATE TABLE or REPLACE TABLE, with AS query where <see cref="OptionalQueryCommand.Query"/> is set.</summary>
sealed record CreateTable(ObjectName Name, TableCreation Mode, ValueList<ColumnDefinition> Columns, TableSpec Spec, bool IsExternal, LogicalPlan? Query) : OptionalQueryCommand(Query)
{
    public ValueList<TableConstraint> Constraints { get; init; } = ValueList<TableConstraint>.Empty;
    public override string Describe() => $"CreateTable {Name}, {Mode}, [{string.Join(", ", Columns.Select(c => $"{c.Name} {c.Type.SimpleString}"))}], {Spec.Provider}";
}

/// <summary>CHECK, PRIMARY KEY, FOREIGN KEY or UNIQUE, named or not; its condition as text.</summary>
sealed record TableConstraint(string? Name, string Kind, ValueList<string> Columns, string Text);

/// <summary>CREATE TABLE … LIKE ….</summary>
sealed record CreateTableLike(ObjectName Name, ObjectName Source, TableSpec Spec, bool IfNotExists) : Command;

/// <summary>DROP TABLE.</summary>
sealed record DropTable(ObjectName Name, bool IfExists, bool Purge) : Command;

/// <summary>Values of partition columns; null where only the column is named.</summary>
sealed record PartitionSpec(ValueList<KeyValuePair<string, Expression?>> Values);

/// <summary>TRUNCATE TABLE.</summary>
sealed record TruncateTable(ObjectName Name, PartitionSpec? Partition) : Command;

/// <summary>MSCK REPAIR TABLE, REPAIR TABLE and ALTER TABLE … RECOVER PARTITIONS.</summary>
sealed record RepairTable(ObjectName Name, bool AddPartitions, bool DropPartitions) : Command;

/// <summary>REFRESH TABLE.</summary>
sealed record RefreshTable(ObjectName Name) : Command;

/// <summary>REFRESH path.</summary>
sealed record RefreshPath(string Path) : Command;

/// <summary>REFRESH FUNCTION.</summary>
sealed record RefreshFunction(ObjectName Name) : Command;

/// <summary>ANALYZE TABLE … COMPUTE STATISTICS; columns are null for those of the table, empty for FOR ALL COLUMNS.</summary>
sealed record AnalyzeTable(ObjectName Name, PartitionSpec? Partition, bool NoScan, ValueList<string>? Columns) : Command
{
    /// <summary>Whether all columns are meant.</summary>
    public bool AllColumns { get; init; }
}

/// <summary>ANALYZE TABLES: all of a schema.</summary>
sealed record AnalyzeTables(ObjectName? Namespace, bool NoScan) : Command;

/// <summary>COMMENT ON a schema, a table or a column; a null comment takes it away.</summary>
sealed record CommentOn(string Kind, ObjectName Name, string? Comment) : Command;

/// <summary>LOAD DATA.</summary>
sealed record LoadData(string Path, bool IsLocal, bool Overwrite, ObjectName Name, PartitionSpec? Partition) : Command;
