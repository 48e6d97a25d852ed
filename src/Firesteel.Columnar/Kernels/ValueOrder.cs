using System.Runtime.CompilerServices;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Columnar.Kernels;

/// <summary>The order of one physical type's values; a struct type argument, so that each type compiles to its own loop.</summary>
interface IOrder<T> where T : unmanaged
{
    static abstract int Compare(T a, T b);
    static abstract bool Equal(T a, T b);
    static abstract bool Less(T a, T b);
}

/// <summary>The order of whole numbers, booleans, dates, timestamps and decimals.</summary>
readonly struct NumberOrder<T> : IOrder<T> where T : unmanaged, IComparable<T>, System.Numerics.IComparisonOperators<T, T, bool>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static int Compare(T a, T b) => a < b ? -1 : a > b ? 1 : 0;
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static bool Equal(T a, T b) => a == b;
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static bool Less(T a, T b) => a < b;
}

/// <summary>Floating point as SQL orders it: NaN equals NaN and is the largest, negative zero equals zero.</summary>
readonly struct FloatingOrder<T> : IOrder<T> where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static int Compare(T a, T b) => Less(a, b) ? -1 : Less(b, a) ? 1 : 0;
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static bool Equal(T a, T b) => a == b || T.IsNaN(a) && T.IsNaN(b);
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static bool Less(T a, T b) => a < b || T.IsNaN(b) && !T.IsNaN(a);
}

/// <summary>Text and binary by unsigned bytes.</summary>
readonly struct BytesOrder : IOrder<StringView>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static int Compare(StringView a, StringView b) => a.CompareTo(b);
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static bool Equal(StringView a, StringView b) => a.Equals(b);
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static bool Less(StringView a, StringView b) => a.CompareTo(b) < 0;
}
