using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Exchange;
using Firesteel.Sql.Execution;

namespace Firesteel.Sql.Adaptive;

/// <summary>Where a runtime filter comes from: the keys in one column of a finished build side. Each process makes it of the rows, once.</summary>
sealed record RuntimeFilterSource(BroadcastStageExec Build, int Column)
{
    // A filter of more keys than this costs more than it saves.
    private const long LargestFiltered = 4L << 20;

    public bool IsWorthIt => Build.RowCount <= LargestFiltered && RuntimeFilter.Supports(PhysicalTypes.Of(Build.Schema[Column].DataType));

    public RuntimeFilter Filter(TaskExecution task)
        => Build.Relation(task).GetOrBuild((nameof(RuntimeFilter), Column), rows => RuntimeFilter.Create(rows, Column, new MemoryAllocator(task.Settings.Memory, "runtime filters")));
}
