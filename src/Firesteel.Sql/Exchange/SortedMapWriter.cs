using Firesteel.Columnar.Blocks;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Operators.Sorting;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Exchange;

/// <summary>
/// The map side of a global sort: collects rows, sorts them some hundred thousand at a time, and keeps the runs in memory while it lasts.
/// Then they leave it merged into one.
/// </summary>
sealed class SortedMapWriter
{
    private const int RunRows = 1 << 20;

    // More runs than this on disk are merged: each takes memory of all tasks that read.
    private const int MostRuns = 16;

    private readonly SortLayout _layout;
    private readonly TaskExecution _task;
    private readonly MemoryManager _manager;
    private readonly long _runBytes;
    private readonly List<SortedRun> _onDisk = [];
    private readonly List<SortedRun> _inMemory = [];
    private SpillFile? _file;
    private MemoryAllocator _memory;
    private RowBuffer _rows;

    private SortedMapWriter(SortLayout layout, TaskExecution task)
    {
        (_layout, _task, _manager) = (layout, task, task.Settings.Memory);
        _runBytes = Math.Max(1 << 20, _manager.Limit / (16 * Math.Max(1, task.Settings.Parallelism)));
        _memory = new MemoryAllocator(_manager, "sort");
        _rows = new RowBuffer(layout.Stored, _memory);
    }

    public static SortedMapOutput Write(BatchIterator input, RangePartitioning range, PhysicalPlan child, TaskExecution task)
    {
        var writer = new SortedMapWriter(new SortLayout(range.Order, child.Output, task), task);
        try
        {
            while (input.Next() is { } batch) writer.Add(batch);
            return writer.Finish();
        }
        catch
        {
            writer.Abort();
            throw;
        }
    }

    private void Add(ColumnarBatch batch)
    {
        var held = _memory.Used + _inMemory.Sum(r => r.MemoryUsed);
        if (held >= _runBytes && !_manager.HasRoom(2 * _memory.Used + RowOrder.Bytes(_rows.Count))) SpillAll();
        _rows.Append(_layout.Columns(batch), batch.Selection);
        if (_rows.Count >= RunRows || _memory.Used > _runBytes) EndRun();
    }

    private SortedMapOutput Finish()
    {
        if (_rows.Count > 0) EndRun();
        _memory.Dispose();
        if (_onDisk.Count > MostRuns) MergeDisk();
        _file?.Flush();
        return new SortedMapOutput([.. _onDisk, .. _inMemory], _file, _layout, _manager, _task.Settings.SpillFolder);
    }

    private void Abort()
    {
        _memory.Dispose();
        foreach (var run in _onDisk.Concat(_inMemory)) run.Dispose();
        _file?.Dispose();
    }

    private void EndRun()
    {
        _inMemory.Add(SortedRun.InMemory(_rows, _layout, _memory));
        _memory = new MemoryAllocator(_manager, "sort");
        _rows = new RowBuffer(_layout.Stored, _memory);
    }

    private void SpillAll()
    {
        if (_rows.Count > 0) EndRun();
        _file ??= SpillFile.Create(_task.Settings.SpillFolder, "sort");
        _onDisk.Add(SortedRun.Merged(_inMemory, _layout, _task, _file));
        foreach (var run in _inMemory) run.Dispose();
        _inMemory.Clear();
    }

    private void MergeDisk()
    {
        _file!.Flush();
        var file = SpillFile.Create(_task.Settings.SpillFolder, "sort");
        try
        {
            var merged = SortedRun.Merged(_onDisk, _layout, _task, file);
            foreach (var run in _onDisk) run.Dispose();
            _onDisk.Clear();
            _onDisk.Add(merged);
        }
        catch
        {
            file.Dispose();
            throw;
        }
        _file.Dispose();
        _file = file;
    }
}
