using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>
/// Moments of two columns over rows where both have values. X is the first argument and Y the second; each one's second moment is kept by
/// both of Spark's formulas, since their last digits differ.
/// </summary>
struct PairMoments
{
    public double N;
    public double XAverage;
    public double YAverage;
    public double Ck;
    public double XMk;
    public double YMk;
    public double XM2;
    public double YM2;

    public void Add(double x, double y)
    {
        var n = N + 1.0;
        var (dx, dy) = (x - XAverage, y - YAverage);
        var (dxN, dyN) = (dx / n, dy / n);
        var (xAverage, yAverage) = (XAverage + dxN, YAverage + dyN);
        Ck += dx * (y - yAverage);
        XMk += dx * (x - xAverage);
        YMk += dy * (y - yAverage);
        XM2 += dx * (dx - dxN);
        YM2 += dy * (dy - dyN);
        (N, XAverage, YAverage) = (n, xAverage, yAverage);
    }

    public void Merge(in PairMoments other)
    {
        var (n1, n2) = (N, other.N);
        var n = n1 + n2;
        var (dx, dy) = (other.XAverage - XAverage, other.YAverage - YAverage);
        var (dxN, dyN) = n == 0 ? (0, 0) : (dx / n, dy / n);
        Ck = Ck + other.Ck + dx * dyN * n1 * n2;
        XMk = XMk + other.XMk + dx * dxN * n1 * n2;
        YMk = YMk + other.YMk + dy * dyN * n1 * n2;
        XM2 = XM2 + other.XM2 + dx * dxN * n1 * n2;
        YM2 = YM2 + other.YM2 + dy * dyN * n1 * n2;
        (N, XAverage, YAverage) = (n, XAverage + dxN * n2, YAverage + dyN * n2);
    }
}

/// <summary>What is made of two columns' moments in the end.</summary>
interface IPairResult { static abstract double? Of(in PairMoments m); }

readonly struct Correlation : IPairResult { public static double? Of(in PairMoments m) => m.N <= 1 || Math.Sqrt(m.XMk * m.YMk) == 0 ? null : m.Ck / Math.Sqrt(m.XMk * m.YMk); }
readonly struct Covariance : IPairResult { public static double? Of(in PairMoments m) => m.N == 0 ? null : m.Ck / m.N; }
readonly struct SampleCovariance : IPairResult { public static double? Of(in PairMoments m) => m.N <= 1 ? null : m.Ck / (m.N - 1.0); }

// Regressions take the dependent variable first: its moments are X's here.
readonly struct RegressionR2 : IPairResult
{
    public static double? Of(in PairMoments m)
    {
        if (m.YMk == 0) return null;
        if (m.XMk == 0) return 1;
        var r = m.Ck / Math.Sqrt(m.XMk * m.YMk);
        return r * r;
    }
}
readonly struct RegressionSlope : IPairResult { public static double? Of(in PairMoments m) => m.N < 2 || m.YM2 == 0 ? null : m.Ck / m.YM2; }
readonly struct RegressionIntercept : IPairResult { public static double? Of(in PairMoments m) => m.N == 0 || m.YM2 == 0 ? null : m.XAverage - m.Ck / m.YM2 * m.YAverage; }
readonly struct RegressionSxx : IPairResult { public static double? Of(in PairMoments m) => m.N == 0 ? null : m.YM2; }
readonly struct RegressionSyy : IPairResult { public static double? Of(in PairMoments m) => m.N == 0 ? null : m.XM2; }
readonly struct RegressionSxy : IPairResult { public static double? Of(in PairMoments m) => m.N == 0 ? null : m.Ck; }
readonly struct RegressionAverageX : IPairResult { public static double? Of(in PairMoments m) => m.N == 0 ? null : m.YAverage; }
readonly struct RegressionAverageY : IPairResult { public static double? Of(in PairMoments m) => m.N == 0 ? null : m.XAverage; }

/// <summary>The kernel of the functions of two columns' moments.</summary>
sealed unsafe class PairKernel<TResult> : AggregateKernel where TResult : struct, IPairResult
{
    public override int StateSize => sizeof(PairMoments);
    public override void Initialize(byte* state) => *(PairMoments*)state = default;

    public override void Update(ColumnVector[] arguments, Selection selection, byte** groups, AggregateStore store)
    {
        var (x, y) = (arguments[0], arguments[1]);
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            if (!x.IsNull(row) && !y.IsNull(row)) ((PairMoments*)groups[k])->Add(x.Get<double>(row), y.Get<double>(row));
        }
    }

    public override void Merge(ColumnVector[] partials, Selection selection, byte** groups, AggregateStore store)
    {
        PairMoments other = default;
        for (var k = 0; k < selection.Count; k++)
        {
            for (var i = 0; i < 8; i++) ((double*)&other)[i] = partials[i].Get<double>(selection[k]);
            ((PairMoments*)groups[k])->Merge(in other);
        }
    }

    public override void WritePartial(byte** groups, int count, ColumnVector[] partials, AggregateStore store)
    {
        for (var i = 0; i < 8; i++)
        {
            partials[i].Reset(count);
            for (var k = 0; k < count; k++) partials[i].Set(k, ((double*)groups[k])[i]);
        }
    }

    public override void Finish(byte** groups, int count, ColumnVector result, AggregateStore store)
    {
        result.Reset(count);
        for (var k = 0; k < count; k++)
            if (TResult.Of(in *(PairMoments*)groups[k]) is { } value) result.Set(k, value); else result.SetNull(k);
    }
}
