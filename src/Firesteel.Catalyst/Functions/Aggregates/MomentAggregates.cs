using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>Central moments up to the fourth, kept and merged by the formulas of Spark, so that digits are equal.</summary>
struct Moments
{
    public double N;
    public double Average;
    public double M2;
    public double M3;
    public double M4;

    public void Merge(in Moments other)
    {
        var (n1, n2) = (N, other.N);
        var n = n1 + n2;
        var delta = other.Average - Average;
        var deltaN = n == 0 ? 0 : delta / n;
        var m2 = M2 + other.M2 + delta * deltaN * n1 * n2;
        var m3 = M3 + other.M3 + deltaN * deltaN * delta * n1 * n2 * (n1 - n2) + 3.0 * deltaN * (n1 * other.M2 - n2 * M2);
        var m4 = M4 + other.M4 + deltaN * deltaN * deltaN * delta * n1 * n2 * (n1 * n1 - n1 * n2 + n2 * n2)
            + deltaN * deltaN * 6.0 * (n1 * n1 * other.M2 + n2 * n2 * M2) + 4.0 * deltaN * (n1 * other.M3 - n2 * M3);
        (N, Average, M2, M3, M4) = (n, Average + deltaN * n2, m2, m3, m4);
    }
}

readonly struct MomentStep : IStep<Moments, double>
{
    public static void Add(ref Moments s, double value)
    {
        var n = s.N + 1.0;
        var delta = value - s.Average;
        var deltaN = delta / n;
        var m2 = s.M2 + delta * (delta - deltaN);
        var (delta2, deltaN2) = (delta * delta, deltaN * deltaN);
        var m3 = s.M3 - 3.0 * deltaN * m2 + delta * (delta2 - deltaN2);
        var m4 = s.M4 - 4.0 * deltaN * m3 - 6.0 * deltaN2 * m2 + delta * (delta * delta2 - deltaN * deltaN2);
        (s.N, s.Average, s.M2, s.M3, s.M4) = (n, s.Average + deltaN, m2, m3, m4);
    }
}

/// <summary>What is made of the moments in the end; a struct type argument. NaN bits of null: <c>double?</c>.</summary>
interface IMomentResult { static abstract double? Of(in Moments m); }

readonly struct StandardDeviation : IMomentResult { public static double? Of(in Moments m) => m.N == 0 ? null : Math.Sqrt(m.M2 / m.N); }
readonly struct SampleDeviation : IMomentResult { public static double? Of(in Moments m) => m.N <= 1 ? null : Math.Sqrt(m.M2 / (m.N - 1.0)); }
readonly struct Variance : IMomentResult { public static double? Of(in Moments m) => m.N == 0 ? null : m.M2 / m.N; }
readonly struct SampleVariance : IMomentResult { public static double? Of(in Moments m) => m.N <= 1 ? null : m.M2 / (m.N - 1.0); }
readonly struct Skewness : IMomentResult { public static double? Of(in Moments m) => m.N == 0 || m.M2 == 0 ? null : Math.Sqrt(m.N) * m.M3 / Math.Sqrt(m.M2 * m.M2 * m.M2); }
readonly struct Kurtosis : IMomentResult { public static double? Of(in Moments m) => m.N == 0 || m.M2 == 0 ? null : m.N * m.M4 / (m.M2 * m.M2) - 3.0; }

/// <summary>The kernel of the functions of one column's moments.</summary>
sealed class MomentKernel<TResult> : StateKernel<Moments, double, MomentStep> where TResult : struct, IMomentResult
{
    protected override void MergeOne(ref Moments state, ColumnVector[] p, int row)
        => state.Merge(new Moments { N = p[0].Get<double>(row), Average = p[1].Get<double>(row), M2 = p[2].Get<double>(row), M3 = p[3].Get<double>(row), M4 = p[4].Get<double>(row) });

    protected override void WriteOne(in Moments state, ColumnVector[] p, int row)
    {
        p[0].Set(row, state.N);
        p[1].Set(row, state.Average);
        p[2].Set(row, state.M2);
        p[3].Set(row, state.M3);
        p[4].Set(row, state.M4);
    }

    protected override void FinishOne(in Moments state, ColumnVector result, int row)
    {
        if (TResult.Of(in state) is { } value) result.Set(row, value); else result.SetNull(row);
    }
}

/// <summary>Variances, deviations and what lies beyond them, and the functions of two columns' moments.</summary>
static class MomentAggregates
{
    private static readonly ValueList<DataType> Five = new(Enumerable.Repeat<DataType>(DoubleType.Instance, 5));
    private static readonly ValueList<DataType> Eight = new(Enumerable.Repeat<DataType>(DoubleType.Instance, 8));

    public static void Register(FunctionRegistry registry) => registry.Register(
        One<SampleDeviation>("stddev_samp"), One<SampleDeviation>("stddev"), One<SampleDeviation>("std"), One<StandardDeviation>("stddev_pop"),
        One<SampleVariance>("var_samp"), One<SampleVariance>("variance"), One<Variance>("var_pop"), One<Skewness>("skewness"), One<Kurtosis>("kurtosis"),
        Two<Correlation>("corr"), Two<Covariance>("covar_pop"), Two<SampleCovariance>("covar_samp"),
        new Aggregate("regr_count", [TypeClass.Numeric, TypeClass.Numeric], _ => LongType.Instance, _ => [LongType.Instance], _ => new CountKernel()) { IsNeverNull = true, Empty = _ => Literal.Of(0L) },
        Two<RegressionR2>("regr_r2"), Two<RegressionSlope>("regr_slope"), Two<RegressionIntercept>("regr_intercept"), Two<RegressionSxx>("regr_sxx"), Two<RegressionSyy>("regr_syy"),
        Two<RegressionSxy>("regr_sxy"), Two<RegressionAverageX>("regr_avgx"), Two<RegressionAverageY>("regr_avgy"));

    /// <summary>An aggregate of one column's moments.</summary>
    public static Aggregate One<TResult>(string name) where TResult : struct, IMomentResult
        => new(name, [TypeClass.Double], _ => DoubleType.Instance, _ => Five, _ => new MomentKernel<TResult>()) { OrderMatters = _ => true };

    private static Aggregate Two<TResult>(string name) where TResult : struct, IPairResult
        => new(name, [TypeClass.Double, TypeClass.Double], _ => DoubleType.Instance, _ => Eight, _ => new PairKernel<TResult>()) { OrderMatters = _ => true };
}
