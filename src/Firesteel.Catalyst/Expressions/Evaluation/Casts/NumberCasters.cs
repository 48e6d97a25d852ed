using System.Numerics;
using System.Runtime.CompilerServices;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation.Casts;

/// <summary>Conversion of one number or boolean to another: false where it does not fit.</summary>
interface INumberCast<TFrom, TTo> where TFrom : unmanaged where TTo : unmanaged
{
    static abstract bool TryApply(TFrom value, out TTo result);
    /// <summary>What legacy mode gives where the value does not fit.</summary>
    static abstract TTo Wrap(TFrom value);
    static abstract bool CanFail { get; }
}

/// <summary>Casts between fixed-width values.</summary>
sealed unsafe class NumberCaster<TFrom, TTo, TOp>(Cast cast, DataType from, DataType to) : Caster(cast, from, to)
    where TFrom : unmanaged where TTo : unmanaged where TOp : struct, INumberCast<TFrom, TTo>
{
    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        var value = flat.Values<TFrom>()[at];
        if (TOp.TryApply(value, out var converted)) { result.Set(row, converted); return true; }
        if (!IsLegacy) return false;
        result.Set(row, TOp.Wrap(value));
        return true;
    }

    public override void Many(ColumnVector input, Selection rows, ColumnVector result)
    {
        var x = input.Values<TFrom>();
        var y = result.Values<TTo>();
        if (TOp.CanFail)
        {
            // Values that do not fit are rare: where there is one, all rows are gone through again with care.
            if (!TryMany(x, rows, y)) base.Many(input, rows, result);
        }
        else if (rows.IsDense)
            for (var i = 0; i < rows.Count; i++) y[i] = TOp.Wrap(x[i]);
        else
            for (var k = 0; k < rows.Count; k++) { int i = rows.Indices[k]; y[i] = TOp.Wrap(x[i]); }
    }

    private static bool TryMany(TFrom* x, Selection rows, TTo* y)
    {
        var fits = true;
        if (rows.IsDense)
            for (var i = 0; i < rows.Count; i++) fits &= TOp.TryApply(x[i], out y[i]);
        else
            for (var k = 0; k < rows.Count; k++) { int i = rows.Indices[k]; fits &= TOp.TryApply(x[i], out y[i]); }
        return fits;
    }
}

/// <summary>Whole to whole.</summary>
readonly struct WholeToWhole<TFrom, TTo> : INumberCast<TFrom, TTo> where TFrom : unmanaged, IBinaryInteger<TFrom> where TTo : unmanaged, IBinaryInteger<TTo>
{
    public static bool CanFail => Unsafe.SizeOf<TTo>() < Unsafe.SizeOf<TFrom>();
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static TTo Wrap(TFrom value) => TTo.CreateTruncating(value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static bool TryApply(TFrom value, out TTo result)
    {
        result = TTo.CreateTruncating(value);
        return TFrom.CreateTruncating(result) == value;
    }
}

/// <summary>Whole to floating point.</summary>
readonly struct WholeToFloating<TFrom, TTo> : INumberCast<TFrom, TTo> where TFrom : unmanaged, IBinaryInteger<TFrom> where TTo : unmanaged, IFloatingPoint<TTo>
{
    public static bool CanFail => false;
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static TTo Wrap(TFrom value) => TTo.CreateTruncating(value);
    public static bool TryApply(TFrom value, out TTo result) { result = Wrap(value); return true; }
}

/// <summary>Floating point to whole, towards zero.</summary>
readonly struct FloatingToWhole<TFrom, TTo> : INumberCast<TFrom, TTo> where TFrom : unmanaged, IFloatingPoint<TFrom> where TTo : unmanaged, IBinaryInteger<TTo>, IMinMaxValue<TTo>
{
    public static bool CanFail => true;

    // Java goes through int for the small types, and stops at the ends of int and long.
    public static TTo Wrap(TFrom value)
    {
        var wide = double.CreateTruncating(value);
        return typeof(TTo) == typeof(long) ? TTo.CreateTruncating(JavaDouble.ToLong(wide)) : TTo.CreateTruncating(JavaDouble.ToInt(wide));
    }

    public static bool TryApply(TFrom value, out TTo result)
    {
        result = default;
        var wide = double.CreateTruncating(value);
        // The largest long as a double is one too many, and Spark lets exactly that one pass.
        if (!(Math.Floor(wide) <= double.CreateTruncating(TTo.MaxValue) && Math.Ceiling(wide) >= double.CreateTruncating(TTo.MinValue))) return false;
        result = Wrap(value);
        return true;
    }
}

/// <summary>Between float and double.</summary>
readonly struct FloatingToFloating<TFrom, TTo> : INumberCast<TFrom, TTo> where TFrom : unmanaged, IFloatingPoint<TFrom> where TTo : unmanaged, IFloatingPoint<TTo>
{
    public static bool CanFail => false;
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static TTo Wrap(TFrom value) => TTo.CreateTruncating(value);
    public static bool TryApply(TFrom value, out TTo result) { result = Wrap(value); return true; }
}

/// <summary>Number to boolean: whether it is not zero.</summary>
readonly struct ToBoolean<TFrom> : INumberCast<TFrom, byte> where TFrom : unmanaged, INumber<TFrom>
{
    public static bool CanFail => false;
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static byte Wrap(TFrom value) => value != TFrom.Zero ? (byte)1 : (byte)0;
    public static bool TryApply(TFrom value, out byte result) { result = Wrap(value); return true; }
}

/// <summary>Boolean to number: 1 or 0.</summary>
readonly struct FromBoolean<TTo> : INumberCast<byte, TTo> where TTo : unmanaged, INumber<TTo>
{
    public static bool CanFail => false;
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static TTo Wrap(byte value) => value != 0 ? TTo.One : TTo.Zero;
    public static bool TryApply(byte value, out TTo result) { result = Wrap(value); return true; }
}
