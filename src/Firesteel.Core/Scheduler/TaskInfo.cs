namespace Firesteel;

/// <summary>How near to its input a task runs, nearest first.</summary>
public enum TaskLocality { PROCESS_LOCAL, NODE_LOCAL, NO_PREF, RACK_LOCAL, ANY }

/// <summary>One task attempt as events show it; times are milliseconds since 1970, 0 while not yet known.</summary>
public sealed record TaskInfo(
    long TaskId, int Index, int AttemptNumber, int PartitionId, long LaunchTime, string ExecutorId, string Host, TaskLocality Locality, bool Speculative)
{
    public long GettingResultTime { get; init; }
    public long FinishTime { get; init; }
    public bool Failed { get; init; }
    public bool Killed { get; init; }
    public IReadOnlyList<AccumulableInfo> Accumulables { get; init; } = [];

    public long Duration => FinishTime - LaunchTime;
}
