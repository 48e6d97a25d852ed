namespace Firesteel;

/// <summary>How far a stage of a running query is.</summary>
public sealed record StageProgress(long StageId, long NumTasks, long NumCompletedTasks, long InputBytesRead, bool Done);

/// <summary>How far a running query is, as a server reports it.</summary>
public sealed record ProgressReport(string OperationId, IReadOnlyList<StageProgress> Stages, long InflightTasks, bool Done);
