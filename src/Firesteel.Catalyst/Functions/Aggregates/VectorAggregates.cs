using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>vector_sum and vector_avg: arrays of floats added place by place. Arrays with a null in them are left out.</summary>
static class VectorAggregates
{
    private static readonly TypeClass Floats = new TypeClass.Strictly(TypeClass.ArrayOf(FloatType.Instance));
    private static readonly ArrayType Result = new(FloatType.Instance, false);

    public static void Register(FunctionRegistry registry) => registry.Register(Over("vector_sum", isMean: false), Over("vector_avg", isMean: true));

    private static Aggregate Over(string name, bool isMean)
        => new(name, [Floats], _ => Result, _ => [Result, LongType.Instance], call => new VectorKernel(name, isMean, call)) { OrderMatters = _ => true, ThrowsWhen = _ => true };
}

/// <summary>The sum or the mean of vectors so far.</summary>
sealed class VectorState
{
    public float[] Values { get; set; } = [];
    public long Count { get; set; }
}

sealed class VectorKernel(string name, bool isMean, AggregateCall call) : ManagedKernel<VectorState>
{
    protected override VectorState NewState(AggregateStore store) => new();

    protected override bool Takes(ColumnVector[] arguments, int row)
    {
        if (!base.Takes(arguments, row)) return false;
        var flat = ValueComparer.Locate(arguments[0], ref row);
        var entry = flat.Get<ListEntry>(row);
        for (var i = 0; i < entry.Length; i++)
            if (flat.Children[0].IsNull(entry.Offset + i)) return false;
        return true;
    }

    protected override void Add(VectorState state, ColumnVector[] arguments, int row) => Merge(state, ArrayColumns.Read<float>(arguments[0], row), 1);

    protected override void MergeOne(VectorState state, ColumnVector[] partials, int row)
    {
        if (!ValueComparer.IsNull(partials[0], row)) Merge(state, ArrayColumns.Read<float>(partials[0], row), partials[1].Get<long>(row));
    }

    private void Merge(VectorState state, ReadOnlySpan<float> values, long count)
    {
        if (state.Count == 0)
        {
            (state.Values, state.Count) = (values.ToArray(), count);
            return;
        }
        if (values.Length != state.Values.Length)
            throw new SparkRuntimeException("VECTOR_DIMENSION_MISMATCH", new Dictionary<string, string>
            {
                ["functionName"] = $"`{name}`", ["leftDim"] = $"{state.Values.Length}", ["rightDim"] = $"{values.Length}",
            }, call.Origin.Context);
        state.Count += count;
        // The mean moves by each vector's share, so that it never grows beyond what it is of.
        for (var i = 0; i < values.Length; i++)
            state.Values[i] = isMean ? state.Values[i] + (values[i] - state.Values[i]) * ((float)count / state.Count) : state.Values[i] + values[i];
    }

    protected override void WriteOne(VectorState? state, ColumnVector[] partials, int row)
    {
        FinishOne(state, partials[0], row);
        partials[1].Set(row, state?.Count ?? 0);
    }

    protected override void FinishOne(VectorState? state, ColumnVector result, int row)
    {
        if (state == null || state.Count == 0) result.SetNull(row); else ArrayColumns.Write(result, row, state.Values);
    }
}
