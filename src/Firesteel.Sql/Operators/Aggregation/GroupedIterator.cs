using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Aggregation;

/// <summary>
/// Aggregation by key. Partial aggregation keeps its table within the caches: a full table is given out and started anew, since
/// the stage after the exchange merges groups that were met twice.
/// </summary>
sealed unsafe class GroupedIterator : BatchIterator
{
    private const int MostPartialGroups = 1 << 16;
    private readonly HashAggregateExec _plan;
    private readonly BatchIterator _input;
    private readonly TaskExecution _task;
    private readonly ProjectionEvaluator _keyEvaluators;
    private readonly AggregateInputs _inputs;
    private readonly ResultProjection? _projection;
    private readonly StructType _keySchema;
    private readonly ColumnarBatch _output;
    private readonly int[] _groups = GC.AllocateUninitializedArray<int>(ColumnarBatch.MaxRows, pinned: true);
    private readonly byte*[] _states = new byte*[ColumnarBatch.MaxRows];
    private readonly bool _isPartial;
    private GroupTable? _table;
    private StateChunks? _stateChunks;
    private AggregateStore? _store;
    private bool _inputEnded;
    private int _written;

    public GroupedIterator(HashAggregateExec plan, BatchIterator input, TaskExecution task)
    {
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
            if (_table == null)
            {
                if (_inputEnded) return null;
                Fill();
                if (_table!.Count == 0) { Clear(); return null; }
            }
            if (_written < _table.Count) return WriteSome();
            Clear();
        }
    }

    public override void Dispose()
    {
        Clear();
        _input.Dispose();
    }

    private void Fill()
    {
        _store = new AggregateStore(_task.Memory);
        _table = new GroupTable(_keySchema, _task.Memory);
        _stateChunks = new StateChunks(Math.Max(8, _inputs.StateSize), _task.Memory);
        _written = 0;
        while (!_isPartial || _table.Count < MostPartialGroups)
        {
            if (_input.Next() is not { } batch)
            {
                _inputEnded = true;
                return;
            }
            Consume(batch);
        }
    }

    private void Consume(ColumnarBatch batch)
    {
        var keys = _keyEvaluators.Evaluate(batch, batch.Selection);
        var known = _table!.Count;
        fixed (int* groups = _groups)
        fixed (byte** states = _states)
        {
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
        fixed (byte** states = _states)
        {
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
