using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Plans.Commands;

/// <summary>CREATE DATABASE, SCHEMA or NAMESPACE.</summary>
sealed record CreateSchema(ObjectName Name, bool IfNotExists, string? Comment, string? Location, ValueMap Properties) : Command
{
    public string? Collation { get; init; }
}

/// <summary>DROP DATABASE, SCHEMA or NAMESPACE.</summary>
sealed record DropSchema(ObjectName Name, bool IfExists, bool Cascade) : Command;

/// <summary>ALTER DATABASE: what is not null changes.</summary>
sealed record AlterSchema(ObjectName Name, ValueMap? Set, ValueList<string>? Unset, string? Location) : Command
{
    public string? Collation { get; init; }
}

/// <summary>USE: of a schema, or of a catalog and schema.</summary>
sealed record UseSchema(ObjectName Name) : Command;

/// <summary>SET CATALOG.</summary>
sealed record SetCatalog(string Name) : Command;

/// <summary>CREATE FUNCTION … AS 'class'.</summary>
sealed record CreateFunction(ObjectName Name, string ClassName, ValueList<KeyValuePair<string, string>> Resources, bool IsTemporary, bool IfNotExists, bool Replace) : Command;

/// <summary>CREATE FUNCTION … RETURN: a function in SQL.</summary>
/// <param name="Parameters">Null where the list is left out.</param>
/// <param name="ReturnType">Of a scalar function, null where it follows from the body.</param>
/// <param name="ReturnColumns">Of a table function; empty where they follow from the body.</param>
/// <param name="Body">An expression or, for a query, a <see cref="ScalarSubquery"/>.</param>
sealed record CreateSqlFunction(ObjectName Name, ValueList<ColumnDefinition> Parameters, DataType? ReturnType, StructType? ReturnColumns, bool IsTable, Expression? Body, string BodyText) : Command
{
    public bool IsTemporary { get; init; }
    public bool IfNotExists { get; init; }
    public bool Replace { get; init; }
    public string? Comment { get; init; }
    /// <summary>LANGUAGE, DETERMINISTIC, CONTAINS SQL and the like, as written.</summary>
    public ValueList<string> Characteristics { get; init; } = ValueList<string>.Empty;
}

/// <summary>DROP FUNCTION.</summary>
sealed record DropFunction(ObjectName Name, bool IfExists, bool IsTemporary) : Command;
