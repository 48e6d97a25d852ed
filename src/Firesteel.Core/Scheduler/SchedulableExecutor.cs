namespace Firesteel.Core.Scheduler;

/// <summary>An executor as the TaskScheduler's loop uses it.</summary>
sealed class SchedulableExecutor(ExecutorDescription description)
{
    public ExecutorDescription Description => description;
    public int FreeCores { get; set; } = description.Cores;

    /// <summary>Tasks that run on it, by id.</summary>
    public HashSet<long> Tasks { get; } = [];

    /// <summary>Place among the executors with free slots; -1 if it has none.</summary>
    public int FreePlace { get; set; } = -1;
}
