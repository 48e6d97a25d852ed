using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>Aggregates that keep the values themselves.</summary>
static class CollectAggregates
{
    public static void Register(FunctionRegistry registry) => registry.Register(Collect("collect_list", isSet: false, "array_agg"), Collect("collect_set", isSet: true), Union);

    private static readonly Aggregate Union = new("collect_union", [new TypeClass.Strictly(TypeClass.Array)], a => new ArrayType(((ArrayType)a[0].DataType).ElementType, false), call => [call.DataType],
        call => new CollectKernel(((ArrayType)call.DataType).ElementType, isSet: true, isUnion: true))
    {
        IsNeverNull = true,
        DuplicatesDoNotMatter = true,
        OrderMatters = _ => true,
        Empty = call => new Literal(new NestedValue([]), call.DataType),
    };

    private static Aggregate Collect(string name, bool isSet, params string[] aliases)
        => new(name, [TypeClass.Any], a => new ArrayType(a[0].DataType, false), call => [call.DataType], call => new CollectKernel(call.Arguments[0].DataType, isSet))
        {
            As = aliases,
            Text = call => aliases.Contains(call.Name.ToLowerInvariant()) ? $"{name}({(call.IsDistinct ? "DISTINCT " : "")}{string.Join(", ", call.Arguments.Select(a => a.Sql))})" : null,
            IsNeverNull = true,
            DuplicatesDoNotMatter = isSet,
            OrderMatters = _ => true,
            Empty = call => new Literal(new NestedValue([]), call.DataType),
        };
}

/// <summary>Values of one group in the order in which they came; as a set also their places by hash.</summary>
sealed unsafe class CollectedValues(DataType type, MemoryAllocator allocator, bool isSet) : IDisposable
{
    private readonly Dictionary<ulong, List<int>> _places = [];

    public ColumnVector Values { get; } = new(type, allocator);
    public int Count { get; private set; }

    /// <summary>Adds a value that is not null; its place, or that of an equal one that the set has.</summary>
    public int Add(ColumnVector vector, int row)
    {
        var flat = ValueComparer.Locate(vector, ref row);
        List<int>? places = null;
        if (isSet)
        {
            var hash = KeyHash.HashOne(flat, row);
            if (!_places.TryGetValue(hash, out places)) _places[hash] = places = [];
            foreach (var place in places)
                if (ValueComparer.Equal(Values, place, flat, row)) return place;
        }
        VectorCopy.AppendRange(Values, Count, flat, row, 1);
        places?.Add(Count);
        return Count++;
    }

    public void Dispose() => Values.Dispose();
}

/// <summary>collect_list, collect_set and, of the elements of arrays, collect_union; nulls are left out.</summary>
sealed unsafe class CollectKernel(DataType type, bool isSet, bool isUnion = false) : AggregateKernel
{
    public override int StateSize => sizeof(long);
    public override void Initialize(byte* state) => *(long*)state = 0;

    private CollectedValues Of(byte* state, AggregateStore store)
    {
        if (*(int*)state == 0) *(int*)state = store.Add(new CollectedValues(type, store.Allocator, isSet));
        return store.Get<CollectedValues>(*(int*)state);
    }

    public override void Update(ColumnVector[] arguments, Selection selection, byte** groups, AggregateStore store)
    {
        if (isUnion)
        {
            Merge(arguments, selection, groups, store);
            return;
        }
        for (var k = 0; k < selection.Count; k++)
            if (!ValueComparer.IsNull(arguments[0], selection[k])) Of(groups[k], store).Add(arguments[0], selection[k]);
    }

    public override void Merge(ColumnVector[] partials, Selection selection, byte** groups, AggregateStore store)
    {
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            if (ValueComparer.IsNull(partials[0], row)) continue;
            var flat = ValueComparer.Locate(partials[0], ref row);
            var entry = flat.Get<ListEntry>(row);
            for (var i = 0; i < entry.Length; i++)
                if (!ValueComparer.IsNull(flat.Children[0], entry.Offset + i)) Of(groups[k], store).Add(flat.Children[0], entry.Offset + i);
        }
    }

    public override void WritePartial(byte** groups, int count, ColumnVector[] partials, AggregateStore store) => Finish(groups, count, partials[0], store);

    public override void Finish(byte** groups, int count, ColumnVector result, AggregateStore store)
    {
        result.Reset(count);
        var elements = result.Children[0];
        for (var k = 0; k < count; k++)
        {
            var start = elements.Count;
            var values = *(int*)groups[k] == 0 ? null : store.Get<CollectedValues>(*(int*)groups[k]);
            if (values != null) VectorCopy.AppendRange(elements, start, values.Values, 0, values.Count);
            result.Set(k, new ListEntry(start, values?.Count ?? 0));
        }
    }
}
