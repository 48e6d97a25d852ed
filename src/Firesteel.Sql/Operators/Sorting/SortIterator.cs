using Firesteel.Columnar.Blocks;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;

namespace Firesteel.Sql.Operators.Sorting;

/// <summary>
/// Sorts the rows of a task. What does not fit is written as sorted runs and merged at the end. With a limit only that many rows are kept
/// while reading: what cannot be among them is left out as soon as that is known. The sort is stable.
/// </summary>
sealed unsafe class SortIterator : BatchIterator
{
    private const long LeastKept = 1 << 16;
    private readonly BatchIterator _input;
    private readonly TaskExecution _task;
    private readonly SortLayout _layout;
    private readonly long _limit;
    private readonly long _keptRows;
    private readonly MemoryAllocator _output;
    private readonly ColumnarBatch _batch;
    private readonly List<SortedRun> _runs = [];
    private readonly ushort[] _indices;
    private readonly ulong[] _codes;
    private MemoryAllocator _memory;
    private RowBuffer _rows;
    private SpillFile? _file;
    private RowOrder? _order;
    private RunMerger? _merger;
    private ulong _threshold = ulong.MaxValue;
    private bool _sorted;
    private int _next;

    public SortIterator(SortExec sort, BatchIterator input, TaskExecution task)
    {
        (_input, _task) = (input, task);
        (_indices, _codes) = (task.Memory.BatchScratch<ushort>(), task.Memory.BatchScratch<ulong>());
        _layout = new SortLayout(sort.Order, sort.Child.Output, task);
        _limit = sort.Limit ?? long.MaxValue;
        _keptRows = _limit > long.MaxValue / 4 ? long.MaxValue : Math.Max(LeastKept, 2 * _limit);
        _output = task.NewAllocator("sorted rows");
        _batch = ColumnarBatch.Allocate(sort.Schema, _output, 0);
        _memory = task.NewAllocator("sort");
        _rows = new RowBuffer(_layout.Stored, _memory);
    }

    public override ColumnarBatch? Next()
    {
        if (!_sorted)
        {
            Collect();
            _sorted = true;
        }
        if (_merger != null) return _merger.Next();
        var count = (int)Math.Min(_task.Settings.BatchRows, Math.Min(_order!.Count, _limit) - _next);
        if (count <= 0) return null;
        var rows = stackalloc int[count];
        _order.CopyRows(_next, count, rows);
        _next += count;
        _batch.Reset(count);
        for (var c = 0; c < _batch.Columns.Length; c++) _rows.Gather(c, rows, null, count, _batch.Columns[c]);
        _batch.SetRows(count);
        return _batch;
    }

    public override void Dispose()
    {
        _input.Dispose();
        _merger?.Dispose();
        foreach (var run in _runs) run.Dispose();
        _file?.Dispose();
        _memory.Dispose();
        _output.Dispose();
    }

    private void Collect()
    {
        while (_input.Next() is { } batch)
        {
            if (_rows.Count > 0 && _task.ShouldSpill(_memory, 2 * RowOrder.Bytes(_rows.Count) + _memory.Used / 8)) SpillRun();
            Append(batch);
            if (_rows.Count > _keptRows) KeepFirst();
        }
        if (_runs.Count == 0)
        {
            _order = new RowOrder(_rows, _layout, _memory);
            return;
        }
        if (_rows.Count > 0) SpillRun();
        _file!.Flush();
        _merger = new RunMerger(_runs.Select(r => new RunCursor(r, _layout, null, -1, -1, _output)), _layout, _task, _output, _limit);
    }

    private void Append(ColumnarBatch batch)
    {
        var columns = _layout.Columns(batch);
        var selection = batch.Selection;
        var key = columns[_layout.KeyOrdinals[0]];
        // Rows that are not selected have no strings that could be looked at.
        if (_threshold == ulong.MaxValue || key.Encoding != VectorEncoding.Flat || key.Physical == PhysicalType.String && !selection.IsDense)
        {
            _rows.Append(columns, selection);
            return;
        }
        var kept = 0;
        fixed (ulong* codes = _codes)
        {
            SortPrefix.Encode(key, batch.RowCount, _layout.Directions[0], true, codes, 1);
            for (var k = 0; k < selection.Count; k++)
            {
                var row = selection[k];
                _indices[kept] = (ushort)row;
                kept += codes[row] <= _threshold ? 1 : 0;
            }
        }
        fixed (ushort* indices = _indices) _rows.Append(columns, new Selection(indices, kept));
    }

    // Sorts what there is and starts anew with the first rows; later ones count only where their first key is no larger.
    private void KeepFirst()
    {
        var memory = _task.NewAllocator("sort");
        var kept = new RowBuffer(_layout.Stored, memory);
        using (var order = new RowOrder(_rows, _layout, _memory))
        {
            var piece = ColumnarBatch.Allocate(_layout.Stored, _output, 0);
            var rows = stackalloc int[SpillFile.BlockRows];
            for (var at = 0; at < Math.Min(order.Count, _limit); at += SpillFile.BlockRows)
            {
                var count = (int)Math.Min(SpillFile.BlockRows, Math.Min(order.Count, _limit) - at);
                order.CopyRows(at, count, rows);
                piece.Reset(count);
                for (var c = 0; c < piece.Columns.Length; c++) _rows.Gather(c, rows, null, count, piece.Columns[c]);
                piece.SetRows(count);
                kept.Append(piece);
            }
            foreach (var column in piece.Columns) column.Dispose();
        }
        if (kept.Count > 0)
        {
            var (chunk, position) = kept.Locate(kept.Count - 1);
            fixed (ulong* code = &_threshold)
                SortPrefix.Encode(VectorSlice.Of(chunk.Columns[_layout.KeyOrdinals[0]], position), 1, _layout.Directions[0], true, code, 1);
        }
        _memory.Dispose();
        (_memory, _rows) = (memory, kept);
    }

    private void SpillRun()
    {
        _file ??= SpillFile.Create(_task.Settings.SpillFolder, "sort");
        _runs.Add(SortedRun.OnDisk(_rows, _layout, _memory, _file, _limit));
        _memory.Dispose();
        _memory = _task.NewAllocator("sort");
        _rows = new RowBuffer(_layout.Stored, _memory);
    }
}
