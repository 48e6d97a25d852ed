using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;

namespace Firesteel.Sql.DataSources.Writing;

/// <summary>What to do where the target is there already.</summary>
enum SaveMode : byte { ErrorIfExists, Append, Overwrite, Ignore }

/// <summary>Where and how the rows of a query are written as files.</summary>
/// <param name="Location">The folder.</param>
/// <param name="PartitionColumns">Columns whose values name folders instead of standing in the files.</param>
sealed record FileWriteSpec(string Location, IFileFormat Format, ValueMap Options, ValueList<string> PartitionColumns, SaveMode Mode, SqlConf Conf)
{
    /// <summary>Partition values that the statement fixes, as they stand in folder names; an overwrite replaces only what lies under them.</summary>
    public ValueMap StaticPartitions { get; init; } = ValueMap.Empty;

    /// <summary>An overwrite replaces only the partitions that rows are written to.</summary>
    public bool DynamicOverwrite { get; init; }

    /// <summary>The columns may be null in the files whatever the query says: tables' columns.</summary>
    public bool AsNullable { get; init; }

    /// <summary>The table that is written to, as errors name it; null for a bare path.</summary>
    public string? Table { get; init; }
}

/// <summary>What a write left.</summary>
/// <param name="Partitions">Folders written to, relative to the location; empty for a target without partitions.</param>
sealed record FileWriteResult(long Rows, long Bytes, int Files, ValueList<string> Partitions)
{
    public static readonly FileWriteResult Nothing = new(0, 0, 0, []);
}

/// <summary>A file that a task has written, under the folder of its attempt.</summary>
/// <param name="Attempt">The attempt's folder.</param>
/// <param name="Folder">Partition folders under the location; empty without partitions.</param>
sealed record WrittenFile(string Attempt, string Folder, string Name, long Rows, long Bytes);
