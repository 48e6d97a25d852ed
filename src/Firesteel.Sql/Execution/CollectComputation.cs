using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Operators;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Execution;

/// <summary>The rows of one task's result, with the memory that they lie in.</summary>
sealed record CollectedRows(RowBuffer Rows, MemoryAllocator Memory) : IDisposable
{
    public void Dispose() => Memory.Dispose();
}

/// <summary>Ends the collecting of rows that turn out too many. In this process all tasks of a stage ask one; elsewhere there is none.</summary>
sealed class CollectLimit(long most, MemoryManager memory)
{
    private long _collected;
    private bool _isExceeded;

    public bool IsExceeded
    {
        get => Volatile.Read(ref _isExceeded);
        set => Volatile.Write(ref _isExceeded, value);
    }

    /// <summary>Counts bytes that a task has taken.</summary>
    public void Take(long bytes, long heldByTask)
    {
        if (Interlocked.Add(ref _collected, bytes) > most || !memory.HasRoom(heldByTask)) IsExceeded = true;
    }
}

/// <summary>Tasks whose result is their rows; null for a task that met the limit.</summary>
sealed class CollectComputation(PhysicalPlan plan, QuerySettings settings, CollectLimit? limit = null) : PlanComputation(plan, settings)
{
    private const int MostBriefRows = 100;

    /// <summary>Whether the rows are at hand, so that there is nothing for a job to do.</summary>
    public bool IsAtHand => Plan is LocalTableScanExec { Rows: LiteralRows or RowBufferRows };

    // Literals and columns of few rows: whatever has to be computed may take long.
    public override bool IsBrief => Plan is ProjectExec { Child: LocalTableScanExec { Rows: LiteralRows { Count: <= MostBriefRows } } } project
        && project.List.All(e => e is AttributeReference or Literal or Alias { Child: AttributeReference or Literal });

    /// <summary>The rows that are at hand.</summary>
    public CollectedRows Take()
    {
        using var task = new TaskExecution(Settings, 0, null);
        using var rows = Plan.Execute(0, task);
        return (CollectedRows)Run(rows, 0, task)!;
    }

    protected override object? Run(BatchIterator rows, int partition, TaskExecution task)
    {
        var memory = new MemoryAllocator(Settings.Memory, $"result of partition {partition}");
        try
        {
            var buffer = new RowBuffer(Plan.Schema, memory);
            var held = 0L;
            while (limit is not { IsExceeded: true } && rows.Next() is { } batch)
            {
                buffer.Append(batch);
                limit?.Take(memory.Used - held, memory.Used);
                held = memory.Used;
            }
            return new CollectedRows(buffer, memory);
        }
        catch (SparkException e) when (limit != null && e.Condition == "UNABLE_TO_ACQUIRE_MEMORY")
        {
            limit.IsExceeded = true;
            memory.Dispose();
            return null;
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }
}
