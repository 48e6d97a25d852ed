using System.Numerics;
using System.Runtime.CompilerServices;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>A sum of floating point and how many there were.</summary>
struct DoubleAverage
{
    public double Sum;
    public long Count;
}

readonly struct DoubleAverageStep<T> : IStep<DoubleAverage, T> where T : unmanaged, INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ref DoubleAverage state, T value) { state.Sum += double.CreateTruncating(value); state.Count++; }
}

/// <summary>avg() of whole numbers and floating point.</summary>
sealed class DoubleAverageKernel<T> : StateKernel<DoubleAverage, T, DoubleAverageStep<T>> where T : unmanaged, INumber<T>
{
    protected override void MergeOne(ref DoubleAverage state, ColumnVector[] partials, int row)
    {
        state.Sum += partials[0].Get<double>(row);
        state.Count += partials[1].Get<long>(row);
    }

    protected override void WriteOne(in DoubleAverage state, ColumnVector[] partials, int row)
    {
        partials[0].Set(row, state.Sum);
        partials[1].Set(row, state.Count);
    }

    protected override void FinishOne(in DoubleAverage state, ColumnVector result, int row)
    {
        if (state.Count == 0) result.SetNull(row); else result.Set(row, state.Sum / state.Count);
    }
}

/// <summary>A sum of intervals and how many there were.</summary>
struct IntervalAverage
{
    public WholeSum Sum;
    public long Count;
}

readonly struct IntervalAverageStep<T> : IStep<IntervalAverage, T> where T : unmanaged, IBinaryInteger<T>
{
    public static void Add(ref IntervalAverage state, T value) { state.Sum.Add(long.CreateTruncating(value)); state.Count++; }
}

/// <summary>avg() of intervals, rounded half away from zero.</summary>
sealed class IntervalAverageKernel<T>(AggregateCall call, EvalMode mode) : StateKernel<IntervalAverage, T, IntervalAverageStep<T>> where T : unmanaged, IBinaryInteger<T>
{
    protected override void MergeOne(ref IntervalAverage state, ColumnVector[] partials, int row)
    {
        state.Sum.Add(partials[0].Get<long>(row));
        state.Count += partials[1].Get<long>(row);
        state.Sum.Overflowed |= partials[2].Get<bool>(row);
    }

    protected override void WriteOne(in IntervalAverage state, ColumnVector[] partials, int row)
    {
        partials[0].Set(row, state.Sum.Sum);
        partials[1].Set(row, state.Count);
        partials[2].Set(row, state.Sum.Overflowed);
    }

    protected override void FinishOne(in IntervalAverage state, ColumnVector result, int row)
    {
        if (state.Count == 0) { result.SetNull(row); return; }
        if (state.Sum.Overflowed || result.Physical == PhysicalType.Int32 && state.Sum.Sum != (int)state.Sum.Sum)
        {
            if (mode != EvalMode.Try) throw EvaluationErrors.IntervalOverflow(call.Origin.Context, "try_add");
            result.SetNull(row);
            return;
        }
        var (quotient, rest) = Math.DivRem(state.Sum.Sum, state.Count);
        if (Math.Abs(rest) >= state.Count - Math.Abs(rest)) quotient += Math.Sign(rest);
        if (result.Physical == PhysicalType.Int32) result.Set(row, (int)quotient);
        else result.Set(row, quotient);
    }
}
