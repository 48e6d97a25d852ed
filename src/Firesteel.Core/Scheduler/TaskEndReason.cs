using Firesteel.Core.Shuffle;

namespace Firesteel;

/// <summary>Why a task attempt ended; the names are those of Spark's events.</summary>
public abstract record TaskEndReason
{
    /// <summary>Whether such an end counts towards the failures after which a job is given up.</summary>
    public virtual bool CountsTowardsTaskFailures => true;

    /// <summary>What logs and errors say.</summary>
    public abstract string ToErrorString();
}

public sealed record TaskSuccess : TaskEndReason
{
    public static readonly TaskSuccess Instance = new();
    public override string ToErrorString() => "Success";
}

/// <summary>A map task had finished, but its output was lost with its executor.</summary>
public sealed record Resubmitted : TaskEndReason
{
    public static readonly Resubmitted Instance = new();
    public override bool CountsTowardsTaskFailures => false;
    public override string ToErrorString() => "Resubmitted (resubmitted due to lost executor)";
}

public sealed record FetchFailed(BlockManagerId? Location, int ShuffleId, long MapId, int MapIndex, int ReduceId, string Message, bool ExecutorUnreachable = false) : TaskEndReason
{
    public override bool CountsTowardsTaskFailures => false;

    public override string ToErrorString() =>
        $"FetchFailed({Location?.ToString() ?? "null"}, shuffleId={ShuffleId}, mapIndex={MapIndex}, mapId={MapId}, reduceId={ReduceId}, message=\n{Message}\n)";

    internal static FetchFailed From(FetchFailedException e) =>
        new(e.Location, e.ShuffleId, e.MapId, e.MapIndex, e.ReduceId, e.Message, e.ExecutorUnreachable);
}

/// <summary>The task's code threw.</summary>
/// <param name="Exception">The exception itself, where it was thrown in this process or could be rebuilt.</param>
public sealed record ExceptionFailure(string ClassName, string Description, string FullStackTrace, Exception? Exception) : TaskEndReason
{
    public override string ToErrorString() => Exception is SparkException { Condition.Length: > 0 } || FullStackTrace.Length == 0 ? $"{ClassName}: {Description.Split('\n')[0]}" : FullStackTrace;

    internal static ExceptionFailure From(Exception e) => new(e.GetType().FullName ?? e.GetType().Name, e.Message, e.ToString(), e);
}

/// <summary>The task finished, but its result did not reach the driver.</summary>
public sealed record TaskResultLost : TaskEndReason
{
    public override string ToErrorString() => "TaskResultLost (result lost from block manager)";
}

public sealed record TaskKilled(string KillReason) : TaskEndReason
{
    public override bool CountsTowardsTaskFailures => false;
    public override string ToErrorString() => $"TaskKilled ({KillReason})";
}

public sealed record TaskCommitDenied(int JobId, int PartitionId, int AttemptNumber) : TaskEndReason
{
    public override bool CountsTowardsTaskFailures => false;
    public override string ToErrorString() => $"TaskCommitDenied (Driver denied task commit) for job: {JobId}, partition: {PartitionId}, attemptNumber: {AttemptNumber}";
}

public sealed record ExecutorLostFailure(string ExecutorId, bool ExitCausedByApp, string? LossReason) : TaskEndReason
{
    public override bool CountsTowardsTaskFailures => ExitCausedByApp;

    public override string ToErrorString() =>
        $"ExecutorLostFailure (executor {ExecutorId} exited {(ExitCausedByApp ? "caused by one of the running tasks" : "unrelated to the running tasks")}) Reason: {LossReason}";
}

public sealed record UnknownReason : TaskEndReason
{
    public override string ToErrorString() => "UnknownReason";
}
