using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Sorting;

/// <summary>
/// Merges sorted runs. Of equal rows those of earlier runs come first. The cursors stand in a tree of losers, so that each row costs one
/// comparison a level.
/// </summary>
sealed unsafe class RunMerger : BatchIterator
{
    private readonly SortLayout _layout;
    private readonly TaskExecution _task;
    private readonly RunCursor[] _cursors;
    private readonly int[] _losers;
    private readonly RowPicker _picker;
    private readonly int[] _loadsAtStart;
    private readonly int _batchRows;
    private long _remaining;
    private int _winner;
    private int _toLoad = -1;

    public RunMerger(IEnumerable<RunCursor> cursors, SortLayout layout, TaskExecution task, MemoryAllocator memory, long limit, int? batchRows = null)
    {
        _batchRows = Math.Min(batchRows ?? task.Settings.BatchRows, Columnar.Blocks.SpillFile.BlockRows);
        (_layout, _task, _remaining) = (layout, task, limit);
        _cursors = [.. cursors];
        _losers = new int[Math.Max(1, _cursors.Length)];
        _loadsAtStart = new int[_cursors.Length];
        _picker = new RowPicker(layout.Stored, layout.OutputCount, memory);
        if (_cursors.Length > 0) _winner = Build(1);
    }

    public override ColumnarBatch? Next()
    {
        _task.ThrowIfCancelled();
        if (_toLoad >= 0)
        {
            _cursors[_toLoad].Load();
            _winner = Replay(_toLoad);
            _toLoad = -1;
        }
        if (_cursors.Length == 0 || _remaining == 0 || _cursors[_winner].Batch == null) return null;
        return _cursors.Length == 1 ? Slice(_cursors[0]) : Merge();
    }

    public override void Dispose()
    {
        foreach (var cursor in _cursors) cursor.Dispose();
    }

    // One run is given out as it lies.
    private ColumnarBatch? Slice(RunCursor cursor)
    {
        if (cursor.Remaining == 0 && !cursor.Load()) return null;
        var count = (int)Math.Min(_remaining, Math.Min(cursor.Remaining, _batchRows));
        var columns = new ColumnVector[_layout.OutputCount];
        for (var c = 0; c < columns.Length; c++) columns[c] = VectorSlice.Of(cursor.Batch!.Columns[c], cursor.Position);
        var output = new ColumnarBatch(columns);
        output.SetRows(count);
        cursor.Move(count);
        _remaining -= count;
        return output;
    }

    private ColumnarBatch Merge()
    {
        var most = (int)Math.Min(_remaining, _batchRows);
        _picker.Start();
        for (var i = 0; i < _cursors.Length; i++) _loadsAtStart[i] = _cursors[i].Loads;
        while (_picker.Count < most)
        {
            var cursor = _cursors[_winner];
            if (cursor.Batch == null) break;
            _picker.Add(_winner << 1 | cursor.Loads & 1, cursor.Batch, cursor.Position);
            cursor.Move(1);
            if (cursor.Remaining == 0)
            {
                // Rows of the batch before this one are picked too: one more load would take their memory.
                if (cursor.Loads > _loadsAtStart[_winner])
                {
                    _toLoad = _winner;
                    break;
                }
                cursor.Load();
            }
            _winner = Replay(_winner);
        }
        _remaining -= _picker.Count;
        return _picker.Finish();
    }

    // Leaves are the cursors, at places from their number on; node 1 is the root.
    private int Build(int node)
    {
        var leaves = _cursors.Length;
        if (node >= leaves) return node - leaves;
        var (left, right) = (Build(2 * node), Build(2 * node + 1));
        var wins = Wins(left, right);
        _losers[node] = wins ? right : left;
        return wins ? left : right;
    }

    private int Replay(int cursor)
    {
        for (var node = (cursor + _cursors.Length) >> 1; node > 0; node >>= 1)
        {
            if (!Wins(_losers[node], cursor)) continue;
            (cursor, _losers[node]) = (_losers[node], cursor);
        }
        return cursor;
    }

    private bool Wins(int a, int b)
    {
        if (_cursors[a].Batch == null) return false;
        if (_cursors[b].Batch == null) return true;
        var order = _cursors[a].Compare(_cursors[b]);
        return order < 0 || order == 0 && a < b;
    }
}

/// <summary>Puts together a batch of rows of several batches; strings are shared with them.</summary>
sealed unsafe class RowPicker(StructType schema, int columns, MemoryAllocator memory)
{
    private const int Capacity = Columnar.Blocks.SpillFile.BlockRows;
    private readonly ColumnarBatch _output = ColumnarBatch.Allocate(new StructType(schema.Fields.Take(columns)), memory, 0);
    private readonly List<ColumnarBatch?> _sources = [];
    private readonly int[] _from = new int[Capacity];
    private readonly int[] _rows = new int[Capacity];

    public int Count { get; private set; }

    public void Start()
    {
        Count = 0;
        for (var i = 0; i < _sources.Count; i++) _sources[i] = null;
    }

    /// <summary>Adds a row of a source, whose number always stands for the same batch until the next start.</summary>
    public void Add(int source, ColumnarBatch batch, int row)
    {
        while (_sources.Count <= source) _sources.Add(null);
        _sources[source] ??= batch;
        _from[Count] = source;
        _rows[Count++] = row;
    }

    public ColumnarBatch Finish()
    {
        _output.Reset(Count);
        for (var c = 0; c < columns; c++) Pick(c, _output.Columns[c]);
        _output.SetRows(Count);
        return _output;
    }

    private void Pick(int column, ColumnVector target)
    {
        switch (target.Physical)
        {
            case PhysicalType.Array or PhysicalType.Map or PhysicalType.Struct or PhysicalType.Null:
                for (var k = 0; k < Count; k++) VectorCopy.AppendRow(target, k, _sources[_from[k]]!.Columns[column], _rows[k]);
                break;
            default:
                switch (target.ElementSize)
                {
                    case 1: Pick<byte>(column, target); break;
                    case 2: Pick<short>(column, target); break;
                    case 4: Pick<int>(column, target); break;
                    case 8: Pick<long>(column, target); break;
                    case 16: Pick<Int128>(column, target); break;
                }
                break;
        }
    }

    private void Pick<T>(int column, ColumnVector target) where T : unmanaged
    {
        var values = new T*[_sources.Count];
        var nulls = new byte*[_sources.Count];
        var hasNulls = false;
        for (var s = 0; s < values.Length; s++)
        {
            if (_sources[s] is not { } source) continue;
            values[s] = source.Columns[column].Values<T>();
            nulls[s] = source.Columns[column].Nulls;
            hasNulls |= nulls[s] != null;
        }
        var output = target.Values<T>();
        if (!hasNulls)
        {
            for (var k = 0; k < Count; k++) output[k] = values[_from[k]][_rows[k]];
            return;
        }
        for (var k = 0; k < Count; k++)
        {
            var (source, row) = (_from[k], _rows[k]);
            if (nulls[source] != null && nulls[source][row] != 0) target.SetNull(k);
            else output[k] = values[source][row];
        }
    }
}
