using Firesteel.Catalyst.Functions.Aggregates;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Functions.Sketches;

/// <summary>A group's sketch, from the first row on that has anything to tell.</summary>
sealed class Sketched<T>(MemoryAllocator allocator) : IDisposable where T : class
{
    public T? Sketch { get; set; }
    public MemoryAllocator Allocator => allocator;

    /// <summary>Whether the sketch is that of one other stage, as it came.</summary>
    public bool IsAlone { get; set; }

    public void Dispose() => (Sketch as IDisposable)?.Dispose();
}

/// <summary>The kernel of an aggregate whose state is a sketch that travels as its image in bytes.</summary>
abstract class ImageKernel<T> : ManagedKernel<Sketched<T>> where T : class
{
    protected abstract byte[] Write(T sketch);
    protected abstract T Read(ReadOnlySpan<byte> image, MemoryAllocator allocator);

    /// <summary>The two put together, in <paramref name="target"/> or a new one.</summary>
    protected abstract T Merge(T target, T source);

    /// <summary>What the first sketch that comes from another stage becomes when there is a second.</summary>
    protected virtual T Adopt(T source, MemoryAllocator allocator) => source;

    /// <param name="sketch">Null where no row had anything to tell.</param>
    protected abstract void Finish(T? sketch, ColumnVector result, int row);

    protected sealed override Sketched<T> NewState(AggregateStore store) => new(store.Allocator);

    protected sealed override void MergeOne(Sketched<T> state, ColumnVector[] partials, int row)
    {
        if (Columnar.Kernels.ValueComparer.IsNull(partials[0], row)) return;
        var source = Read(partials[0].Get<StringView>(row).Span, state.Allocator);
        if (state.Sketch == null) (state.Sketch, state.IsAlone) = (source, true);
        else
        {
            var target = state.IsAlone ? Adopt(state.Sketch, state.Allocator) : state.Sketch;
            (state.Sketch, state.IsAlone) = (Merge(target, source), false);
        }
    }

    protected sealed override void WriteOne(Sketched<T>? state, ColumnVector[] partials, int row)
    {
        if (state?.Sketch == null) partials[0].SetNull(row); else partials[0].SetString(row, Write(state.Sketch));
    }

    protected sealed override void FinishOne(Sketched<T>? state, ColumnVector result, int row) => Finish(state?.Sketch, result, row);
}
