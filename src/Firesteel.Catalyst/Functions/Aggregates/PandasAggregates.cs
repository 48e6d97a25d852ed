using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>Aggregates as pandas defines them, which the pandas API calls by names that SQL does not have.</summary>
static class PandasAggregates
{
    public static void Register(FunctionRegistry registry) => registry.Register(
        MomentAggregates.One<PandasSkewness>("$pandas_skew"), MomentAggregates.One<PandasKurtosis>("$pandas_kurt"),
        new Aggregate("$pandas_product", [TypeClass.Numeric], a => a[0].DataType is IntegralType ? LongType.Instance : DoubleType.Instance,
            _ => [DoubleType.Instance, LongType.Instance, BooleanType.Instance], call => new LogProductKernel(call.DataType is LongType))
        { IsNeverNull = true, OrderMatters = _ => true, Empty = call => call.DataType is LongType ? Literal.Of(1L) : Literal.Of(1.0) },
        new Aggregate("$pandas_mode", [TypeClass.Any], a => new ArrayType(a[0].DataType, false),
            call => [call.DataType, new ArrayType(LongType.Instance, false)], call => new ModesKernel(((ArrayType)call.DataType).ElementType))
        { IsNeverNull = true, OrderMatters = _ => true, Empty = call => new Literal(new NestedValue([]), call.DataType) });

    // What is so small is what rounding has left of nothing.
    internal static double WithoutNoise(double value) => Math.Abs(value) < 1e-14 ? 0 : value;
}

/// <summary>Skewness corrected for the size of the sample.</summary>
readonly struct PandasSkewness : IMomentResult
{
    public static double? Of(in Moments m)
    {
        if (m.N < 3) return null;
        var (m2, m3) = (PandasAggregates.WithoutNoise(m.M2), PandasAggregates.WithoutNoise(m.M3));
        return m2 == 0 ? 0 : Math.Sqrt(m.N - 1) * m.N / (m.N - 2) * m3 / Math.Sqrt(m2 * m2 * m2);
    }
}

/// <summary>Kurtosis, of which a normal distribution has none, corrected for the size of the sample.</summary>
readonly struct PandasKurtosis : IMomentResult
{
    public static double? Of(in Moments m)
    {
        var n = m.N;
        if (n < 4) return null;
        var numerator = PandasAggregates.WithoutNoise(n * (n + 1) * (n - 1) * m.M4);
        var denominator = PandasAggregates.WithoutNoise((n - 2) * (n - 3) * m.M2 * m.M2);
        return denominator == 0 ? 0 : numerator / denominator - 3 * (n - 1) * (n - 1) / ((n - 2) * (n - 3));
    }
}

/// <summary>What a product by logarithms is made of.</summary>
sealed class LogProduct
{
    public double Logarithms { get; set; }
    public long Negatives { get; set; }
    public bool HasZero { get; set; }

    public void Multiply(double factor)
    {
        if (factor == 0)
        {
            HasZero = true;
            return;
        }
        if (factor < 0) Negatives++;
        Logarithms += Math.Log(Math.Abs(factor));
    }

    public double Value => HasZero ? 0 : Negatives % 2 == 0 ? Math.Exp(Logarithms) : -Math.Exp(Logarithms);
}

/// <summary>A product by logarithms, as Spark computes pandas' one: 1 over no rows.</summary>
sealed class LogProductKernel(bool isWhole) : ManagedKernel<LogProduct>
{
    protected override LogProduct NewState(AggregateStore store) => new();

    protected override void Add(LogProduct state, ColumnVector[] arguments, int row) => state.Multiply(NumberColumns.ToDouble(arguments[0], arguments[0].Position(row)));

    protected override void MergeOne(LogProduct state, ColumnVector[] partials, int row)
    {
        state.Logarithms += partials[0].Get<double>(row);
        state.Negatives += partials[1].Get<long>(row);
        state.HasZero |= partials[2].Get<byte>(row) != 0;
    }

    protected override void WriteOne(LogProduct? state, ColumnVector[] partials, int row)
    {
        partials[0].Set(row, state?.Logarithms ?? 0.0);
        partials[1].Set(row, state?.Negatives ?? 0L);
        partials[2].Set(row, (byte)(state?.HasZero == true ? 1 : 0));
    }

    protected override void FinishOne(LogProduct? state, ColumnVector result, int row)
    {
        var value = state?.Value ?? 1;
        if (isWhole) result.Set(row, (long)Math.Round(value)); else result.Set(row, value);
    }
}

/// <summary>All values that are there most often, in the order in which they came.</summary>
sealed class ModesKernel(DataType type) : CountingKernel(type)
{
    protected override void FinishOne(ValueCounts? state, ColumnVector result, int row)
    {
        var elements = result.Children[0];
        var (start, count) = (elements.Count, 0);
        var most = state == null ? 0 : state.Counts.DefaultIfEmpty().Max();
        for (var i = 0; state != null && i < state.Counts.Count; i++)
        {
            if (state.Counts[i] < most) continue;
            VectorCopy.AppendRow(elements, start + count, state.Values.Values, i);
            count++;
        }
        result.Set(row, new ListEntry(start, count));
    }
}
