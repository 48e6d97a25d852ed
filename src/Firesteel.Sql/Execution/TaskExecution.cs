using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Memory;
using Firesteel.Core.Scheduler;

namespace Firesteel.Sql.Execution;

/// <summary>What operators need while one task runs: memory that ends with the task, the evaluation context, settings, cancellation.</summary>
sealed class TaskExecution : IDisposable
{
    public TaskExecution(QuerySettings settings, int partition, TaskContext? context)
    {
        Settings = settings;
        Context = context;
        Memory = new MemoryAllocator(settings.Memory, $"task of partition {partition}");
        Evaluation = new EvaluationContext(Memory) { PartitionIndex = partition, TimeZone = settings.TimeZone };
    }

    public QuerySettings Settings { get; }

    /// <summary>The scheduler's view of the task; null where an operator runs outside of one.</summary>
    public TaskContext? Context { get; }

    /// <summary>Everything allocated here is freed when the task ends.</summary>
    public MemoryAllocator Memory { get; }

    public EvaluationContext Evaluation { get; }

    /// <summary>Ends the task here if it was cancelled; sources and pipeline breakers call it once a batch.</summary>
    public void ThrowIfCancelled() => Context?.ThrowIfKilled();

    public void Dispose()
    {
        Evaluation.Dispose();
        Memory.Dispose();
    }
}
