using System.Globalization;
using Firesteel.Core.Scheduler;

namespace Firesteel.Core.Rpc;

/// <summary>Adds up what the tasks of each stage bring to the driver, and stops a stage that brings too much.</summary>
sealed class ResultSizes
{
    private readonly Dictionary<StageAttemptId, (long Bytes, int Tasks)> _stages = [];

    public long Limit { get; set; } = 1L << 30;

    /// <exception cref="ResultsTooLargeException">With this result it is too much.</exception>
    public void Add(StageAttemptId stage, long bytes)
    {
        lock (_stages)
        {
            var known = _stages.GetValueOrDefault(stage);
            _stages[stage] = (known.Bytes + bytes, known.Tasks + 1);
        }
        Check(stage, 0);
    }

    /// <inheritdoc cref="Add"/>
    public void Check(StageAttemptId stage, long more)
    {
        (long Bytes, int Tasks) known;
        lock (_stages) known = _stages.GetValueOrDefault(stage);
        if (Limit > 0 && known.Bytes + more > Limit) throw new ResultsTooLargeException(known.Tasks + (more > 0 ? 1 : 0), known.Bytes + more, Limit);
    }

    public void Remove(StageAttemptId stage)
    {
        lock (_stages) _stages.Remove(stage);
    }
}

/// <summary>The results of a stage are more than the driver takes.</summary>
sealed class ResultsTooLargeException(int tasks, long bytes, long limit)
    : Exception($"Total size of serialized results of {tasks} tasks ({Text(bytes)}) is bigger than spark.driver.maxResultSize ({Text(limit)})")
{
    private static string Text(long bytes) => bytes switch
    {
        >= 2L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 30):0.0} GiB"),
        >= 2 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):0.0} MiB"),
        >= 2 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(double)bytes:0.0} B"),
    };
}
