using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>Takes one value into a state; a struct type argument, so that each pair compiles to its own loop.</summary>
interface IStep<TState, TIn> where TState : unmanaged where TIn : unmanaged
{
    static abstract void Add(ref TState state, TIn value);
}

/// <summary>The kernel of an aggregate over one fixed-width argument whose state is a plain struct. Nulls are skipped.</summary>
abstract unsafe class StateKernel<TState, TIn, TStep> : AggregateKernel
    where TState : unmanaged where TIn : unmanaged where TStep : struct, IStep<TState, TIn>
{
    public sealed override int StateSize => (sizeof(TState) + 7) & ~7;

    public override void Initialize(byte* state) => *(TState*)state = default;

    public override void Update(ColumnVector[] arguments, Selection selection, byte** groups, AggregateStore store)
    {
        var input = arguments[0];
        if (input.Physical == PhysicalType.Null) return;
        var nulls = input.Nulls;
        if (input.IsConstant)
        {
            if (input.IsNull(0)) return;
            var value = input.Values<TIn>()[0];
            for (var k = 0; k < selection.Count; k++) TStep.Add(ref *(TState*)groups[k], value);
        }
        else if (input.Encoding == VectorEncoding.Dictionary)
        {
            var values = input.Dictionary!.Values<TIn>();
            var codes = input.Codes;
            for (var k = 0; k < selection.Count; k++)
            {
                var row = selection[k];
                if (nulls == null || nulls[row] == 0) TStep.Add(ref *(TState*)groups[k], values[codes[row]]);
            }
        }
        else
        {
            var values = input.Values<TIn>();
            if (nulls != null)
                for (var k = 0; k < selection.Count; k++)
                {
                    var row = selection[k];
                    if (nulls[row] == 0) TStep.Add(ref *(TState*)groups[k], values[row]);
                }
            else if (selection.IsDense)
                for (var i = 0; i < selection.Count; i++) TStep.Add(ref *(TState*)groups[i], values[i]);
            else
                for (var k = 0; k < selection.Count; k++) TStep.Add(ref *(TState*)groups[k], values[selection.Indices[k]]);
        }
    }

    public override void UpdateAll(ColumnVector[] arguments, Selection selection, byte* state, AggregateStore store)
    {
        var input = arguments[0];
        if (input.Physical == PhysicalType.Null || input.IsConstant && input.IsNull(0)) return;
        var local = *(TState*)state;
        if (input.Encoding != VectorEncoding.Flat || !TryBulk(input, selection, ref local)) Loop(input, selection, ref local);
        *(TState*)state = local;
    }

    /// <summary>Takes in many rows of a flat vector at once where there is a faster way; false where there is none.</summary>
    protected virtual bool TryBulk(ColumnVector flat, Selection selection, ref TState state) => false;

    private static void Loop(ColumnVector input, Selection selection, ref TState state)
    {
        var local = state;
        var nulls = input.IsConstant ? null : input.Nulls;
        if (input.Encoding == VectorEncoding.Dictionary)
        {
            var values = input.Dictionary!.Values<TIn>();
            for (var k = 0; k < selection.Count; k++)
            {
                var row = selection[k];
                if (nulls == null || nulls[row] == 0) TStep.Add(ref local, values[input.Codes[row]]);
            }
        }
        else
        {
            var values = input.Values<TIn>();
            var step = input.IsConstant ? 0 : 1;
            for (var k = 0; k < selection.Count; k++)
            {
                var row = selection[k];
                if (nulls == null || nulls[row] == 0) TStep.Add(ref local, values[row * step]);
            }
        }
        state = local;
    }

    public sealed override void Merge(ColumnVector[] partials, Selection selection, byte** groups, AggregateStore store)
    {
        if (Array.TrueForAll(partials, p => p.Encoding == VectorEncoding.Flat) && TryMergeFlat(partials, selection, groups)) return;
        for (var k = 0; k < selection.Count; k++) MergeOne(ref *(TState*)groups[k], partials, selection[k]);
    }

    public sealed override void WritePartial(byte** groups, int count, ColumnVector[] partials, AggregateStore store)
    {
        foreach (var partial in partials) partial.Reset(count);
        for (var k = 0; k < count; k++) WriteOne(in *(TState*)groups[k], partials, k);
    }

    public sealed override void Finish(byte** groups, int count, ColumnVector result, AggregateStore store)
    {
        result.Reset(count);
        for (var k = 0; k < count; k++) FinishOne(in *(TState*)groups[k], result, k);
    }

    /// <summary>Merges flat vectors where there is a faster way than one by one; false where there is none.</summary>
    protected virtual bool TryMergeFlat(ColumnVector[] partials, Selection selection, byte** groups) => false;

    protected abstract void MergeOne(ref TState state, ColumnVector[] partials, int row);
    protected abstract void WriteOne(in TState state, ColumnVector[] partials, int row);
    protected abstract void FinishOne(in TState state, ColumnVector result, int row);
}
