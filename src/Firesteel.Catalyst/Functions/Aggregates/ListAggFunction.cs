using System.Buffers;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>listagg(): texts of a group joined by a delimiter. Arguments of the bound call are the text and the keys that order it.</summary>
sealed class ListAggFunction : AggregateFunction
{
    /// <summary>What the kernel must know; compares by value.</summary>
    internal sealed record Joining(BinaryValue Delimiter, ValueList<SortDirection> Order);

    public override string Name => "listagg";
    public override ValueList<string> Aliases => ["string_agg"];
    public override bool IsOrderSensitive(AggregateCall call) => true;
    public override ValueList<DataType> PartialTypes(AggregateCall call) => new(call.Arguments.Select(a => new ArrayType(a.DataType)));
    public override AggregateKernel CreateKernel(AggregateCall call) => new ListAggKernel(call.Arguments.Select(a => a.DataType).ToArray(), (Joining)call.State!);

    public override Expression Bind(FunctionCall call)
    {
        ArgumentChecks.Count(call, 1, 2);
        var expected = TypeClass.OneOf(TypeClass.AnyString, TypeClass.Binary);
        var text = TypeCoercion.ImplicitCast(call.Arguments[0], expected, call.Session.Ansi, call.Session.TimeZone)
            ?? throw ArgumentChecks.UnexpectedType(call.Origin, Operands.Shown(call), 0, call.Arguments[0], expected.Sql);
        var delimiter = call.Arguments.Count == 2 ? call.Arguments[1] : Literal.NullOf(NullType.Instance);
        if (!delimiter.Foldable) throw ArgumentChecks.NotConstant(call.Origin, Operands.Shown(call), "delimiter", delimiter.DataType, delimiter);
        var bytes = Expressions.Evaluation.ConstantFolding.Evaluate(delimiter, call.Session.TimeZone).Value switch
        {
            null => new BinaryValue([]),
            string s => new BinaryValue(System.Text.Encoding.UTF8.GetBytes(s)),
            BinaryValue b => b,
            _ => throw ArgumentChecks.UnexpectedType(call.Origin, Operands.Shown(call), 1, delimiter, expected.Sql),
        };
        var order = new ValueList<SortDirection>(call.WithinGroup.Select(o => new SortDirection(o.Ascending, o.NullsFirst)));
        return new AggregateCall(this, [text, .. call.WithinGroup.Select(o => o.Child)], text.DataType, true)
        {
            Name = call.Name.ToLowerInvariant(), IsDistinct = call.IsDistinct, Filter = call.Filter, Origin = call.Origin, State = new Joining(bytes, order),
            Display = $"{call.Name.ToLowerInvariant()}({(call.IsDistinct ? "DISTINCT " : "")}{call.Arguments[0].Sql}, {delimiter.Sql})"
                + (call.WithinGroup.Count == 0 ? "" : $" WITHIN GROUP (ORDER BY {string.Join(", ", call.WithinGroup.Select(o => o.Sql))})"),
        };
    }
}

/// <summary>The rows of a group, in columns.</summary>
sealed class KeptRows(DataType[] types, MemoryAllocator allocator) : IDisposable
{
    public ColumnVector[] Columns { get; } = types.Select(t => new ColumnVector(t, allocator)).ToArray();
    public int Count { get; set; }
    public void Dispose() { foreach (var column in Columns) column.Dispose(); }
}

sealed class ListAggKernel(DataType[] types, ListAggFunction.Joining joining) : ManagedKernel<KeptRows>
{
    private readonly RowComparer _comparer = new([.. joining.Order]);

    protected override KeptRows NewState(AggregateStore store) => new(types, store.Allocator);

    protected override void Add(KeptRows state, ColumnVector[] arguments, int row)
    {
        for (var c = 0; c < types.Length; c++) VectorCopy.AppendRow(state.Columns[c], state.Count, arguments[c], row);
        state.Count++;
    }

    protected override void MergeOne(KeptRows state, ColumnVector[] partials, int row)
    {
        var added = 0;
        for (var c = 0; c < types.Length; c++)
        {
            var at = row;
            var flat = ValueComparer.Locate(partials[c], ref at);
            var entry = flat.Get<ListEntry>(at);
            VectorCopy.AppendRange(state.Columns[c], state.Count, flat.Children[0], entry.Offset, entry.Length);
            added = entry.Length;
        }
        state.Count += added;
    }

    protected override void WriteOne(KeptRows? state, ColumnVector[] partials, int row)
    {
        for (var c = 0; c < types.Length; c++)
        {
            var elements = partials[c].Children[0];
            var start = elements.Count;
            if (state != null) VectorCopy.AppendRange(elements, start, state.Columns[c], 0, state.Count);
            partials[c].Set(row, new ListEntry(start, state?.Count ?? 0));
        }
    }

    protected override void FinishOne(KeptRows? state, ColumnVector result, int row)
    {
        if (state == null || state.Count == 0) { result.SetNull(row); return; }
        var places = Enumerable.Range(0, state.Count).ToArray();
        if (types.Length > 1)
        {
            var keys = state.Columns[1..];
            places = [.. places.Order(Comparer<int>.Create((a, b) => _comparer.Compare(keys, a, keys, b)))];
        }
        var buffer = new ArrayBufferWriter<byte>();
        for (var i = 0; i < places.Length; i++)
        {
            if (i > 0) buffer.Write(joining.Delimiter.Bytes);
            buffer.Write(state.Columns[0].Get<StringView>(places[i]).Span);
        }
        result.SetString(row, buffer.WrittenSpan);
    }
}
