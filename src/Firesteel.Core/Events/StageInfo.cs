namespace Firesteel;

/// <summary>One RDD of a stage as events show it.</summary>
/// <param name="Scope">The operation that made it, as Spark's JSON; null if unknown.</param>
public sealed record RddInfo(
    int RddId, string Name, int NumPartitions, string CallSite = "", string? Scope = null, bool Barrier = false, string DeterministicLevel = "DETERMINATE")
{
    public IReadOnlyList<int> ParentIds { get; init; } = [];
    public StorageLevel StorageLevel { get; init; } = StorageLevel.None;
    public int NumCachedPartitions { get; init; }
    public long MemorySize { get; init; }
    public long DiskSize { get; init; }
}

/// <summary>One attempt of a stage as events show it; times are milliseconds since 1970.</summary>
public sealed record StageInfo(int StageId, int AttemptNumber, string Name, int NumTasks, string Details)
{
    public IReadOnlyList<RddInfo> RddInfos { get; init; } = [];
    public IReadOnlyList<int> ParentIds { get; init; } = [];
    public long? SubmissionTime { get; init; }
    public long? CompletionTime { get; init; }
    public string? FailureReason { get; init; }
    public IReadOnlyList<AccumulableInfo> Accumulables { get; init; } = [];
    public int ResourceProfileId { get; init; }
}
