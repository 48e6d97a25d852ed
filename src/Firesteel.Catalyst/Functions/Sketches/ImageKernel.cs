using Firesteel.Catalyst.Functions.Aggregates;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Functions.Sketches;

/// <summary>A group's sketch, from the first row on that has anything to tell.</summary>
sealed class Sketched<T> where T : class
{
    public T? Sketch { get; set; }
}

/// <summary>The kernel of an aggregate whose state is a sketch that travels as its image in bytes.</summary>
abstract class ImageKernel<T> : ManagedKernel<Sketched<T>> where T : class
{
    protected abstract byte[] Write(T sketch);
    protected abstract T Read(ReadOnlySpan<byte> image);

    /// <summary>The two put together, in <paramref name="target"/> or a new one.</summary>
    protected abstract T Merge(T target, T source);

    /// <param name="sketch">Null where no row had anything to tell.</param>
    protected abstract void Finish(T? sketch, ColumnVector result, int row);

    protected sealed override Sketched<T> NewState(AggregateStore store) => new();

    protected sealed override void MergeOne(Sketched<T> state, ColumnVector[] partials, int row)
    {
        if (Columnar.Kernels.ValueComparer.IsNull(partials[0], row)) return;
        var source = Read(partials[0].Get<StringView>(row).Span);
        state.Sketch = state.Sketch == null ? source : Merge(state.Sketch, source);
    }

    protected sealed override void WriteOne(Sketched<T>? state, ColumnVector[] partials, int row)
    {
        if (state?.Sketch == null) partials[0].SetNull(row); else partials[0].SetString(row, Write(state.Sketch));
    }

    protected sealed override void FinishOne(Sketched<T>? state, ColumnVector result, int row) => Finish(state?.Sketch, result, row);
}
