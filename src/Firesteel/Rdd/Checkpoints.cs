using Firesteel.Core.Serialization;
using Firesteel.Core.Storage;
using Firesteel.Foundation.FileSystems;

namespace Firesteel;

public abstract partial class RDD<T>
{
    private CheckpointKind _checkpoint;

    private enum CheckpointKind { None, Reliable, Local, Done }

    /// <summary>Writes the items under the checkpoint directory after the next job on this RDD, and cuts its lineage there.</summary>
    /// <exception cref="SparkException">No checkpoint directory is set.</exception>
    public void Checkpoint()
    {
        if (SparkContext.CheckpointDir is null) throw SparkException.WithoutCondition("Checkpoint directory has not been set in the SparkContext");
        if (_checkpoint == CheckpointKind.None) _checkpoint = CheckpointKind.Reliable;
    }

    /// <summary>Cuts the lineage after the next job and relies on the cached blocks from then on: quick, and lost with their executors.</summary>
    public RDD<T> LocalCheckpoint()
    {
        if (_checkpoint != CheckpointKind.None) return this;
        if (!StorageLevel.IsValid) Persist(StorageLevel.MemoryAndDisk);
        _checkpoint = CheckpointKind.Local;
        return this;
    }

    /// <summary>Whether the lineage was or will be cut by <see cref="LocalCheckpoint"/>.</summary>
    internal bool IsLocallyCheckpointed => _checkpoint == CheckpointKind.Local || _checkpointed is LocalCheckpointRDD<T>;

    /// <summary>Where the items were written; null where they were not.</summary>
    public string? GetCheckpointFile() => (_checkpointed as CheckpointRDD<T>)?.Folder;

    internal override void WriteCheckpoint()
    {
        var kind = Interlocked.CompareExchange(ref _checkpoint, CheckpointKind.Done, CheckpointKind.Reliable);
        if (kind == CheckpointKind.Reliable) ReplaceLineage(CheckpointRDD<T>.Write(this));
        if (Interlocked.CompareExchange(ref _checkpoint, CheckpointKind.Done, CheckpointKind.Local) != CheckpointKind.Local) return;
        // Partitions that no action has asked for yet are computed now: there will be nothing to compute them from.
        var missing = Enumerable.Range(0, PartitionCount).Where(p => SparkContext.Blocks.Locations(new RddBlockId(Id, p).Name).Count == 0).ToArray();
        if (missing.Length > 0) SparkContext.RunJob(this, (_, items) => items.LongCount(), "localCheckpoint", missing);
        ReplaceLineage(new LocalCheckpointRDD<T>(this));
    }
}

/// <summary>Writes the checkpoints that a job's lineage asks for, when it has ended.</summary>
static class Checkpoints
{
    [ThreadStatic]
    private static bool _writing;

    public static void Write(RDD rdd)
    {
        if (_writing) return;
        _writing = true;
        try
        {
            var seen = new HashSet<RDD>(ReferenceEqualityComparer.Instance) { rdd };
            var waiting = new Stack<RDD>([rdd]);
            while (waiting.TryPop(out var next))
            {
                next.WriteCheckpoint();
                foreach (var dependency in next.Dependencies)
                    if (seen.Add(dependency.Rdd)) waiting.Push(dependency.Rdd);
            }
        }
        finally { _writing = false; }
    }
}

/// <summary>Items that were written to files, a file a partition.</summary>
sealed class CheckpointRDD<T> : RDD<T>
{
    private readonly int _partitions;

    private CheckpointRDD(SparkContext context, string folder, int partitions) : base(context) => (Folder, _partitions) = (folder, partitions);

    public string Folder { get; }

    internal override int PartitionCount => _partitions;

    internal override IEnumerable<T> Compute(int partition, TaskContext context)
    {
        using var file = InputFiles.OpenStream(FileOf(Folder, partition));
        foreach (var item in ItemBlocks.Read<T>(new ObjectInput(file, file.Length))) yield return item;
    }

    public static CheckpointRDD<T> Write(RDD<T> rdd)
    {
        var folder = $"{rdd.SparkContext.CheckpointDir}/rdd-{rdd.Id}";
        var (files, path) = FileSystemRegistry.Resolve(folder);
        files.MakeFolders(path);
        rdd.SparkContext.RunJob(rdd, (context, items) => WriteOne(context, items, path), "checkpoint");
        for (var p = 0; p < rdd.GetNumPartitions(); p++)
            if (!File.Exists(FileOf(path, p))) throw SparkException.WithoutCondition($"Checkpoint file {FileOf(path, p)} is not here: the checkpoint directory must be storage that all executors share");
        return new CheckpointRDD<T>(rdd.SparkContext, path, rdd.GetNumPartitions());
    }

    private static int WriteOne(TaskContext context, IEnumerable<T> items, string folder)
    {
        var (final, fresh) = (FileOf(folder, context.PartitionId), $"{folder}/.part-{context.PartitionId:00000}-{context.TaskAttemptId}");
        using (var file = File.Create(fresh))
        {
            var output = new ObjectOutput(file);
            ItemBlocks.Write(items, output);
            output.Flush();
        }
        File.Move(fresh, final, overwrite: true);
        return 0;
    }

    private static string FileOf(string folder, int partition) => $"{folder}/part-{partition:00000}";
}

/// <summary>Items that are in the blocks of the RDD that they came from, and nowhere else.</summary>
sealed class LocalCheckpointRDD<T>(RDD<T> kept) : RDD<T>(kept.SparkContext)
{
    private readonly int _partitions = kept.GetNumPartitions();
    private readonly int _id = kept.Id;

    internal override int PartitionCount => _partitions;

    internal override IEnumerable<T> Compute(int partition, TaskContext context) => throw SparkException.WithoutCondition(
        $"Checkpoint block {new RddBlockId(_id, partition)} not found! Either the executor that originally checkpointed this partition is no longer alive, or the original RDD is unpersisted.");
}
