using Firesteel.Catalyst.Expressions;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions;

/// <summary>
/// A function of many rows. Its state is a fixed number of native bytes a group, which the operator keeps beside the group's key;
/// what does not fit (strings, lists) lies in the <see cref="AggregateStore"/>, and the state points at it.
/// </summary>
abstract class AggregateFunction : FunctionDefinition
{
    public virtual bool CanFail(AggregateCall call) => false;

    /// <summary>Whether the result depends on the order of rows (first, collect_list, sums of floating point): such are merged in input order.</summary>
    public virtual bool IsOrderSensitive(AggregateCall call) => false;

    /// <summary>Whether duplicates change nothing, so that DISTINCT can be dropped.</summary>
    public virtual bool IgnoresDuplicates => false;

    /// <summary>Types of the columns in which a partial state travels between stages.</summary>
    public abstract ValueList<DataType> PartialTypes(AggregateCall call);

    /// <summary>Value over no rows at all, where that is not null (count gives 0); see also the state after <see cref="AggregateKernel.Initialize"/>.</summary>
    public virtual Literal? EmptyValue(AggregateCall call) => null;

    /// <summary>The kernel for one call, one instance a thread.</summary>
    public abstract AggregateKernel CreateKernel(AggregateCall call);
}

/// <summary>
/// Updates the states of one aggregate call. <c>groups[k]</c> is the address of the state for place k of the selection;
/// rows of the same group may follow each other at any distance.
/// </summary>
abstract unsafe class AggregateKernel
{
    /// <summary>Bytes of one state; the operator aligns states to 8 bytes.</summary>
    public abstract int StateSize { get; }

    public abstract void Initialize(byte* state);

    /// <summary>Takes in rows. Arguments are in any encoding; nulls are the kernel's to skip.</summary>
    public abstract void Update(ColumnVector[] arguments, Selection selection, byte** groups, AggregateStore store);

    /// <summary>Takes in rows that all belong to one group; override where a tight loop pays.</summary>
    public virtual void UpdateAll(ColumnVector[] arguments, Selection selection, byte* state, AggregateStore store)
    {
        var groups = stackalloc byte*[256];
        for (var k = 0; k < 256; k++) groups[k] = state;
        var indices = stackalloc ushort[256];
        for (var at = 0; at < selection.Count; at += 256)
        {
            var count = Math.Min(256, selection.Count - at);
            for (var k = 0; k < count; k++) indices[k] = (ushort)selection[at + k];
            Update(arguments, new Selection(indices, count), groups, store);
        }
    }

    /// <summary>Takes in partial states, as <see cref="WritePartial"/> wrote them.</summary>
    public abstract void Merge(ColumnVector[] partials, Selection selection, byte** groups, AggregateStore store);

    /// <summary>Writes states as partial columns, from position 0.</summary>
    public abstract void WritePartial(byte** groups, int count, ColumnVector[] partials, AggregateStore store);

    /// <summary>
    /// Writes for each row the partial state of a group that has this row alone, from position 0; false, with nothing written, where there
    /// is no quicker way than through states. What it writes may point at the arguments.
    /// </summary>
    public virtual bool TryWriteRows(ColumnVector[] arguments, Selection selection, ColumnVector[] partials) => false;

    /// <summary>Writes final values, from position 0.</summary>
    public abstract void Finish(byte** groups, int count, ColumnVector result, AggregateStore store);
}

/// <summary>What the states of one hash table share: an arena for bytes, and managed objects by handle.</summary>
sealed class AggregateStore(MemoryAllocator allocator) : IDisposable
{
    private readonly List<object> _objects = [];

    public ByteArena Arena { get; } = new(allocator);
    public MemoryAllocator Allocator => allocator;

    /// <summary>Keeps an object and returns its handle, from 1; 0 in a state means none yet.</summary>
    public int Add(object value)
    {
        _objects.Add(value);
        return _objects.Count;
    }

    public T Get<T>(int handle) where T : class => (T)_objects[handle - 1];

    public void Dispose()
    {
        Arena.Dispose();
        foreach (var o in _objects) (o as IDisposable)?.Dispose();
        _objects.Clear();
    }
}
