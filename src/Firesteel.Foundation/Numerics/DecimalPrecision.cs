using Firesteel.Types;

namespace Firesteel.Foundation.Numerics;

/// <summary>Precision and scale of the results of decimal arithmetic.</summary>
static class DecimalPrecision
{
    private const int MaxPrecision = DecimalType.MaxPrecision;
    /// <summary>Digits after the point that a result keeps when it must give up some.</summary>
    private const int MinimumAdjustedScale = 6;

    public static DecimalType Add(DecimalType a, DecimalType b, bool allowPrecisionLoss)
    {
        var scale = Math.Max(a.Scale, b.Scale);
        return Result(Math.Max(a.Precision - a.Scale, b.Precision - b.Scale) + scale + 1, scale, allowPrecisionLoss);
    }

    public static DecimalType Multiply(DecimalType a, DecimalType b, bool allowPrecisionLoss) =>
        Result(a.Precision + b.Precision + 1, a.Scale + b.Scale, allowPrecisionLoss);

    public static DecimalType Divide(DecimalType a, DecimalType b, bool allowPrecisionLoss)
    {
        var whole = a.Precision - a.Scale + b.Scale;
        var scale = Math.Max(MinimumAdjustedScale, a.Scale + b.Precision + 1);
        if (allowPrecisionLoss) return Adjust(whole + scale, scale);
        whole = Math.Min(MaxPrecision, whole);
        scale = Math.Min(MaxPrecision, scale);
        var excess = whole + scale - MaxPrecision;
        if (excess > 0)
        {
            scale -= excess / 2 + 1;
            whole = MaxPrecision - scale;
        }
        return Bounded(whole + scale, scale);
    }

    public static DecimalType Remainder(DecimalType a, DecimalType b, bool allowPrecisionLoss)
    {
        var scale = Math.Max(a.Scale, b.Scale);
        return Result(Math.Min(a.Precision - a.Scale, b.Precision - b.Scale) + scale, scale, allowPrecisionLoss);
    }

    /// <summary>Type of the quotient of <c>div</c> before it becomes a bigint.</summary>
    public static DecimalType IntegralDivide(DecimalType a, DecimalType b)
    {
        var whole = a.Precision - a.Scale + b.Scale;
        return Bounded(whole == 0 ? 1 : whole, 0);
    }

    /// <summary>The type that holds both, wide enough for the whole digits of each and the fraction of each.</summary>
    public static DecimalType Wider(DecimalType a, DecimalType b)
    {
        var scale = Math.Max(a.Scale, b.Scale);
        return Bounded(Math.Max(a.Precision - a.Scale, b.Precision - b.Scale) + scale, scale);
    }

    public static DecimalType Bounded(int precision, int scale) => new(Math.Min(precision, MaxPrecision), Math.Min(scale, MaxPrecision));

    /// <summary>Gives up digits after the point, down to six, where a result needs more than 38 digits.</summary>
    public static DecimalType Adjust(int precision, int scale)
    {
        if (precision <= MaxPrecision) return new DecimalType(precision, scale);
        if (scale < 0) return new DecimalType(MaxPrecision, scale);
        var whole = precision - scale;
        return new DecimalType(MaxPrecision, Math.Max(MaxPrecision - whole, Math.Min(scale, MinimumAdjustedScale)));
    }

    private static DecimalType Result(int precision, int scale, bool allowPrecisionLoss) =>
        allowPrecisionLoss ? Adjust(precision, scale) : Bounded(precision, scale);
}
