using System.Runtime.CompilerServices;

namespace Firesteel.Foundation.Time;

/// <summary>Dates, times and timestamps as Spark's casts print them, in UTF-8.</summary>
static class DateTimeText
{
    /// <summary>No value needs more bytes than this.</summary>
    public const int MaxLength = 40;

    /// <summary>Writes <c>yyyy-MM-dd</c>; a year beyond 9999 has a plus sign.</summary>
    public static int WriteDate(int epochDay, Span<byte> destination)
    {
        ProlepticGregorian.FromEpochDay(epochDay, out var year, out var month, out var day);
        var at = WriteYear(year, destination);
        destination[at++] = (byte)'-';
        Two(destination, ref at, month);
        destination[at++] = (byte)'-';
        Two(destination, ref at, day);
        return at;
    }

    /// <summary>Writes an instant as the local time of a zone.</summary>
    public static int WriteTimestamp(long micros, ZoneRules zone, Span<byte> destination)
    {
        var offset = zone.OffsetSeconds(Micros.FloorDiv(micros, Micros.PerSecond)) * Micros.PerSecond;
        // At the ends of long's range the local time may lie outside it, so days and time of day are shifted apart.
        var day = Micros.FloorDiv(micros, Micros.PerDay);
        var time = micros - day * Micros.PerDay + offset;
        if (time < 0) { time += Micros.PerDay; day--; }
        else if (time >= Micros.PerDay) { time -= Micros.PerDay; day++; }
        return Write((int)day, time, destination);
    }

    /// <summary>Writes a timestamp without time zone.</summary>
    public static int WriteLocalTimestamp(long micros, Span<byte> destination)
    {
        var day = Micros.FloorDiv(micros, Micros.PerDay);
        return Write((int)day, micros - day * Micros.PerDay, destination);
    }

    /// <summary>Writes <c>HH:mm:ss[.f..]</c> for nanoseconds since midnight.</summary>
    public static int WriteTime(long nanosOfDay, Span<byte> destination)
    {
        var at = 0;
        var micros = nanosOfDay / 1000;
        WriteClock(micros, destination, ref at);
        if (nanosOfDay % 1_000_000_000 is var fraction and not 0) at += WriteFraction((int)fraction, 9, destination[at..]);
        return at;
    }

    private static int Write(int epochDay, long microsOfDay, Span<byte> destination)
    {
        var at = WriteDate(epochDay, destination);
        destination[at++] = (byte)' ';
        WriteClock(microsOfDay, destination, ref at);
        if (microsOfDay % Micros.PerSecond is var fraction and not 0) at += WriteFraction((int)fraction, 6, destination[at..]);
        return at;
    }

    private static void WriteClock(long microsOfDay, Span<byte> destination, ref int at)
    {
        var seconds = (int)(microsOfDay / Micros.PerSecond);
        Two(destination, ref at, seconds / 3600);
        destination[at++] = (byte)':';
        Two(destination, ref at, seconds / 60 % 60);
        destination[at++] = (byte)':';
        Two(destination, ref at, seconds % 60);
    }

    /// <summary>Writes a point and the digits of a fraction without trailing zeros.</summary>
    internal static int WriteFraction(int fraction, int digits, Span<byte> destination)
    {
        while (fraction % 10 == 0 && digits > 1) { fraction /= 10; digits--; }
        destination[0] = (byte)'.';
        for (var i = digits; i > 0; i--) { destination[i] = (byte)('0' + fraction % 10); fraction /= 10; }
        return digits + 1;
    }

    internal static int WriteYear(int year, Span<byte> destination)
    {
        if ((uint)year <= 9999)
        {
            var start = 0;
            Two(destination, ref start, year / 100);
            Two(destination, ref start, year % 100);
            return 4;
        }
        var at = 0;
        destination[at++] = (byte)(year < 0 ? '-' : '+');
        var magnitude = Math.Abs((long)year);
        var digits = 4;
        for (var rest = magnitude / 10_000; rest > 0; rest /= 10) digits++;
        for (var i = digits; i > 0; i--) { destination[at + i - 1] = (byte)('0' + magnitude % 10); magnitude /= 10; }
        return at + digits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Two(Span<byte> destination, ref int at, int value)
    {
        destination[at] = (byte)('0' + value / 10);
        destination[at + 1] = (byte)('0' + value % 10);
        at += 2;
    }
}
