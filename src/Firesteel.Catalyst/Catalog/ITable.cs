using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Catalog;

/// <summary>
/// Something that a data source reads or writes: a set of files, a catalog's table, a remote one. What it can do it says by the
/// further interfaces that it implements (scan, statistics, write, row-level change, stream); the core names no source.
/// </summary>
interface ITable
{
    /// <summary>Short name of the source: <c>parquet</c>.</summary>
    string Format { get; }

    StructType Schema { get; }

    /// <summary>Columns that partition the files, last in the schema.</summary>
    ValueList<string> PartitionColumns => ValueList<string>.Empty;
}

/// <summary>A table whose rows carry facts about where they come from, in a struct column that is there for whoever names it.</summary>
interface IMetadataColumns
{
    StructField MetadataColumn { get; }
}

/// <summary>What the optimiser may know of a table before reading it.</summary>
interface ITableStatistics
{
    long? SizeInBytes { get; }
    long? RowCount { get; }

    /// <summary>Statistics of one column, or null.</summary>
    ColumnStatistics? Column(string name);
}

/// <summary>Bounds and counts of one column; bounds are in the form that literals have.</summary>
sealed record ColumnStatistics(object? Min, object? Max, long? NullCount, long? DistinctCount, double? AverageLength);
