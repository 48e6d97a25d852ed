namespace Firesteel.Core.Metrics;

/// <summary>The counters of one task, or their sums over a stage attempt. Times are milliseconds, CPU and write times nanoseconds.</summary>
sealed class TaskMetrics
{
    public const int Count = (int)TaskMetric.OutputRecordsWritten + 1;

    private static readonly string[] AccumulatorNames =
    [
        "executorDeserializeTime", "executorDeserializeCpuTime", "executorRunTime", "executorCpuTime", "resultSize",
        "jvmGCTime", "resultSerializationTime", "memoryBytesSpilled", "diskBytesSpilled", "peakExecutionMemory",
        "peakOnHeapExecutionMemory", "peakOffHeapExecutionMemory", "updatedBlockStatuses",
        "shuffle.read.remoteBlocksFetched", "shuffle.read.localBlocksFetched", "shuffle.read.remoteBytesRead",
        "shuffle.read.remoteBytesReadToDisk", "shuffle.read.localBytesRead", "shuffle.read.fetchWaitTime",
        "shuffle.read.recordsRead", "shuffle.push.read.corruptMergedBlockChunks",
        "shuffle.push.read.mergedFetchFallbackCount", "shuffle.push.read.remoteMergedBlocksFetched",
        "shuffle.push.read.localMergedBlocksFetched", "shuffle.push.read.remoteMergedChunksFetched",
        "shuffle.push.read.localMergedChunksFetched", "shuffle.push.read.remoteMergedBytesRead",
        "shuffle.push.read.localMergedBytesRead", "shuffle.read.remoteReqsDuration",
        "shuffle.push.read.remoteMergedReqsDuration", "shuffle.write.bytesWritten", "shuffle.write.recordsWritten",
        "shuffle.write.writeTime", "input.bytesRead", "input.recordsRead", "output.bytesWritten", "output.recordsWritten",
    ];

    private readonly long[] _values = new long[Count];

    public long this[TaskMetric metric]
    {
        get => _values[(int)metric];
        set => _values[(int)metric] = value;
    }

    public ReadOnlySpan<long> Values => _values;

    /// <summary>Name of a metric's accumulator in events.</summary>
    public static string AccumulatorName(int metric) => "internal.metrics." + AccumulatorNames[metric];

    /// <summary>Adds from any thread that works for the task.</summary>
    public void Add(TaskMetric metric, long amount) => Interlocked.Add(ref _values[(int)metric], amount);

    /// <summary>Raises a peak to <paramref name="value"/> if it is higher.</summary>
    public void Peak(TaskMetric metric, long value)
    {
        ref var slot = ref _values[(int)metric];
        for (var seen = Volatile.Read(ref slot); seen < value;)
        {
            var found = Interlocked.CompareExchange(ref slot, value, seen);
            if (found == seen) return;
            seen = found;
        }
    }

    /// <summary>Adds every counter of a finished task.</summary>
    public void Merge(TaskMetrics other)
    {
        for (var i = 0; i < _values.Length; i++) _values[i] += other._values[i];
    }

    public void Write(BinaryWriter writer)
    {
        foreach (var value in _values) writer.Write7BitEncodedInt64(value);
    }

    public static TaskMetrics Read(BinaryReader reader)
    {
        var metrics = new TaskMetrics();
        for (var i = 0; i < Count; i++) metrics._values[i] = reader.Read7BitEncodedInt64();
        return metrics;
    }
}
