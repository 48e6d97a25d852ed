using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;

namespace Firesteel.Sql.Operators.Aggregation;

/// <summary>
/// The aggregate calls of one operator at work on one thread: where each state lies in a group's bytes, its arguments' evaluators,
/// and the updates, merges and results over many groups.
/// </summary>
sealed unsafe class AggregateInputs
{
    private readonly Slot[] _slots;
    // Pointers to states.
    private readonly nint[] _groups;

    public AggregateInputs(ValueList<AggregateItem> items, ValueList<AttributeReference> input, TaskExecution task)
    {
        _slots = new Slot[items.Count];
        _groups = task.Memory.BatchScratch<nint>();
        var arguments = new List<Expression>();
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            var kernel = item.Call.Function.CreateKernel(item.Call);
            var first = arguments.Count;
            arguments.AddRange((item.TakesRows ? item.Call.Arguments : [.. item.Buffer]).Select(e => BindReferences.Bind(e, input)));
            var filter = item.TakesRows && item.Call.Filter != null ? new FilterEvaluator(BindReferences.Bind(item.Call.Filter, input), task.Evaluation) : null;
            _slots[i] = new Slot(item, kernel, StateSize, first, arguments.Count - first, filter);
            StateSize += (kernel.StateSize + 7) & ~7;
        }
        _evaluators = ExpressionCompiler.CompileAll(arguments, task.Evaluation);
        foreach (var slot in _slots) slot.Arguments = new ColumnVector[slot.ArgumentCount];
    }

    private readonly ProjectionEvaluator _evaluators;

    /// <summary>Bytes of one group's states together.</summary>
    public int StateSize { get; }

    public int Count => _slots.Length;

    public void Initialize(byte* state)
    {
        foreach (var slot in _slots) slot.Kernel.Initialize(state + slot.Offset);
    }

    /// <summary>Takes in a batch; <paramref name="states"/> holds the group's state for each place of its selection.</summary>
    public void Consume(ColumnarBatch batch, byte** states, AggregateStore store)
    {
        var selection = batch.Selection;
        EvaluateArguments(batch, selection);
        fixed (nint* places = _groups)
        {
            var groups = (byte**)places;
            foreach (var slot in _slots)
            {
                var chosen = selection;
                if (slot.Filter == null)
                {
                    for (var k = 0; k < selection.Count; k++) groups[k] = states[k] + slot.Offset;
                }
                else
                {
                    chosen = slot.Filter.Evaluate(batch, selection);
                    // Both selections ascend: the places of the chosen rows are found in one pass.
                    for (int k = 0, j = 0; j < chosen.Count; k++)
                        if (selection[k] == chosen[j]) groups[j++] = states[k] + slot.Offset;
                }
                if (slot.Item.TakesRows) slot.Kernel.Update(slot.Arguments, chosen, groups, store);
                else slot.Kernel.Merge(slot.Arguments, chosen, groups, store);
            }
        }
    }

    /// <summary>Takes in a batch whose rows all belong to one group.</summary>
    public void ConsumeAll(ColumnarBatch batch, byte* state, AggregateStore store)
    {
        EvaluateArguments(batch, batch.Selection);
        foreach (var slot in _slots)
        {
            var chosen = slot.Filter == null ? batch.Selection : slot.Filter.Evaluate(batch, batch.Selection);
            if (slot.Item.TakesRows)
            {
                slot.Kernel.UpdateAll(slot.Arguments, chosen, state + slot.Offset, store);
                continue;
            }
            fixed (nint* places = _groups)
            {
                var groups = (byte**)places;
                for (var k = 0; k < chosen.Count; k++) groups[k] = state + slot.Offset;
                slot.Kernel.Merge(slot.Arguments, chosen, groups, store);
            }
        }
    }

    /// <summary>Writes the partial states or values of some groups into <paramref name="output"/> from column <paramref name="firstColumn"/> on.</summary>
    public void Write(byte** states, int count, ColumnVector[] output, int firstColumn, AggregateStore store)
    {
        var at = firstColumn;
        fixed (nint* places = _groups)
        {
            var groups = (byte**)places;
            foreach (var slot in _slots)
            {
                for (var k = 0; k < count; k++) groups[k] = states[k] + slot.Offset;
                if (slot.Item.GivesValues)
                {
                    slot.Kernel.Finish(groups, count, output[at], store);
                    at++;
                }
                else
                {
                    slot.Kernel.WritePartial(groups, count, output[at..(at + slot.Item.Buffer.Count)], store);
                    at += slot.Item.Buffer.Count;
                }
            }
        }
    }

    /// <summary>
    /// Writes for each row of a batch the partial states of a group that has this row alone; false where a call has no way to that but
    /// through states. What it writes may point at the batch.
    /// </summary>
    public bool TryWriteRows(ColumnarBatch batch, ColumnVector[] output, int firstColumn)
    {
        if (Array.Exists(_slots, s => s.Filter != null || !s.Item.TakesRows || s.Item.GivesValues)) return false;
        EvaluateArguments(batch, batch.Selection);
        var at = firstColumn;
        foreach (var slot in _slots)
        {
            if (!slot.Kernel.TryWriteRows(slot.Arguments, batch.Selection, output[at..(at + slot.Item.Buffer.Count)])) return false;
            at += slot.Item.Buffer.Count;
        }
        return true;
    }

    /// <summary>Writes the partial states of some groups, whatever the operator gives in the end.</summary>
    public void WritePartial(byte** states, int count, ColumnVector[] output, int firstColumn, AggregateStore store)
    {
        var at = firstColumn;
        fixed (nint* places = _groups)
        {
            var groups = (byte**)places;
            foreach (var slot in _slots)
            {
                for (var k = 0; k < count; k++) groups[k] = states[k] + slot.Offset;
                slot.Kernel.WritePartial(groups, count, output[at..(at + slot.Item.Buffer.Count)], store);
                at += slot.Item.Buffer.Count;
            }
        }
    }

    /// <summary>The columns that <see cref="Write"/> writes.</summary>
    public static IEnumerable<AttributeReference> OutputColumns(ValueList<AggregateItem> items)
        => items.SelectMany(i => i.GivesValues ? (IEnumerable<AttributeReference>)[i.Result] : i.Buffer);

    private void EvaluateArguments(ColumnarBatch batch, Selection selection)
    {
        var values = _evaluators.Evaluate(batch, selection);
        foreach (var slot in _slots) Array.Copy(values, slot.FirstArgument, slot.Arguments, 0, slot.ArgumentCount);
    }

    private sealed class Slot(AggregateItem item, AggregateKernel kernel, int offset, int firstArgument, int argumentCount, FilterEvaluator? filter)
    {
        public AggregateItem Item => item;
        public AggregateKernel Kernel => kernel;
        public int Offset => offset;
        public int FirstArgument => firstArgument;
        public int ArgumentCount => argumentCount;
        public FilterEvaluator? Filter => filter;
        public ColumnVector[] Arguments { get; set; } = [];
    }
}
