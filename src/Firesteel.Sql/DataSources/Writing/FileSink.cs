using Firesteel.Foundation.Collections;
using Firesteel.Foundation.FileSystems;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.DataSources.Writing;

/// <summary>Tasks that write their rows as files, and answer with the list of them.</summary>
sealed record FileSink(FileWriteSpec Spec, WriteLayout Layout) : TaskSink
{
    public override object? Run(BatchIterator rows, int partition, TaskExecution task) => new WriteTask(Spec, Layout, partition, task).Run(rows);
}

/// <summary>What all tasks of one write share.</summary>
/// <param name="Location">The target's folder, with its scheme.</param>
/// <param name="DataOrdinals">Columns of the rows that stand in the files.</param>
/// <param name="PartitionOrdinals">Columns of the rows that name folders.</param>
/// <param name="RowsPerFile">0 for no limit.</param>
sealed record WriteLayout(string Location, string JobId, string Suffix, StructType FileSchema, ValueList<int> DataOrdinals, ValueList<int> PartitionOrdinals, long RowsPerFile)
{
    public IFileSystem System => FileSystemRegistry.Resolve(Location).FileSystem;

    /// <summary>The target's folder, without its scheme.</summary>
    public string Root => FileSystemRegistry.Resolve(Location).Path;

    /// <summary>Folder under which attempts write.</summary>
    public string Staging => WriteCommit.StagingOf(Root, JobId);
}
