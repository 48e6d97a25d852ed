using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Catalog;

/// <summary>Whether a table's files go with it, stay where they are, or it has none because it is a view.</summary>
enum CatalogTableType { Managed, External, View }

/// <summary>How a table's files are split by hash.</summary>
sealed record CatalogBuckets(int Count, ValueList<string> Columns, ValueList<string> SortColumns);

/// <summary>What a catalog knows of a table or view.</summary>
/// <param name="Name">Catalog, database and table.</param>
/// <param name="Schema">Columns, CHAR and VARCHAR as declared; partition columns last.</param>
sealed record CatalogTable(ValueList<string> Name, CatalogTableType Type, StructType Schema)
{
    /// <summary>Short name of the data source: <c>parquet</c>.</summary>
    public string? Provider { get; init; }
    public string? Location { get; init; }
    public ValueList<string> PartitionColumns { get; init; } = ValueList<string>.Empty;
    public CatalogBuckets? Buckets { get; init; }
    public ValueMap Properties { get; init; } = ValueMap.Empty;

    /// <summary>Options of the data source.</summary>
    public ValueMap Options { get; init; } = ValueMap.Empty;
    public string? Comment { get; init; }
    public string? Owner { get; init; }
    public string? Collation { get; init; }

    /// <summary>When it was made, in microseconds since 1970.</summary>
    public long CreatedMicros { get; init; }

    /// <summary>A view's query.</summary>
    public string? ViewText { get; init; }

    /// <summary>A view's WITH SCHEMA mode; null for the default.</summary>
    public string? ViewSchemaMode { get; init; }

    /// <summary>Settings that a view's query is read under, with the catalog and database that were current.</summary>
    public ValueMap CapturedConf { get; init; } = ValueMap.Empty;

    /// <summary>Names that the view's query gave its columns, by which they are found again.</summary>
    public ValueList<string> QueryColumnNames { get; init; } = ValueList<string>.Empty;
}

/// <summary>What a catalog knows of a database.</summary>
sealed record CatalogDatabase(ValueList<string> Name, string Location)
{
    public string? Comment { get; init; }
    public ValueMap Properties { get; init; } = ValueMap.Empty;
    public string? Owner { get; init; }
}

/// <summary>A parameter of a SQL function; its default is SQL text.</summary>
sealed record SqlFunctionParameter(string Name, DataType Type)
{
    public string? Default { get; init; }
    public string? Comment { get; init; }
}

/// <summary>A function that is defined in SQL.</summary>
/// <param name="Name">Its name in full; of one part where it is temporary.</param>
/// <param name="ReturnType">The type of its value, or a struct of the columns of its rows.</param>
/// <param name="Body">An expression, or a query where it gives rows.</param>
sealed record SqlFunction(ValueList<string> Name, ValueList<SqlFunctionParameter> Parameters, DataType? ReturnType, string Body, bool IsTable)
{
    public string? Comment { get; init; }
    public ValueMap CapturedConf { get; init; } = ValueMap.Empty;
    public ValueMap Properties { get; init; } = ValueMap.Empty;
}
