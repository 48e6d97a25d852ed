using Firesteel.Core.Shuffle;

namespace Firesteel.Core.Scheduler;

/// <summary>The tasks of one stage attempt that are to run, as the DAGScheduler hands them over.</summary>
/// <param name="Partitions">The partition of each task; a task's index is its place here.</param>
/// <param name="ShuffleId">The shuffle whose map side this is; null for a job's result stage.</param>
/// <param name="Priority">The job's id: FIFO pools run older jobs first.</param>
sealed record TaskSet(
    StageAttemptId Stage, StageComputation Computation, IReadOnlyList<int> Partitions, int? ShuffleId, int Priority, LocalProperties Properties)
{
    private readonly Lazy<IDisposable?> _sharedState = new(() => Computation.CreateSharedState(Stage));

    /// <summary>Where the maps of every shuffle that the tasks read are, as of the start of this attempt.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<MapStatus?>> ShuffleInputs { get; init; } = NoInputs;

    /// <summary>Counts the losses of outputs before this task set was submitted.</summary>
    public int Epoch { get; init; }

    /// <summary>State shared by the tasks of this attempt that run in this process.</summary>
    public IDisposable? SharedState => Computation.HasSharedState ? _sharedState.Value : null;

    /// <summary>Frees the shared state, if any task made it; no task may be running.</summary>
    public void DisposeSharedState()
    {
        if (_sharedState.IsValueCreated) _sharedState.Value?.Dispose();
    }

    private static readonly Dictionary<int, IReadOnlyList<MapStatus?>> NoInputs = [];
}
