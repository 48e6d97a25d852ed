using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Firesteel.Columnar.Kernels;

/// <summary>An operation on two numbers that wraps on overflow, with a test for it, for values and for vectors.</summary>
interface IArithmetic<T> where T : unmanaged
{
    /// <summary>Whether <see cref="Apply(Vector256{T}, Vector256{T})"/> and its overflow mask exist for the type.</summary>
    static abstract bool IsVectorised { get; }
    static abstract T Apply(T a, T b);
    static abstract bool Overflows(T a, T b, T result);
    static abstract Vector256<T> Apply(Vector256<T> a, Vector256<T> b);
    /// <summary>Sign bit set in lanes that overflowed.</summary>
    static abstract Vector256<T> OverflowMask(Vector256<T> a, Vector256<T> b, Vector256<T> result);
}

readonly struct AddOp<T> : IArithmetic<T> where T : unmanaged, IBinaryInteger<T>
{
    public static bool IsVectorised => true;
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static T Apply(T a, T b) => unchecked(a + b);
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static bool Overflows(T a, T b, T result) => T.IsNegative((a ^ result) & (b ^ result));
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static Vector256<T> Apply(Vector256<T> a, Vector256<T> b) => a + b;
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static Vector256<T> OverflowMask(Vector256<T> a, Vector256<T> b, Vector256<T> result) => (a ^ result) & (b ^ result);
}

readonly struct SubtractOp<T> : IArithmetic<T> where T : unmanaged, IBinaryInteger<T>
{
    public static bool IsVectorised => true;
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static T Apply(T a, T b) => unchecked(a - b);
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static bool Overflows(T a, T b, T result) => T.IsNegative((a ^ b) & (a ^ result));
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static Vector256<T> Apply(Vector256<T> a, Vector256<T> b) => a - b;
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static Vector256<T> OverflowMask(Vector256<T> a, Vector256<T> b, Vector256<T> result) => (a ^ b) & (a ^ result);
}

readonly struct MultiplyOp<T> : IArithmetic<T> where T : unmanaged, IBinaryInteger<T>
{
    public static bool IsVectorised => false;
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static T Apply(T a, T b) => unchecked(a * b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Overflows(T a, T b, T result)
    {
        if (typeof(T) == typeof(long))
        {
            var high = Math.BigMul((long)(object)a, (long)(object)b, out var low);
            return high != low >> 63;
        }
        var wide = long.CreateTruncating(a) * long.CreateTruncating(b);
        return wide != long.CreateTruncating(result);
    }

    public static Vector256<T> Apply(Vector256<T> a, Vector256<T> b) => a * b;
    public static Vector256<T> OverflowMask(Vector256<T> a, Vector256<T> b, Vector256<T> result) => default;
}

readonly struct FloatAddOp<T> : IArithmetic<T> where T : unmanaged, IFloatingPoint<T>
{
    public static bool IsVectorised => true;
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static T Apply(T a, T b) => a + b;
    public static bool Overflows(T a, T b, T result) => false;
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static Vector256<T> Apply(Vector256<T> a, Vector256<T> b) => a + b;
    public static Vector256<T> OverflowMask(Vector256<T> a, Vector256<T> b, Vector256<T> result) => default;
}

readonly struct FloatSubtractOp<T> : IArithmetic<T> where T : unmanaged, IFloatingPoint<T>
{
    public static bool IsVectorised => true;
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static T Apply(T a, T b) => a - b;
    public static bool Overflows(T a, T b, T result) => false;
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static Vector256<T> Apply(Vector256<T> a, Vector256<T> b) => a - b;
    public static Vector256<T> OverflowMask(Vector256<T> a, Vector256<T> b, Vector256<T> result) => default;
}

readonly struct FloatMultiplyOp<T> : IArithmetic<T> where T : unmanaged, IFloatingPoint<T>
{
    public static bool IsVectorised => true;
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static T Apply(T a, T b) => a * b;
    public static bool Overflows(T a, T b, T result) => false;
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static Vector256<T> Apply(Vector256<T> a, Vector256<T> b) => a * b;
    public static Vector256<T> OverflowMask(Vector256<T> a, Vector256<T> b, Vector256<T> result) => default;
}
