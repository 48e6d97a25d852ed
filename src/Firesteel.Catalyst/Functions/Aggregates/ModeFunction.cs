using Firesteel.Catalyst.Expressions;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>mode(): the value that is there most often; of several the smallest, where values have an order.</summary>
sealed class ModeFunction : AggregateFunction
{
    public override string Name => "mode";
    public override bool IsOrderSensitive(AggregateCall call) => true;
    public override ValueList<DataType> PartialTypes(AggregateCall call) => [new ArrayType(call.DataType, false), new ArrayType(LongType.Instance, false)];
    public override AggregateKernel CreateKernel(AggregateCall call) => new ModeKernel(call.DataType, (bool?)call.State);

    public override Expression Bind(FunctionCall call)
    {
        var ordered = call.WithinGroup.Count == 1 && call.Arguments.Count == 0;
        if (!ordered) ArgumentChecks.Count(call, 1, 2);
        var value = ordered ? call.WithinGroup[0].Child : call.Arguments[0];
        var largest = ordered && !call.WithinGroup[0].Ascending;
        var isDefinite = false;
        if (call.Arguments.Count == 2 && !Operands.TryConstant(call.Arguments[1], out isDefinite))
            throw call.Arguments[1].DataType is BooleanType ? ArgumentChecks.NotConstant(call.Origin, Operands.Shown(call), "deterministic", BooleanType.Instance, call.Arguments[1])
                : ArgumentChecks.UnexpectedType(call.Origin, Operands.Shown(call), 1, call.Arguments[1], "\"BOOLEAN\"");
        return new AggregateCall(this, [value], value.DataType, true)
        {
            Name = call.Name.ToLowerInvariant(), IsDistinct = call.IsDistinct, Filter = call.Filter, Origin = call.Origin, State = largest,
            Display = ordered || isDefinite ? $"mode() WITHIN GROUP (ORDER BY {value.Sql}{(largest ? "" : " DESC")})" : null,
        };
    }
}

/// <summary>Counts of the distinct values of a group.</summary>
sealed class ValueCounts(CollectedValues values) : IDisposable
{
    public CollectedValues Values => values;
    public List<long> Counts { get; } = [];

    public void Add(ColumnVector vector, int row, long count)
    {
        var place = values.Add(vector, row);
        if (place == Counts.Count) Counts.Add(0);
        Counts[place] += count;
    }

    public void Dispose() => values.Dispose();
}

/// <summary>The kernel of what follows from how often each value is there.</summary>
abstract class CountingKernel(DataType type) : ManagedKernel<ValueCounts>
{
    protected override ValueCounts NewState(AggregateStore store) => new(new CollectedValues(type, store.Allocator, isSet: true));

    protected override void Add(ValueCounts state, ColumnVector[] arguments, int row) => state.Add(arguments[0], row, 1);

    protected override void MergeOne(ValueCounts state, ColumnVector[] partials, int row)
    {
        var counts = ArrayColumns.Read<long>(partials[1], row);
        var flat = ValueComparer.Locate(partials[0], ref row);
        var entry = flat.Get<ListEntry>(row);
        for (var i = 0; i < entry.Length; i++) state.Add(flat.Children[0], entry.Offset + i, counts[i]);
    }

    protected override void WriteOne(ValueCounts? state, ColumnVector[] partials, int row)
    {
        var elements = partials[0].Children[0];
        var start = elements.Count;
        if (state != null) VectorCopy.AppendRange(elements, start, state.Values.Values, 0, state.Values.Count);
        partials[0].Set(row, new ListEntry(start, state?.Values.Count ?? 0));
        ArrayColumns.Write(partials[1], row, state?.Counts ?? []);
    }
}

sealed class ModeKernel(DataType type, bool? largest) : CountingKernel(type)
{
    private readonly bool _isOrdered = Aggregate.IsOrdered(type);

    protected override void FinishOne(ValueCounts? state, ColumnVector result, int row)
    {
        if (state == null || state.Counts.Count == 0) { result.SetNull(row); return; }
        var (best, values) = (0, state.Values.Values);
        for (var i = 1; i < state.Counts.Count; i++)
        {
            if (state.Counts[i] < state.Counts[best]) continue;
            if (state.Counts[i] == state.Counts[best])
            {
                if (!_isOrdered) continue;
                var order = ValueComparer.Compare(values, i, values, best);
                if (largest == true ? order < 0 : order > 0) continue;
            }
            best = i;
        }
        VectorCopy.AppendRow(result, row, values, best);
    }
}
