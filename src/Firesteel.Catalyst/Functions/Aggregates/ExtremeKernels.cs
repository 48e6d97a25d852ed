using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>The smallest or largest value so far.</summary>
struct Extreme<T> where T : unmanaged
{
    public T Value;
    public bool Seen;
}

readonly struct MinStep<T, TOrder> : IStep<Extreme<T>, T> where T : unmanaged where TOrder : struct, IOrder<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ref Extreme<T> state, T value)
    {
        if (state.Seen && !TOrder.Less(value, state.Value)) return;
        state.Value = value;
        state.Seen = true;
    }
}

readonly struct MaxStep<T, TOrder> : IStep<Extreme<T>, T> where T : unmanaged where TOrder : struct, IOrder<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ref Extreme<T> state, T value)
    {
        if (state.Seen && !TOrder.Less(state.Value, value)) return;
        state.Value = value;
        state.Seen = true;
    }
}

/// <summary>min() and max() of fixed-width values.</summary>
sealed unsafe class ExtremeKernel<T, TStep> : StateKernel<Extreme<T>, T, TStep> where T : unmanaged where TStep : struct, IStep<Extreme<T>, T>
{
    // Reduces the lanes first; whole numbers only, whose vector order is SQL's.
    protected override bool TryBulk(ColumnVector flat, Selection selection, ref Extreme<T> state)
    {
        if (flat.HasNulls || !selection.IsDense || selection.Count < 32 || !Vector256.IsHardwareAccelerated || typeof(T) != typeof(long) && typeof(T) != typeof(int)) return false;
        var values = flat.Values<T>();
        var low = Vector256.Load(values);
        var high = low;
        var i = Vector256<T>.Count;
        for (; i <= selection.Count - Vector256<T>.Count; i += Vector256<T>.Count)
        {
            var x = Vector256.Load(values + i);
            low = Vector256.Min(low, x);
            high = Vector256.Max(high, x);
        }
        for (var lane = 0; lane < Vector256<T>.Count; lane++)
        {
            TStep.Add(ref state, low[lane]);
            TStep.Add(ref state, high[lane]);
        }
        for (; i < selection.Count; i++) TStep.Add(ref state, values[i]);
        return true;
    }

    protected override void MergeOne(ref Extreme<T> state, ColumnVector[] partials, int row)
    {
        if (!partials[0].IsNull(row)) TStep.Add(ref state, partials[0].Get<T>(row));
    }

    protected override void WriteOne(in Extreme<T> state, ColumnVector[] partials, int row) => FinishOne(in state, partials[0], row);

    protected override void FinishOne(in Extreme<T> state, ColumnVector result, int row)
    {
        if (state.Seen) result.Set(row, state.Value); else result.SetNull(row);
    }
}

/// <summary>min() and max() of text and nested values.</summary>
sealed unsafe class SlotExtremeKernel(DataType type, bool isMax) : AggregateKernel
{
    private readonly ValueSlots _slots = new(type);

    public override int StateSize => ValueSlots.Size;
    public override void Initialize(byte* state) => _slots.Clear(state);

    public override void Update(ColumnVector[] arguments, Selection selection, byte** groups, AggregateStore store)
    {
        var input = arguments[0];
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            if (ValueComparer.IsNull(input, row)) continue;
            var order = _slots.IsSet(groups[k]) ? _slots.Compare(input, row, groups[k], store) : isMax ? 1 : -1;
            if (isMax ? order > 0 : order < 0) _slots.Store(groups[k], input, row, store);
        }
    }

    public override void Merge(ColumnVector[] partials, Selection selection, byte** groups, AggregateStore store) => Update(partials, selection, groups, store);

    public override void WritePartial(byte** groups, int count, ColumnVector[] partials, AggregateStore store) => Finish(groups, count, partials[0], store);

    public override void Finish(byte** groups, int count, ColumnVector result, AggregateStore store)
    {
        result.Reset(count);
        for (var k = 0; k < count; k++) _slots.Load(groups[k], result, k, store);
    }
}
