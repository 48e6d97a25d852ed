using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>min_by and max_by: of two arguments the one value, of three those beside the k smallest or largest.</summary>
sealed class ByFunction(string name, Aggregate single, bool isMax) : AggregateFunction
{
    private const int MostValues = 100_000;

    public override string Name => name;
    public override bool IsOrderSensitive(AggregateCall call) => true;
    public override ValueList<DataType> PartialTypes(AggregateCall call) => [call.DataType, new ArrayType(call.Arguments[1].DataType, false)];
    public override AggregateKernel CreateKernel(AggregateCall call) => new TopByKernel(((ArrayType)call.DataType).ElementType, call.Arguments[1].DataType, isMax, (int)call.State!);

    public override Expression Bind(FunctionCall call)
    {
        if (call.Arguments.Count != 3) return single.Bind(call);
        var shown = Operands.Shown(call);
        var order = call.Arguments[1];
        if (!Aggregate.IsOrdered(order.DataType)) throw ArgumentChecks.NotOrdered(call.Origin, shown, name, order.DataType);
        var number = Operands.Fit(call, 2, TypeClass.Int);
        if (!number.Foldable) throw ArgumentChecks.NotConstant(call.Origin, shown, "k", IntegerType.Instance, call.Arguments[2]);
        var k = ConstantFolding.Evaluate(number).Value as int? ?? 0;
        if (k is < 1 or > MostValues)
            throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE", ("sqlExpr", ArgumentChecks.Quote(shown)), ("exprName", "`k`"), ("valueRange", $"[1, {MostValues}]"), ("currentValue", $"{k}"));
        return new AggregateCall(this, [call.Arguments[0], order], new ArrayType(call.Arguments[0].DataType, true), true)
        {
            Name = name, IsDistinct = call.IsDistinct, Filter = call.Filter, Origin = call.Origin, State = k, Display = shown,
        };
    }
}

/// <summary>Values and what they are ordered by, the best first; of equals the earlier one.</summary>
sealed class RankedRows(DataType type, DataType orderType, MemoryAllocator allocator) : IDisposable
{
    public ColumnVector Values { get; } = new(type, allocator);
    public ColumnVector Orders { get; } = new(orderType, allocator);

    /// <summary>Places of the kept rows in the vectors, in order.</summary>
    public List<int> Places { get; } = [];

    public int Count { get; set; }

    public void Dispose()
    {
        Values.Dispose();
        Orders.Dispose();
    }
}

sealed class TopByKernel(DataType type, DataType orderType, bool isMax, int most) : ManagedKernel<RankedRows>
{
    protected override RankedRows NewState(AggregateStore store) => new(type, orderType, store.Allocator);
    protected override bool Takes(ColumnVector[] arguments, int row) => !ValueComparer.IsNull(arguments[1], row);
    protected override void Add(RankedRows state, ColumnVector[] arguments, int row) => Insert(state, arguments[0], row, arguments[1], row);

    private void Insert(RankedRows state, ColumnVector values, int row, ColumnVector orders, int orderRow)
    {
        var order = ValueComparer.Locate(orders, ref orderRow);
        var (low, high) = (0, state.Places.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var compared = ValueComparer.Compare(order, orderRow, state.Orders, state.Places[middle]);
            if (isMax ? compared > 0 : compared < 0) high = middle; else low = middle + 1;
        }
        if (low >= most) return;
        // A row that falls out leaves its place in the vectors; they are few beside the rows that come.
        VectorCopy.AppendRow(state.Values, state.Count, values, row);
        VectorCopy.AppendRow(state.Orders, state.Count, order, orderRow);
        state.Places.Insert(low, state.Count++);
        if (state.Places.Count > most) state.Places.RemoveAt(most);
    }

    protected override void MergeOne(RankedRows state, ColumnVector[] partials, int row)
    {
        var (at, orderAt) = (row, row);
        if (ValueComparer.IsNull(partials[0], row)) return;
        var (values, orders) = (ValueComparer.Locate(partials[0], ref at), ValueComparer.Locate(partials[1], ref orderAt));
        var (entry, orderEntry) = (values.Get<ListEntry>(at), orders.Get<ListEntry>(orderAt));
        for (var i = 0; i < entry.Length; i++) Insert(state, values.Children[0], entry.Offset + i, orders.Children[0], orderEntry.Offset + i);
    }

    protected override void WriteOne(RankedRows? state, ColumnVector[] partials, int row)
    {
        FinishOne(state, partials[0], row);
        if (state == null) partials[1].SetNull(row); else Write(state, state.Orders, partials[1], row);
    }

    protected override void FinishOne(RankedRows? state, ColumnVector result, int row)
    {
        if (state == null || state.Places.Count == 0) result.SetNull(row); else Write(state, state.Values, result, row);
    }

    private static void Write(RankedRows state, ColumnVector source, ColumnVector target, int row)
    {
        var elements = target.Children[0];
        var start = elements.Count;
        foreach (var place in state.Places) VectorCopy.AppendRange(elements, elements.Count, source, place, 1);
        target.Set(row, new ListEntry(start, state.Places.Count));
    }
}
