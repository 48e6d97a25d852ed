using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Sql.Execution;

/// <summary>The session's settings that matter while a query runs, taken once at its start.</summary>
sealed record QuerySettings(MemoryManager Memory)
{
    public string TimeZone { get; init; } = "UTC";
    public bool Ansi { get; init; } = true;

    /// <summary>Most rows of a batch.</summary>
    public int BatchRows { get; init; } = ColumnarBatch.DefaultRows;

    public int ShufflePartitions { get; init; } = 200;

    /// <summary>Threads that run tasks at once.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>Largest estimated build side that is kept as one table for all tasks.</summary>
    public long SharedJoinBytes { get; init; } = 512L << 20;

    /// <summary>Where spilled blocks go.</summary>
    public string SpillFolder { get; init; } = Path.GetTempPath();
}
