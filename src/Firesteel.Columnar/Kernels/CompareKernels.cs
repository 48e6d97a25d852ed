using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Columnar.Kernels;

/// <summary>
/// Comparison of two vectors of one type, flat or constant, to a selection (rows where both sides are values and the test holds)
/// or to booleans. Dense runs of 4- and 8-byte values go eight rows at a time; selections are written without branches.
/// </summary>
static unsafe class CompareKernels
{
    /// <summary>Writes the selected rows that pass, ascending, and returns how many. May run in place over the selection's own indices.</summary>
    public static int Select(CompareTest test, ColumnVector left, ColumnVector right, Selection selection, ushort* output)
    {
        if (left.IsConstant && !right.IsConstant) return Select(test.Mirror(), right, left, selection, output);
        if (right.IsConstant && right.IsNull(0) || left.IsConstant && left.IsNull(0)) return 0;
        return Dispatch<SelectAction>(test, left, right, selection, (byte*)output);
    }

    /// <summary>Writes 1 or 0 at each selected position; what stands at null rows has no meaning.</summary>
    public static void ToBooleans(CompareTest test, ColumnVector left, ColumnVector right, Selection selection, byte* output)
        => Dispatch<BooleanAction>(test, left, right, selection, output);

    private interface IAction
    {
        static abstract int Run<T, TOrder, TTest>(ColumnVector left, ColumnVector right, Selection selection, byte* output)
            where T : unmanaged where TOrder : struct, IOrder<T> where TTest : struct, ITest;
        static abstract int Nested(CompareTest test, ColumnVector left, ColumnVector right, Selection selection, byte* output);
    }

    private static int Dispatch<TAction>(CompareTest test, ColumnVector left, ColumnVector right, Selection selection, byte* output) where TAction : struct, IAction
        => left.Physical switch
        {
            PhysicalType.Bool => ByTest<TAction, byte, NumberOrder<byte>>(test, left, right, selection, output),
            PhysicalType.Int8 => ByTest<TAction, sbyte, NumberOrder<sbyte>>(test, left, right, selection, output),
            PhysicalType.Int16 => ByTest<TAction, short, NumberOrder<short>>(test, left, right, selection, output),
            PhysicalType.Int32 => ByTest<TAction, int, NumberOrder<int>>(test, left, right, selection, output),
            PhysicalType.Int64 => ByTest<TAction, long, NumberOrder<long>>(test, left, right, selection, output),
            PhysicalType.Int128 => ByTest<TAction, Int128, NumberOrder<Int128>>(test, left, right, selection, output),
            PhysicalType.Float32 => ByTest<TAction, float, FloatingOrder<float>>(test, left, right, selection, output),
            PhysicalType.Float64 => ByTest<TAction, double, FloatingOrder<double>>(test, left, right, selection, output),
            PhysicalType.String => ByTest<TAction, StringView, BytesOrder>(test, left, right, selection, output),
            _ => TAction.Nested(test, left, right, selection, output),
        };

    private static int ByTest<TAction, T, TOrder>(CompareTest test, ColumnVector left, ColumnVector right, Selection selection, byte* output)
        where TAction : struct, IAction where T : unmanaged where TOrder : struct, IOrder<T> => test switch
        {
            CompareTest.Equal => TAction.Run<T, TOrder, EqualTest>(left, right, selection, output),
            CompareTest.NotEqual => TAction.Run<T, TOrder, NotEqualTest>(left, right, selection, output),
            CompareTest.Less => TAction.Run<T, TOrder, LessTest>(left, right, selection, output),
            CompareTest.LessOrEqual => TAction.Run<T, TOrder, LessOrEqualTest>(left, right, selection, output),
            CompareTest.Greater => TAction.Run<T, TOrder, GreaterTest>(left, right, selection, output),
            _ => TAction.Run<T, TOrder, GreaterOrEqualTest>(left, right, selection, output),
        };

    private static bool Holds(CompareTest test, int order) => test switch
    {
        CompareTest.Equal => order == 0,
        CompareTest.NotEqual => order != 0,
        CompareTest.Less => order < 0,
        CompareTest.LessOrEqual => order <= 0,
        CompareTest.Greater => order > 0,
        _ => order >= 0,
    };

    private readonly struct BooleanAction : IAction
    {
        public static int Run<T, TOrder, TTest>(ColumnVector left, ColumnVector right, Selection selection, byte* output)
            where T : unmanaged where TOrder : struct, IOrder<T> where TTest : struct, ITest
        {
            var x = left.Values<T>();
            var y = right.Values<T>();
            if (selection.IsDense && !left.IsConstant && !right.IsConstant)
                for (var i = 0; i < selection.Count; i++) output[i] = TTest.Apply<T, TOrder>(x[i], y[i]) ? (byte)1 : (byte)0;
            else if (selection.IsDense && right.IsConstant && !left.IsConstant)
            {
                var constant = y[0];
                for (var i = 0; i < selection.Count; i++) output[i] = TTest.Apply<T, TOrder>(x[i], constant) ? (byte)1 : (byte)0;
            }
            else
            {
                // Values of null text are undefined pointers: they are skipped, not compared.
                var (stepX, stepY) = (left.IsConstant ? 0 : 1, right.IsConstant ? 0 : 1);
                for (var k = 0; k < selection.Count; k++)
                {
                    var i = selection[k];
                    output[i] = TTest.Apply<T, TOrder>(x[i * stepX], y[i * stepY]) ? (byte)1 : (byte)0;
                }
            }
            return 0;
        }

        public static int Nested(CompareTest test, ColumnVector left, ColumnVector right, Selection selection, byte* output)
        {
            for (var k = 0; k < selection.Count; k++)
            {
                var i = selection[k];
                output[i] = Holds(test, ValueComparer.Compare(left, i, right, i)) ? (byte)1 : (byte)0;
            }
            return 0;
        }
    }

    private readonly struct SelectAction : IAction
    {
        public static int Run<T, TOrder, TTest>(ColumnVector left, ColumnVector right, Selection selection, byte* output)
            where T : unmanaged where TOrder : struct, IOrder<T> where TTest : struct, ITest
        {
            var rows = (ushort*)output;
            var x = left.Values<T>();
            var y = right.Values<T>();
            var leftNulls = left.IsConstant ? null : left.Nulls;
            var rightNulls = right.IsConstant ? null : right.Nulls;
            if (left.IsConstant) return TTest.Apply<T, TOrder>(x[0], y[0]) ? SelectionSets.Copy(selection, rows) : 0;
            var from = 0;
            var count = 0;
            if (selection.IsDense && IsVectorised<T>() && Vector256.IsHardwareAccelerated)
            {
                count = right.IsConstant ? Dense<T, TTest, ConstantSide>(x, y, leftNulls, null, selection.Count & ~7, rows)
                    : Dense<T, TTest, FlatSide>(x, y, leftNulls, rightNulls, selection.Count & ~7, rows);
                from = selection.Count & ~7;
            }
            if (typeof(T) == typeof(StringView) && (leftNulls != null || rightNulls != null))
            {
                for (var k = from; k < selection.Count; k++)
                {
                    var i = selection[k];
                    if (leftNulls != null && leftNulls[i] != 0 || rightNulls != null && rightNulls[i] != 0) continue;
                    rows[count] = (ushort)i;
                    count += TTest.Apply<T, TOrder>(x[i], y[right.IsConstant ? 0 : i]) ? 1 : 0;
                }
                return count;
            }
            if (right.IsConstant)
            {
                var constant = y[0];
                for (var k = from; k < selection.Count; k++)
                {
                    var i = selection[k];
                    rows[count] = (ushort)i;
                    count += (TTest.Apply<T, TOrder>(x[i], constant) ? 1 : 0) & (leftNulls == null ? 1 : leftNulls[i] ^ 1);
                }
                return count;
            }
            for (var k = from; k < selection.Count; k++)
            {
                var i = selection[k];
                rows[count] = (ushort)i;
                var isNull = (leftNulls == null ? 0 : leftNulls[i]) | (rightNulls == null ? 0 : rightNulls[i]);
                count += (TTest.Apply<T, TOrder>(x[i], y[i]) ? 1 : 0) & (isNull ^ 1);
            }
            return count;
        }

        public static int Nested(CompareTest test, ColumnVector left, ColumnVector right, Selection selection, byte* output)
        {
            var rows = (ushort*)output;
            var count = 0;
            for (var k = 0; k < selection.Count; k++)
            {
                var i = selection[k];
                if (left.IsNull(i) || right.IsNull(i)) continue;
                if (Holds(test, ValueComparer.Compare(left, i, right, i))) rows[count++] = (ushort)i;
            }
            return count;
        }
    }

    private interface ISide { static abstract bool IsConstant { get; } }
    private readonly struct FlatSide : ISide { public static bool IsConstant => false; }
    private readonly struct ConstantSide : ISide { public static bool IsConstant => true; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsVectorised<T>() => typeof(T) == typeof(long) || typeof(T) == typeof(double) || typeof(T) == typeof(int) || typeof(T) == typeof(float);

    // Eight rows a step: their pass bits index a table of row offsets, which are stored whole; the count says how many of them stand.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Dense<T, TTest, TSide>(T* x, T* y, byte* leftNulls, byte* rightNulls, int rows, ushort* output)
        where T : unmanaged where TTest : struct, ITest where TSide : struct, ISide
    {
        var constant = TSide.IsConstant ? Vector256.Create(*y) : default;
        var table = CompressTable.Pointer;
        var count = 0;
        for (var i = 0; i < rows; i += 8)
        {
            uint bits;
            if (sizeof(T) == 8)
            {
                var low = TTest.Apply(Vector256.Load(x + i), TSide.IsConstant ? constant : Vector256.Load(y + i));
                var high = TTest.Apply(Vector256.Load(x + i + 4), TSide.IsConstant ? constant : Vector256.Load(y + i + 4));
                bits = low.ExtractMostSignificantBits() | high.ExtractMostSignificantBits() << 4;
            }
            else
                bits = TTest.Apply(Vector256.Load(x + i), TSide.IsConstant ? constant : Vector256.Load(y + i)).ExtractMostSignificantBits();
            if (leftNulls != null) bits &= NotNull(leftNulls + i);
            if (!TSide.IsConstant && rightNulls != null) bits &= NotNull(rightNulls + i);
            var offsets = Vector128.Load(table + bits * 8);
            (offsets + Vector128.Create((ushort)i)).Store(output + count);
            count += BitOperations.PopCount(bits);
        }
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint NotNull(byte* nulls) => Vector128.Equals(Vector128.CreateScalar(*(ulong*)nulls).AsByte(), Vector128<byte>.Zero).ExtractMostSignificantBits() & 0xff;
}
