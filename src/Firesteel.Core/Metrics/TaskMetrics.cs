using Firesteel.Core.Metrics;

namespace Firesteel;

/// <summary>The counters of one task, or their sums over a stage attempt. Times are milliseconds, CPU and write times nanoseconds.</summary>
public sealed class TaskMetrics
{
    internal const int Count = (int)TaskMetric.OutputRecordsWritten + 1;

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

    internal TaskMetrics() { }

    /// <summary>Milliseconds that the task ran.</summary>
    public long ExecutorRunTime => this[TaskMetric.ExecutorRunTime];

    /// <summary>Nanoseconds of CPU that it took.</summary>
    public long ExecutorCpuTime => this[TaskMetric.ExecutorCpuTime];

    public long ExecutorDeserializeTime => this[TaskMetric.ExecutorDeserializeTime];

    /// <summary>Milliseconds of garbage collection meanwhile.</summary>
    public long GarbageCollectionTime => this[TaskMetric.JvmGcTime];

    /// <summary>Bytes that the result has on its way to the driver.</summary>
    public long ResultSize => this[TaskMetric.ResultSize];

    public long MemoryBytesSpilled => this[TaskMetric.MemoryBytesSpilled];
    public long DiskBytesSpilled => this[TaskMetric.DiskBytesSpilled];
    public long PeakExecutionMemory => this[TaskMetric.PeakExecutionMemory];
    public long InputBytesRead => this[TaskMetric.InputBytesRead];
    public long InputRecordsRead => this[TaskMetric.InputRecordsRead];
    public long OutputBytesWritten => this[TaskMetric.OutputBytesWritten];
    public long OutputRecordsWritten => this[TaskMetric.OutputRecordsWritten];
    public long ShuffleBytesRead => this[TaskMetric.ShuffleReadLocalBytesRead] + this[TaskMetric.ShuffleReadRemoteBytesRead];
    public long ShuffleRecordsRead => this[TaskMetric.ShuffleReadRecordsRead];

    /// <summary>Milliseconds that the task waited for blocks of other executors.</summary>
    public long ShuffleFetchWaitTime => this[TaskMetric.ShuffleReadFetchWaitTime];

    public long ShuffleBytesWritten => this[TaskMetric.ShuffleWriteBytesWritten];
    public long ShuffleRecordsWritten => this[TaskMetric.ShuffleWriteRecordsWritten];

    internal long this[TaskMetric metric]
    {
        get => _values[(int)metric];
        set => _values[(int)metric] = value;
    }

    internal ReadOnlySpan<long> Values => _values;

    /// <summary>Name of a metric's accumulator in events.</summary>
    internal static string AccumulatorName(int metric) => "internal.metrics." + AccumulatorNames[metric];

    /// <summary>Adds from any thread that works for the task.</summary>
    internal void Add(TaskMetric metric, long amount) => Interlocked.Add(ref _values[(int)metric], amount);

    /// <summary>Raises a peak to <paramref name="value"/> if it is higher.</summary>
    internal void Peak(TaskMetric metric, long value)
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
    internal void Merge(TaskMetrics other)
    {
        for (var i = 0; i < _values.Length; i++) _values[i] += other._values[i];
    }

    internal void Write(BinaryWriter writer)
    {
        foreach (var value in _values) writer.Write7BitEncodedInt64(value);
    }

    internal static TaskMetrics Read(BinaryReader reader)
    {
        var metrics = new TaskMetrics();
        for (var i = 0; i < Count; i++) metrics._values[i] = reader.Read7BitEncodedInt64();
        return metrics;
    }
}
