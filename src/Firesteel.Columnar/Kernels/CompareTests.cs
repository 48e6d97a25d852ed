using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Firesteel.Columnar.Kernels;

/// <summary>The six comparisons.</summary>
enum CompareTest : byte { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual }

/// <summary>Algebra of comparisons.</summary>
static class CompareTests
{
    /// <summary>The test with its sides exchanged.</summary>
    public static CompareTest Mirror(this CompareTest test) => test switch
    {
        CompareTest.Less => CompareTest.Greater,
        CompareTest.LessOrEqual => CompareTest.GreaterOrEqual,
        CompareTest.Greater => CompareTest.Less,
        CompareTest.GreaterOrEqual => CompareTest.LessOrEqual,
        _ => test,
    };

    /// <summary>The test that holds where this one does not.</summary>
    public static CompareTest Negate(this CompareTest test) => test switch
    {
        CompareTest.Equal => CompareTest.NotEqual,
        CompareTest.NotEqual => CompareTest.Equal,
        CompareTest.Less => CompareTest.GreaterOrEqual,
        CompareTest.LessOrEqual => CompareTest.Greater,
        CompareTest.Greater => CompareTest.LessOrEqual,
        _ => CompareTest.Less,
    };
}

/// <summary>A comparison as a struct type argument, for single values and for vectors of 32 bytes.</summary>
interface ITest
{
    static abstract bool Apply<T, TOrder>(T a, T b) where T : unmanaged where TOrder : struct, IOrder<T>;
    static abstract Vector256<T> Apply<T>(Vector256<T> a, Vector256<T> b) where T : unmanaged;
}

readonly struct EqualTest : ITest
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Apply<T, TOrder>(T a, T b) where T : unmanaged where TOrder : struct, IOrder<T> => TOrder.Equal(a, b);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Apply<T>(Vector256<T> a, Vector256<T> b) where T : unmanaged => VectorOrder.Equal(a, b);
}

readonly struct NotEqualTest : ITest
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Apply<T, TOrder>(T a, T b) where T : unmanaged where TOrder : struct, IOrder<T> => !TOrder.Equal(a, b);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Apply<T>(Vector256<T> a, Vector256<T> b) where T : unmanaged => ~VectorOrder.Equal(a, b);
}

readonly struct LessTest : ITest
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Apply<T, TOrder>(T a, T b) where T : unmanaged where TOrder : struct, IOrder<T> => TOrder.Less(a, b);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Apply<T>(Vector256<T> a, Vector256<T> b) where T : unmanaged => VectorOrder.Less(a, b);
}

readonly struct LessOrEqualTest : ITest
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Apply<T, TOrder>(T a, T b) where T : unmanaged where TOrder : struct, IOrder<T> => !TOrder.Less(b, a);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Apply<T>(Vector256<T> a, Vector256<T> b) where T : unmanaged => ~VectorOrder.Less(b, a);
}

readonly struct GreaterTest : ITest
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Apply<T, TOrder>(T a, T b) where T : unmanaged where TOrder : struct, IOrder<T> => TOrder.Less(b, a);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Apply<T>(Vector256<T> a, Vector256<T> b) where T : unmanaged => VectorOrder.Less(b, a);
}

readonly struct GreaterOrEqualTest : ITest
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Apply<T, TOrder>(T a, T b) where T : unmanaged where TOrder : struct, IOrder<T> => !TOrder.Less(a, b);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Apply<T>(Vector256<T> a, Vector256<T> b) where T : unmanaged => ~VectorOrder.Less(a, b);
}

/// <summary>SQL's order on vectors: whole numbers as they are, NaN equal to itself and largest.</summary>
static class VectorOrder
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Equal<T>(Vector256<T> a, Vector256<T> b) where T : unmanaged
    {
        var equal = Vector256.Equals(a, b);
        return IsFloating<T>() ? equal | ~(Vector256.Equals(a, a) | Vector256.Equals(b, b)) : equal;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Less<T>(Vector256<T> a, Vector256<T> b) where T : unmanaged
    {
        var less = Vector256.LessThan(a, b);
        return IsFloating<T>() ? less | Vector256.AndNot(Vector256.Equals(a, a), Vector256.Equals(b, b)) : less;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsFloating<T>() => typeof(T) == typeof(double) || typeof(T) == typeof(float);
}
