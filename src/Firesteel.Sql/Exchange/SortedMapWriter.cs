using Firesteel.Columnar.Blocks;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Operators.Sorting;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Exchange;

/// <summary>The map side of a global sort: collects rows, sorts them some hundred thousand at a time, and keeps the runs in memory while it lasts.</summary>
static class SortedMapWriter
{
    private const int RunRows = 1 << 20;

    public static SortedMapOutput Write(BatchIterator input, RangePartitioning range, PhysicalPlan child, TaskExecution task)
    {
        var (settings, layout) = (task.Settings, new SortLayout(range.Order, child.Output, task));
        var runBytes = Math.Max(1 << 20, settings.Memory.Limit / (16 * Math.Max(1, settings.Parallelism)));
        var runs = new List<SortedRun>();
        SpillFile? file = null;
        var memory = new MemoryAllocator(settings.Memory, "sort");
        try
        {
            var rows = new RowBuffer(layout.Stored, memory);
            while (input.Next() is { } batch)
            {
                if (memory.Used + runs.Sum(r => r.MemoryUsed) >= runBytes && !settings.Memory.HasRoom(memory.Used + RowOrder.Bytes(rows.Count))) SpillAll();
                rows.Append(layout.Columns(batch), batch.Selection);
                if (rows.Count >= RunRows || memory.Used > runBytes) EndRun();
            }
            if (rows.Count > 0) EndRun();
            memory.Dispose();
            file?.Flush();
            return new SortedMapOutput(runs, file, layout, settings.Memory, settings.SpillFolder);

            void EndRun()
            {
                runs.Add(SortedRun.InMemory(rows, layout, memory));
                memory = new MemoryAllocator(settings.Memory, "sort");
                rows = new RowBuffer(layout.Stored, memory);
            }

            void SpillAll()
            {
                file ??= SpillFile.Create(settings.SpillFolder, "sort");
                foreach (var run in runs) run.Spill(file);
                if (rows.Count == 0) return;
                runs.Add(SortedRun.OnDisk(rows, layout, memory, file, long.MaxValue));
                memory.Dispose();
                memory = new MemoryAllocator(settings.Memory, "sort");
                rows = new RowBuffer(layout.Stored, memory);
            }
        }
        catch
        {
            memory.Dispose();
            foreach (var run in runs) run.Dispose();
            file?.Dispose();
            throw;
        }
    }
}
