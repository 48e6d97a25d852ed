using Firesteel.Foundation.Time;

namespace Firesteel.Formats.Orc;

/// <summary>How timestamps are counted in files.</summary>
static class OrcTime
{
    private const long LocalEpoch = 1420070400;
    private const long NanosPerMilli = 1_000_000;
    private static readonly long[] Powers = [1, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

    /// <summary>The start of 2015 in a zone, in seconds of UTC since 1970.</summary>
    public static long Epoch(ZoneRules zone) => zone.LocalToUtcMicros(LocalEpoch * Foundation.Time.Micros.PerSecond) / Foundation.Time.Micros.PerSecond;

    /// <summary>Seconds, rounded to zero from the millisecond below, and the form of nanoseconds that readers undo.</summary>
    public static (long Seconds, long Nanos) Split(long micros)
    {
        var millis = Foundation.Time.Micros.FloorDiv(micros, 1000);
        var nanos = (micros - Foundation.Time.Micros.FloorDiv(micros, Foundation.Time.Micros.PerSecond) * Foundation.Time.Micros.PerSecond) * 1000;
        return (millis / 1000, Fold(nanos));
    }

    // From two trailing zeros on they are counted in place of written.
    private static long Fold(long nanos)
    {
        if (nanos == 0) return 0;
        if (nanos % 100 != 0) return nanos << 3;
        nanos /= 100;
        var zeros = 1;
        for (; nanos % 10 == 0 && zeros < 7; zeros++) nanos /= 10;
        return nanos << 3 | (long)zeros;
    }

    /// <param name="nanos">Three bits of how many zeros to add, and the digits before them.</param>
    public static long Micros(long seconds, long nanos)
    {
        var zeros = (int)(nanos & 7);
        var whole = (long)((ulong)nanos >> 3) * Powers[zeros];
        if ((ulong)whole >= 1_000_000_000) throw new OrcFormatException("A timestamp has more than a second of nanoseconds.");
        // Seconds before 1970 are rounded to zero by writers, but for the part of a second that is less than a millisecond.
        if (seconds < 0 && whole >= NanosPerMilli) seconds--;
        if (seconds is > long.MaxValue / 1_000_000 - 1 or < long.MinValue / 1_000_000 + 1) throw new OrcFormatException("A timestamp is out of range.");
        return seconds * Foundation.Time.Micros.PerSecond + whole / 1000;
    }
}
