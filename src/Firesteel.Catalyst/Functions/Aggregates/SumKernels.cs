using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>A sum of whole numbers.</summary>
struct WholeSum
{
    public long Sum;
    public bool Seen;
    public bool Overflowed;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long value)
    {
        var sum = unchecked(Sum + value);
        Overflowed |= ((Sum ^ sum) & (value ^ sum)) < 0;
        Sum = sum;
        Seen = true;
    }
}

readonly struct WholeSumStep<T> : IStep<WholeSum, T> where T : unmanaged, IBinaryInteger<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ref WholeSum state, T value) => state.Add(long.CreateTruncating(value));
}

/// <summary>sum() of whole numbers and of intervals. Overflow is an error, in try mode null, in legacy mode it wraps.</summary>
sealed unsafe class WholeSumKernel<T>(AggregateCall call, EvalMode mode) : StateKernel<WholeSum, T, WholeSumStep<T>> where T : unmanaged, IBinaryInteger<T>
{
    protected override bool TryBulk(ColumnVector flat, Selection selection, ref WholeSum state)
    {
        if (flat.HasNulls || !selection.IsDense || selection.Count == 0 || !Vector256.IsHardwareAccelerated) return false;
        if (typeof(T) == typeof(long))
        {
            if (!BatchSum.TryOf(flat.Values<long>(), selection.Count, out var sum)) return false;
            state.Add(sum);
            return true;
        }
        if (typeof(T) == typeof(int))
        {
            state.Add(BatchSum.Of(flat.Values<int>(), selection.Count));
            return true;
        }
        return false;
    }

    protected override void MergeOne(ref WholeSum state, ColumnVector[] partials, int row)
    {
        if (partials[0].IsNull(row)) return;
        state.Add(partials[0].Get<long>(row));
        state.Overflowed |= partials[1].Get<bool>(row);
    }

    protected override bool TryMergeFlat(ColumnVector[] partials, Selection selection, byte** groups)
    {
        var sums = partials[0].Values<long>();
        var nulls = partials[0].Nulls;
        var overflowed = partials[1].Values<bool>();
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            if (nulls != null && nulls[row] != 0) continue;
            ref var state = ref *(WholeSum*)groups[k];
            state.Add(sums[row]);
            state.Overflowed |= overflowed[row];
        }
        return true;
    }

    public override bool TryWriteRows(ColumnVector[] arguments, Selection selection, ColumnVector[] partials)
    {
        var input = arguments[0];
        if (input.Encoding != VectorEncoding.Flat || input.Physical == PhysicalType.Null) return false;
        partials[1].Reset(1);
        partials[1].Set(0, false);
        partials[1].MakeConstant();
        if (typeof(T) == typeof(long) && selection.IsDense)
        {
            partials[0].Reference(input);
            return true;
        }
        partials[0].Reset(selection.Count);
        var sums = partials[0].Values<long>();
        var values = input.Values<T>();
        var nulls = input.Nulls;
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            if (nulls == null || nulls[row] == 0) sums[k] = long.CreateTruncating(values[row]);
            else partials[0].SetNull(k);
        }
        return true;
    }

    protected override void WriteOne(in WholeSum state, ColumnVector[] partials, int row)
    {
        if (state.Seen) partials[0].Set(row, state.Sum); else partials[0].SetNull(row);
        partials[1].Set(row, state.Overflowed);
    }

    protected override void FinishOne(in WholeSum state, ColumnVector result, int row)
    {
        var overflowed = state.Overflowed || result.Physical == PhysicalType.Int32 && state.Sum != (int)state.Sum;
        if (overflowed && mode != EvalMode.Legacy)
        {
            if (mode == EvalMode.Ansi)
                throw call.DataType is NumericType ? EvaluationErrors.Overflow(call.Origin.Context, "try_add") : EvaluationErrors.IntervalOverflow(call.Origin.Context, "try_add");
            result.SetNull(row);
        }
        else if (!state.Seen) result.SetNull(row);
        else if (result.Physical == PhysicalType.Int32) result.Set(row, (int)state.Sum);
        else result.Set(row, state.Sum);
    }
}

/// <summary>Sums of dense runs without nulls.</summary>
static unsafe class BatchSum
{
    // Where no value uses more than 47 bits, 32,768 of them cannot leave 64.
    public static bool TryOf(long* values, int count, out long sum)
    {
        var (a, b, seenA, seenB) = (Vector256<long>.Zero, Vector256<long>.Zero, Vector256<long>.Zero, Vector256<long>.Zero);
        var i = 0;
        for (; i <= count - 8; i += 8)
        {
            var (x, y) = (Vector256.Load(values + i), Vector256.Load(values + i + 4));
            a += x;
            b += y;
            // Bits above the 47th differ from the sign where a value is too large.
            seenA |= x ^ (x << 17 >> 17);
            seenB |= y ^ (y << 17 >> 17);
        }
        var large = (seenA | seenB) != Vector256<long>.Zero;
        sum = Vector256.Sum(a + b);
        for (; i < count; i++)
        {
            sum += values[i];
            large |= values[i] != values[i] << 17 >> 17;
        }
        return !large && count <= ColumnarBatch.MaxRows;
    }

    /// <summary>As <see cref="TryOf(long*, int, out long)"/> for 128-bit values that are that small.</summary>
    public static bool TryOf(Int128* values, int count, out long sum)
    {
        var halves = (long*)values;
        var (total, seen) = (0L, 0L);
        for (var i = 0; i < count; i++)
        {
            var (low, high) = (halves[2 * i], halves[2 * i + 1]);
            seen |= high ^ (low << 17 >> 63) | low ^ (low << 17 >> 17);
            total += low;
        }
        sum = total;
        return seen == 0 && count <= ColumnarBatch.MaxRows;
    }

    public static long Of(int* values, int count)
    {
        var (low, high) = (Vector256<long>.Zero, Vector256<long>.Zero);
        var i = 0;
        for (; i <= count - 8; i += 8)
        {
            var (x, y) = Vector256.Widen(Vector256.Load(values + i));
            low += x;
            high += y;
        }
        var sum = Vector256.Sum(low + high);
        for (; i < count; i++) sum += values[i];
        return sum;
    }
}

/// <summary>A sum of floating point, in the order of rows.</summary>
struct DoubleSum
{
    public double Sum;
    public bool Seen;
}

readonly struct DoubleSumStep<T> : IStep<DoubleSum, T> where T : unmanaged, INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ref DoubleSum state, T value) { state.Sum += double.CreateTruncating(value); state.Seen = true; }
}

/// <summary>sum() of float and double.</summary>
sealed class DoubleSumKernel<T> : StateKernel<DoubleSum, T, DoubleSumStep<T>> where T : unmanaged, INumber<T>
{
    protected override void MergeOne(ref DoubleSum state, ColumnVector[] partials, int row)
    {
        if (!partials[0].IsNull(row)) DoubleSumStep<double>.Add(ref state, partials[0].Get<double>(row));
    }

    protected override void WriteOne(in DoubleSum state, ColumnVector[] partials, int row) => FinishOne(in state, partials[0], row);

    protected override void FinishOne(in DoubleSum state, ColumnVector result, int row)
    {
        if (state.Seen) result.Set(row, state.Sum); else result.SetNull(row);
    }
}

/// <summary>A sum of decimals and how many there were.</summary>
struct DecimalSum
{
    public Int128 Sum;
    public long Count;
    public bool Overflowed;

    // On 64-bit halves: what the compiler makes of Int128 costs twice as much.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Add(Int128 value)
    {
        fixed (Int128* sum = &Sum)
        {
            var (mine, other) = ((nint)sum, (nint)(&value));
            var low = ((ulong*)mine)[0] + ((ulong*)other)[0];
            var carry = low < ((ulong*)other)[0] ? 1 : 0;
            var (a, b) = (((long*)mine)[1], ((long*)other)[1]);
            var high = a + b + carry;
            Overflowed |= ((a ^ high) & (b ^ high)) < 0;
            ((ulong*)mine)[0] = low;
            ((long*)mine)[1] = high;
        }
        Count++;
    }
}

readonly struct NarrowDecimalStep : IStep<DecimalSum, long>
{
    // 64-bit values would need more rows than there are to overflow.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ref DecimalSum state, long value) { state.Sum = unchecked(state.Sum + value); state.Count++; }
}

readonly struct WideDecimalStep : IStep<DecimalSum, Int128>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ref DecimalSum state, Int128 value) => state.Add(value);
}

/// <summary>What sum() and avg() of decimals share: the sum in 128 bits and the count.</summary>
abstract unsafe class DecimalSumKernel<T, TStep>(AggregateCall call, EvalMode mode) : StateKernel<DecimalSum, T, TStep> where T : unmanaged where TStep : struct, IStep<DecimalSum, T>
{
    protected AggregateCall Call => call;
    protected EvalMode Mode => mode;

    protected override bool TryBulk(ColumnVector flat, Selection selection, ref DecimalSum state)
    {
        if (flat.HasNulls || !selection.IsDense || selection.Count == 0 || !Vector256.IsHardwareAccelerated) return false;
        long sum;
        if (typeof(T) == typeof(long) ? !BatchSum.TryOf(flat.Values<long>(), selection.Count, out sum) : !BatchSum.TryOf(flat.Values<Int128>(), selection.Count, out sum)) return false;
        state.Sum += sum;
        state.Count += selection.Count;
        return true;
    }

    protected sealed override void MergeOne(ref DecimalSum state, ColumnVector[] partials, int row)
    {
        var count = partials[1].Get<long>(row);
        if (count == 0) return;
        if (partials[0].IsNull(row)) state.Overflowed = true;
        else state.Add(partials[0].Get<Int128>(row));
        state.Count += count - (partials[0].IsNull(row) ? 0 : 1);
    }

    protected sealed override void WriteOne(in DecimalSum state, ColumnVector[] partials, int row)
    {
        if (state.Overflowed) partials[0].SetNull(row); else partials[0].Set(row, state.Sum);
        partials[1].Set(row, state.Count);
    }

    protected void OutOfRange(ColumnVector result, int row, Int128 value, int scale)
    {
        var type = (DecimalType)call.DataType;
        if (mode == EvalMode.Ansi) throw EvaluationErrors.DecimalOutOfRange(EvaluationErrors.Plain(value, scale), type.Precision, type.Scale, call.Origin.Context);
        result.SetNull(row);
    }
}

/// <summary>sum() of decimals.</summary>
sealed class DecimalTotalKernel<T, TStep>(AggregateCall call, EvalMode mode) : DecimalSumKernel<T, TStep>(call, mode) where T : unmanaged where TStep : struct, IStep<DecimalSum, T>
{
    protected override void FinishOne(in DecimalSum state, ColumnVector result, int row)
    {
        var type = (DecimalType)Call.DataType;
        if (state.Count == 0) result.SetNull(row);
        else if (state.Overflowed || !Decimals.Fits(state.Sum, type.Precision)) OutOfRange(result, row, state.Sum, type.Scale);
        else DecimalVectors.Write(result, row, state.Sum);
    }
}

/// <summary>avg() of decimals: the quotient with four more digits after the point.</summary>
sealed class DecimalAverageKernel<T, TStep>(AggregateCall call, EvalMode mode, int scale) : DecimalSumKernel<T, TStep>(call, mode) where T : unmanaged where TStep : struct, IStep<DecimalSum, T>
{
    protected override void FinishOne(in DecimalSum state, ColumnVector result, int row)
    {
        var type = (DecimalType)Call.DataType;
        if (state.Count == 0) result.SetNull(row);
        else if (!state.Overflowed && Decimals.TryDivide(state.Sum, scale, state.Count, 0, type.Precision, type.Scale, out var value)) DecimalVectors.Write(result, row, value);
        else OutOfRange(result, row, state.Overflowed ? 0 : state.Sum / state.Count, scale);
    }
}
