namespace Firesteel.Core.Scheduler;

/// <summary>A job that runs: its final stage, and which of its outputs are there.</summary>
sealed class ActiveJob(int jobId, Stage finalStage, CallSite callSite, LocalProperties properties, JobWaiter waiter, int outputs)
{
    public int JobId => jobId;
    public Stage FinalStage => finalStage;
    public CallSite CallSite => callSite;
    public LocalProperties Properties => properties;
    public JobWaiter Waiter => waiter;

    /// <summary>By place in the partition list of a result stage; unused for a map stage.</summary>
    public bool[] Finished { get; } = new bool[outputs];

    public int FinishedCount { get; set; }

    /// <summary>Stages of the job, by id.</summary>
    public HashSet<int> StageIds { get; } = [];
}
