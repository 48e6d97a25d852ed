using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Plans.Commands;

enum ExplainMode { Simple, Extended, Codegen, Cost, Formatted }

/// <summary>EXPLAIN of a statement.</summary>
sealed record Explain(LogicalPlan Query, ExplainMode Mode) : QueryCommand(Query);

/// <summary>DESCRIBE a table or view.</summary>
sealed record DescribeTable(ObjectName Name, bool Extended) : Command
{
    public PartitionSpec? Partition { get; init; }
    /// <summary>The one column to describe.</summary>
    public ValueList<string>? Column { get; init; }
    public bool AsJson { get; init; }
}

/// <summary>DESCRIBE QUERY: the columns that a query gives.</summary>
sealed record DescribeQuery(LogicalPlan Query, string Text) : QueryCommand(Query);

/// <summary>DESCRIBE FUNCTION.</summary>
sealed record DescribeFunction(ObjectName Name, bool Extended) : Command;

/// <summary>DESCRIBE DATABASE.</summary>
sealed record DescribeSchema(ObjectName Name, bool Extended) : Command;

/// <summary>SHOW TABLES; with details where <paramref name="Extended"/>.</summary>
sealed record ShowTables(ObjectName? Namespace, string? Pattern, bool Extended, PartitionSpec? Partition) : Command;

/// <summary>SHOW VIEWS.</summary>
sealed record ShowViews(ObjectName? Namespace, string? Pattern) : Command;

/// <summary>SHOW DATABASES, SCHEMAS or NAMESPACES.</summary>
sealed record ShowSchemas(ObjectName? Parent, string? Pattern) : Command;

/// <summary>SHOW FUNCTIONS.</summary>
sealed record ShowFunctions(bool User, bool System, ObjectName? Namespace, string? Pattern) : Command;

/// <summary>SHOW PROCEDURES.</summary>
sealed record ShowProcedures(ObjectName? Namespace) : Command;

/// <summary>SHOW COLUMNS.</summary>
sealed record ShowColumns(ObjectName Table, ObjectName? Namespace) : Command;

/// <summary>SHOW PARTITIONS.</summary>
sealed record ShowPartitions(ObjectName Table, PartitionSpec? Partition) : Command;

/// <summary>SHOW TBLPROPERTIES: all, or one.</summary>
sealed record ShowTableProperties(ObjectName Table, string? Key) : Command;

/// <summary>SHOW CREATE TABLE.</summary>
sealed record ShowCreateTable(ObjectName Table, bool AsSerde) : Command;

/// <summary>SHOW CATALOGS.</summary>
sealed record ShowCatalogs(string? Pattern) : Command;

/// <summary>SHOW COLLATIONS.</summary>
sealed record ShowCollations(string? Pattern) : Command;

/// <summary>SHOW CURRENT SCHEMA.</summary>
sealed record ShowCurrentSchema : Command;

/// <summary>CACHE TABLE, of a table or of a query under a name.</summary>
sealed record CacheTable(ObjectName Name, LogicalPlan? Query, string? Text, bool IsLazy, ValueMap Options) : OptionalQueryCommand(Query);

/// <summary>UNCACHE TABLE.</summary>
sealed record UncacheTable(ObjectName Name, bool IfExists) : Command;

/// <summary>CLEAR CACHE.</summary>
sealed record ClearCache : Command;
