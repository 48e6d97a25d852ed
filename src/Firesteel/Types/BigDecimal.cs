using Firesteel.Foundation.Numerics;

namespace Firesteel.Types;

/// <summary>A value of a DECIMAL type of any precision: <c>Unscaled * 10^-Scale</c>. Values that fit come as <see cref="decimal"/>.</summary>
public readonly record struct BigDecimal(Int128 Unscaled, int Scale) : IComparable<BigDecimal>
{
    private static readonly Int128 LargestDecimal = ((Int128)1 << 96) - 1;

    public BigDecimal(decimal value) : this(UnscaledOf(value), value.Scale) { }

    /// <summary>Whether <see cref="decimal"/> can hold the value.</summary>
    public bool FitsDecimal => Scale is >= 0 and <= 28 && Int128.Abs(Unscaled) <= LargestDecimal;

    /// <exception cref="OverflowException">It does not fit.</exception>
    public decimal ToDecimal()
    {
        if (!FitsDecimal) throw new OverflowException($"{this} does not fit into System.Decimal.");
        var magnitude = (UInt128)Int128.Abs(Unscaled);
        return new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), (int)(uint)(magnitude >> 64), Unscaled < 0, (byte)Scale);
    }

    public double ToDouble() => double.Parse(ToString(), System.Globalization.CultureInfo.InvariantCulture);

    public static implicit operator BigDecimal(decimal value) => new(value);
    public static explicit operator decimal(BigDecimal value) => value.ToDecimal();

    public int CompareTo(BigDecimal other)
    {
        if (Scale == other.Scale) return Unscaled.CompareTo(other.Unscaled);
        var power = System.Numerics.BigInteger.Pow(10, Math.Abs(Scale - other.Scale));
        return Scale < other.Scale ? ((System.Numerics.BigInteger)Unscaled * power).CompareTo(other.Unscaled) : ((System.Numerics.BigInteger)Unscaled).CompareTo(other.Unscaled * power);
    }

    /// <summary>All digits, without an exponent.</summary>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[64];
        return System.Text.Encoding.ASCII.GetString(text[..DecimalText.WritePlain(Unscaled, Scale, text)]);
    }

    private static Int128 UnscaledOf(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var magnitude = (Int128)(((UInt128)(uint)bits[2] << 64) | ((UInt128)(uint)bits[1] << 32) | (uint)bits[0]);
        return value < 0 ? -magnitude : magnitude;
    }
}
