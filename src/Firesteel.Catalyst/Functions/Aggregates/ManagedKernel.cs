using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>The kernel of an aggregate whose state is a managed object, made when its group gets its first row.</summary>
abstract unsafe class ManagedKernel<TState> : AggregateKernel where TState : class
{
    public sealed override int StateSize => sizeof(long);
    public sealed override void Initialize(byte* state) => *(long*)state = 0;

    protected abstract TState NewState(AggregateStore store);

    /// <summary>Takes in one row.</summary>
    protected abstract void Add(TState state, ColumnVector[] arguments, int row);

    /// <summary>Whether a row counts at all.</summary>
    protected virtual bool Takes(ColumnVector[] arguments, int row) => !Columnar.Kernels.ValueComparer.IsNull(arguments[0], row);

    protected abstract void MergeOne(TState state, ColumnVector[] partials, int row);
    protected abstract void WriteOne(TState? state, ColumnVector[] partials, int row);

    /// <param name="state">Null for a group that no row reached.</param>
    protected abstract void FinishOne(TState? state, ColumnVector result, int row);

    public sealed override void Update(ColumnVector[] arguments, Selection selection, byte** groups, AggregateStore store)
    {
        for (var k = 0; k < selection.Count; k++)
            if (Takes(arguments, selection[k])) Add(Of(groups[k], store), arguments, selection[k]);
    }

    public sealed override void Merge(ColumnVector[] partials, Selection selection, byte** groups, AggregateStore store)
    {
        for (var k = 0; k < selection.Count; k++) MergeOne(Of(groups[k], store), partials, selection[k]);
    }

    public sealed override void WritePartial(byte** groups, int count, ColumnVector[] partials, AggregateStore store)
    {
        foreach (var partial in partials) partial.Reset(count);
        for (var k = 0; k < count; k++) WriteOne(Existing(groups[k], store), partials, k);
    }

    public sealed override void Finish(byte** groups, int count, ColumnVector result, AggregateStore store)
    {
        result.Reset(count);
        for (var k = 0; k < count; k++) FinishOne(Existing(groups[k], store), result, k);
    }

    private TState Of(byte* state, AggregateStore store)
    {
        if (*(int*)state == 0) *(int*)state = store.Add(NewState(store));
        return store.Get<TState>(*(int*)state);
    }

    private static TState? Existing(byte* state, AggregateStore store) => *(int*)state == 0 ? null : store.Get<TState>(*(int*)state);
}

/// <summary>Lists of fixed-width values between managed memory and array vectors.</summary>
static class ArrayColumns
{
    public static void Write<T>(ColumnVector array, int row, IReadOnlyList<T> values) where T : unmanaged
    {
        var elements = array.Children[0];
        var start = elements.Count;
        elements.EnsureCapacity(start + values.Count);
        for (var i = 0; i < values.Count; i++) elements.Set(start + i, values[i]);
        elements.Count = start + values.Count;
        array.Set(row, new ListEntry(start, values.Count));
    }

    public static ReadOnlySpan<T> Read<T>(ColumnVector array, int row) where T : unmanaged
    {
        var flat = Columnar.Kernels.ValueComparer.Locate(array, ref row);
        var entry = flat.Get<ListEntry>(row);
        unsafe { return new ReadOnlySpan<T>(flat.Children[0].Values<T>() + entry.Offset, entry.Length); }
    }
}
