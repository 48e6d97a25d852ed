using Firesteel.Catalyst.Expressions;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>Values that may be among the most frequent ones, of which as many as the second argument says are counted. DataFrames call it, so its name begins with a dollar sign.</summary>
sealed class FrequentItemsFunction : AggregateFunction
{
    public const string FunctionName = "$collect_frequent_items";

    public override string Name => FunctionName;
    public override bool IsOrderSensitive(AggregateCall call) => true;
    public override ValueList<DataType> PartialTypes(AggregateCall call) => [call.DataType, new ArrayType(LongType.Instance, false), IntegerType.Instance];
    public override AggregateKernel CreateKernel(AggregateCall call) => new Kernel(((ArrayType)call.DataType).ElementType, (int)call.State!);

    public override Expression Bind(FunctionCall call)
    {
        ArgumentChecks.Count(call, 2, 2);
        var value = call.Arguments[0];
        return new AggregateCall(this, [value], new ArrayType(value.DataType, value.Nullable), false)
        {
            State = (int)((Literal)call.Arguments[1]).Value!, Origin = call.Origin, Display = $"collect_frequent_items({value.Sql}, {call.Arguments[1].Sql}, 0, 0)",
        };
    }

    private sealed class Kernel(DataType type, int most) : ManagedKernel<FrequentItemCounter>
    {
        protected override FrequentItemCounter NewState(AggregateStore store) => new(type, store.Allocator, most);
        protected override bool Takes(ColumnVector[] arguments, int row) => true;
        protected override void Add(FrequentItemCounter state, ColumnVector[] arguments, int row) => state.Add(arguments[0], row, 1);

        protected override void MergeOne(FrequentItemCounter state, ColumnVector[] partials, int row)
        {
            var counts = ArrayColumns.Read<long>(partials[1], row);
            var buckets = partials[2].Get<int>(row);
            var flat = ValueComparer.Locate(partials[0], ref row);
            var entry = flat.Get<ListEntry>(row);
            var received = state.Another(buckets);
            for (var i = 0; i < entry.Length; i++) received.Add(flat.Children[0], entry.Offset + i, counts[i]);
            state.Merge(received);
        }

        protected override void WriteOne(FrequentItemCounter? state, ColumnVector[] partials, int row)
        {
            var counts = new List<long>();
            Write(state, partials[0], row, counts);
            ArrayColumns.Write(partials[1], row, counts);
            partials[2].Set(row, state?.Result.Buckets ?? FrequentItemCounter.FirstBuckets);
        }

        protected override void FinishOne(FrequentItemCounter? state, ColumnVector result, int row) => Write(state, result, row, null);

        private static void Write(FrequentItemCounter? state, ColumnVector target, int row, List<long>? counts)
        {
            var start = target.Children[0].Count;
            state?.Result.Write(target.Children[0], counts);
            target.Set(row, new ListEntry(start, state?.Result.Count ?? 0));
        }
    }
}
