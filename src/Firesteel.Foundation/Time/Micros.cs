namespace Firesteel.Foundation.Time;

/// <summary>Lengths of the fixed units in microseconds, and floor arithmetic on them.</summary>
static class Micros
{
    public const long PerMillisecond = 1_000;
    public const long PerSecond = 1_000_000;
    public const long PerMinute = 60 * PerSecond;
    public const long PerHour = 60 * PerMinute;
    public const long PerDay = 24 * PerHour;
    public const int SecondsPerDay = 86_400;

    /// <summary>Quotient rounded towards negative infinity; <paramref name="divisor"/> is positive.</summary>
    public static long FloorDiv(long value, long divisor)
    {
        var quotient = Math.DivRem(value, divisor, out var remainder);
        return remainder < 0 ? quotient - 1 : quotient;
    }

    /// <summary>Remainder of <see cref="FloorDiv"/>, never negative.</summary>
    public static long FloorMod(long value, long divisor)
    {
        var remainder = value % divisor;
        return remainder < 0 ? remainder + divisor : remainder;
    }
}
