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
