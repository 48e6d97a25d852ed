using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Operators.Spilling;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Aggregation;

/// <summary>
/// Aggregation by key. Partial aggregation keeps its table within the caches: a full table is given out and started anew, since
/// the stage after the exchange merges groups that were met twice; and where it finds few rows of one group it only turns each row into a
/// state. Other aggregation that does not fit moves its groups to disk and merges them part by part at the end.
/// </summary>
sealed unsafe class GroupedIterator : BatchIterator
{
    // A table of two million groups sends far fewer rows to other processes, and was slower all the same.
    private const int MostPartialGroups = 1 << 16;

    // Groups a row above which partial aggregation does not pay.
    private const double LeastReduction = 0.75;
    private readonly HashAggregateExec _plan;
    private readonly BatchIterator _input;
    private readonly TaskExecution _task;
    private readonly ProjectionEvaluator _keyEvaluators;
    private readonly AggregateInputs _inputs;
    private readonly ResultProjection? _projection;
    private readonly StructType _keySchema;
    private readonly ColumnarBatch _output;
    private readonly int[] _groups;
    // Pointers to states.
    private readonly nint[] _states;
    private readonly bool _isPartial;
    private readonly int _level;
    private readonly MemoryAllocator _memory;
    private ColumnarBatch? _pending;
    private SpilledGroups? _spilled;
    private GroupedIterator? _part;
    private bool _passesThrough;
    private GroupTable? _table;
    private StateChunks? _stateChunks;
    private AggregateStore? _store;
    private bool _inputEnded;
    private int _written;

    public GroupedIterator(HashAggregateExec plan, BatchIterator input, TaskExecution task, int level = 0)
    {
        _level = level;
        _memory = task.NewAllocator("aggregation");
        (_groups, _states) = (_memory.BatchScratch<int>(), _memory.BatchScratch<nint>());
        (_plan, _input, _task) = (plan, input, task);
        _keyEvaluators = ExpressionCompiler.CompileAll([.. plan.Grouping.Select(g => BindReferences.Bind(g, plan.Child.Output))], task.Evaluation);
        _inputs = new AggregateInputs(plan.Items, plan.Child.Output, task);
        _keySchema = new StructType(plan.Keys.Select(k => new StructField(k.Name, k.DataType, k.Nullable)));
        var outputSchema = new StructType(_keySchema.Fields.Concat(AggregateInputs.OutputColumns(plan.Items).Select(a => new StructField(a.Name, a.DataType, a.Nullable))));
        _output = ColumnarBatch.Allocate(outputSchema, task.Memory, 0);
        _projection = plan.ResultList == null ? null : ResultProjection.Create(plan, task);
        _isPartial = plan.ResultList == null && plan.Required is Planning.UnspecifiedDistribution;
    }

    public override ColumnarBatch? Next()
    {
        while (true)
        {
            if (_part != null)
            {
                if (_part.Next() is { } merged) return merged;
                _part.Dispose();
                _part = null;
            }
            if (_table == null)
            {
                if (_inputEnded)
                {
                    if (_spilled == null || (_part = _spilled.NextPart()) == null) return null;
                    continue;
                }
                if (_passesThrough)
                {
                    if (_input.Next() is { } batch) return PassThrough(batch);
                    _inputEnded = true;
                    return null;
                }
                Fill();
                if (_spilled != null)
                {
                    SpillGroups();
                    Clear();
                    continue;
                }
                if (_table!.Count == 0) { Clear(); return null; }
            }
            if (_written < _table.Count) return WriteSome();
            Clear();
        }
    }

    public override void Dispose()
    {
        Clear();
        _part?.Dispose();
        _spilled?.Dispose();
        _memory.Dispose();
        _input.Dispose();
    }

    private void Fill()
    {
        StartTable();
        var rows = 0L;
        // While a partial table is given out it cannot shrink: all of them together leave most of the pool to others.
        var mostBytes = _task.Settings.Memory.Limit / (8 * Math.Max(1, _task.Settings.Parallelism));
        while (!_isPartial || _table!.Count < MostPartialGroups && (_table.Count == 0 || _memory.Used < mostBytes))
        {
            var batch = _pending ?? _input.Next();
            _pending = null;
            if (batch == null)
            {
                _inputEnded = true;
                return;
            }
            if (_table!.Count > 0 && _task.ShouldSpill(_memory, _table.GrowthBytes(batch.SelectedCount)))
            {
                if (_isPartial)
                {
                    _pending = batch;
                    return;
                }
                SpillGroups();
                Clear();
                StartTable();
            }
            Consume(batch);
            rows += batch.SelectedCount;
        }
        _passesThrough = _table!.Count > rows * LeastReduction;
    }

    private void StartTable()
    {
        _store = new AggregateStore(_memory);
        _table = new GroupTable(_keySchema, _memory);
        _stateChunks = new StateChunks(Math.Max(8, _inputs.StateSize), _memory);
        _written = 0;
    }

    private void SpillGroups()
    {
        if (_level >= SpilledPartitions.MostLevels)
            throw new SparkException("SPILL_OUT_OF_MEMORY", new Dictionary<string, string> { ["consumerToSpill"] = "aggregation", ["message"] = "One group's state is larger than the memory that there is." });
        _spilled ??= new SpilledGroups(_plan, _task, _level);
        _spilled.Write(_table!, _stateChunks!, _inputs, _store!);
    }

    // Each row is a group of its own: cheaper than looking for groups that are not there.
    private ColumnarBatch PassThrough(ColumnarBatch batch)
    {
        var (selection, count) = (batch.Selection, batch.SelectedCount);
        var keys = _keyEvaluators.Evaluate(batch, selection);
        _output.Reset(count);
        for (var c = 0; c < keys.Length; c++)
        {
            if (selection.IsDense) _output.Columns[c].Reference(keys[c]);
            else VectorGather.Gather(keys[c], selection.Indices, count, _output.Columns[c]);
        }
        if (!_inputs.TryWriteRows(batch, _output.Columns, _keySchema.Count)) WriteStates(batch);
        _output.SetRows(count);
        return _output;
    }

    private void WriteStates(ColumnarBatch batch)
    {
        using var store = new AggregateStore(_memory);
        var count = batch.SelectedCount;
        _stateChunks ??= new StateChunks(Math.Max(8, _inputs.StateSize), _memory);
        _stateChunks.EnsureCount(count);
        fixed (nint* places = _states)
        {
            var states = (byte**)places;
            for (var k = 0; k < count; k++)
            {
                states[k] = _stateChunks[k];
                _inputs.Initialize(states[k]);
            }
            if (_inputs.Count > 0) _inputs.Consume(batch, states, store);
            _inputs.Write(states, count, _output.Columns, _keySchema.Count, store);
        }
    }

    private void Consume(ColumnarBatch batch)
    {
        var keys = _keyEvaluators.Evaluate(batch, batch.Selection);
        var known = _table!.Count;
        fixed (int* groups = _groups)
        fixed (nint* places = _states)
        {
            var states = (byte**)places;
            _table.FindOrAdd(keys, batch.Selection, groups);
            _stateChunks!.EnsureCount(_table.Count);
            for (var group = known; group < _table.Count; group++) _inputs.Initialize(_stateChunks[group]);
            if (_inputs.Count == 0) return;
            _stateChunks.Locate(groups, batch.SelectedCount, states);
            _inputs.Consume(batch, states, _store!);
        }
    }

    private ColumnarBatch WriteSome()
    {
        var (chunk, position) = _table!.Keys.Locate(_written);
        var count = Math.Min(Math.Min(_task.Settings.BatchRows, _table.Count - _written), chunk.RowCount - position);
        _output.Reset(count);
        for (var c = 0; c < _keySchema.Count; c++) _output.Columns[c].Reference(VectorSlice.Of(chunk.Columns[c], position));
        fixed (nint* places = _states)
        {
            var states = (byte**)places;
            for (var k = 0; k < count; k++) states[k] = _stateChunks![_written + k];
            _inputs.Write(states, count, _output.Columns, _keySchema.Count, _store!);
        }
        _output.SetRows(count);
        _written += count;
        return _projection == null ? _output : _projection.Apply(_output);
    }

    private void Clear()
    {
        _table?.Dispose();
        _stateChunks?.Dispose();
        _store?.Dispose();
        (_table, _stateChunks, _store) = (null, null, null);
    }
}

/// <summary>The states of many groups: fixed-size records in chunks whose addresses stay.</summary>
sealed unsafe class StateChunks(int size, MemoryAllocator memory) : IDisposable
{
    private const int Shift = 10;
    private readonly List<NativeBuffer> _chunks = [];
    private byte*[] _pointers = new byte*[16];

    public byte* this[int group] => _pointers[group >> Shift] + (long)(group & ((1 << Shift) - 1)) * size;

    public void EnsureCount(int count)
    {
        while (count > _chunks.Count << Shift)
        {
            var chunk = memory.Allocate((long)size << Shift);
            _chunks.Add(chunk);
            if (_chunks.Count > _pointers.Length)
            {
                var larger = new byte*[_pointers.Length * 2];
                for (var i = 0; i < _pointers.Length; i++) larger[i] = _pointers[i];
                _pointers = larger;
            }
            _pointers[_chunks.Count - 1] = chunk.Pointer;
        }
    }

    public void Locate(int* groups, int count, byte** states)
    {
        fixed (byte** pointers = _pointers)
            for (var k = 0; k < count; k++) states[k] = pointers[groups[k] >> Shift] + (long)(groups[k] & ((1 << Shift) - 1)) * size;
    }

    public void Dispose()
    {
        foreach (var chunk in _chunks) chunk.Dispose();
        _chunks.Clear();
    }
}
