using Firesteel.Core.Metrics;

namespace Firesteel.Core.Events;

/// <summary>How an RDD is kept, as events show it.</summary>
sealed record StorageLevelInfo(bool UseDisk, bool UseMemory, bool UseOffHeap, bool Deserialized, int Replication)
{
    public static readonly StorageLevelInfo None = new(false, false, false, false, 1);
}

/// <summary>One RDD of a stage as events show it.</summary>
/// <param name="Scope">The operation that made it, as Spark's JSON; null if unknown.</param>
sealed record RddInfo(
    int RddId, string Name, int NumPartitions, string CallSite = "", string? Scope = null, bool Barrier = false, string DeterministicLevel = "DETERMINATE")
{
    public IReadOnlyList<int> ParentIds { get; init; } = [];
    public StorageLevelInfo StorageLevel { get; init; } = StorageLevelInfo.None;
    public int NumCachedPartitions { get; init; }
    public long MemorySize { get; init; }
    public long DiskSize { get; init; }
}

/// <summary>One attempt of a stage as events show it; times are milliseconds since 1970.</summary>
sealed record StageInfo(int StageId, int AttemptNumber, string Name, int NumTasks, string Details)
{
    public IReadOnlyList<RddInfo> RddInfos { get; init; } = [];
    public IReadOnlyList<int> ParentIds { get; init; } = [];
    public long? SubmissionTime { get; init; }
    public long? CompletionTime { get; init; }
    public string? FailureReason { get; init; }
    public IReadOnlyList<AccumulableInfo> Accumulables { get; init; } = [];
    public int ResourceProfileId { get; init; }
}
