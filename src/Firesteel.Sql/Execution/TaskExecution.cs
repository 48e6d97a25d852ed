using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Memory;
using Firesteel.Core.Scheduler;

namespace Firesteel.Sql.Execution;

/// <summary>What operators need while one task runs: memory that ends with the task, the evaluation context, settings, cancellation.</summary>
sealed class TaskExecution : IDisposable
{
    private readonly List<MemoryAllocator> _operators = [];

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

    /// <summary>Memory of one operator, which wants to know how much it holds; freed with the task at the latest.</summary>
    public MemoryAllocator NewAllocator(string owner)
    {
        var allocator = new MemoryAllocator(Settings.Memory, owner);
        _operators.Add(allocator);
        return allocator;
    }

    /// <summary>
    /// Whether an operator that holds <paramref name="own"/> and is about to allocate <paramref name="next"/> bytes should move its state to
    /// disk first. One that holds little stays: its state would free nothing, and the pool's reserve is there for it.
    /// </summary>
    public bool ShouldSpill(MemoryAllocator own, long next)
        => own.Used >= Settings.Memory.Limit / (32 * Math.Max(1, Settings.Parallelism)) && !Settings.Memory.HasRoom(next);

    /// <summary>For a part of the task's work after which everything that was allocated for it is freed.</summary>
    public TaskExecution NewPart() => new(Settings, Evaluation.PartitionIndex, Context);

    public void Dispose()
    {
        foreach (var allocator in _operators) allocator.Dispose();
        Evaluation.Dispose();
        Memory.Dispose();
    }
}
