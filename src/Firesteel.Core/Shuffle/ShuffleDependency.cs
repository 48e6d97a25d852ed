using Firesteel.Core.Scheduler;

namespace Firesteel.Core.Shuffle;

/// <summary>
/// A shuffle that a stage reads: its map tasks run <see cref="MapSide"/>, whose result for each partition is an
/// <see cref="IMapOutput"/>.
/// </summary>
sealed class ShuffleDependency(int shuffleId, StageComputation mapSide, int reducePartitions)
{
    private static int _lastId = -1;

    public ShuffleDependency(StageComputation mapSide, int reducePartitions) : this(NewId(), mapSide, reducePartitions) { }

    public int ShuffleId => shuffleId;
    public StageComputation MapSide => mapSide;
    public int ReducePartitions => reducePartitions;

    /// <summary>A fresh shuffle id, unique in this process.</summary>
    public static int NewId() => Interlocked.Increment(ref _lastId);
}
