using Firesteel.Foundation.Time;

namespace Firesteel.Types;

/// <summary>A value of the TIMESTAMP type: an instant, to the microsecond.</summary>
/// <param name="EpochMicroseconds">Microseconds since 1970-01-01T00:00:00Z.</param>
public readonly record struct Timestamp(long EpochMicroseconds) : IComparable<Timestamp>
{
    private const long TicksPerMicrosecond = 10;

    /// <summary>A moment of the UTC calendar.</summary>
    public Timestamp(int year, int month, int day, int hour, int minute, int second, int microsecond)
        : this(new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero).AddTicks(microsecond * TicksPerMicrosecond)) { }

    public Timestamp(DateTimeOffset instant) : this(Floor(instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks)) { }

    /// <summary>A UTC moment as it is; a local or unspecified one is taken in the machine's time zone.</summary>
    public Timestamp(DateTime moment) : this(new DateTimeOffset(moment)) { }

    /// <exception cref="ArgumentOutOfRangeException">The instant is not in the years 1 to 9999.</exception>
    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.UnixEpoch.AddTicks(EpochMicroseconds * TicksPerMicrosecond);

    /// <summary>The instant as UTC.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant is not in the years 1 to 9999.</exception>
    public DateTime ToDateTime() => ToDateTimeOffset().UtcDateTime;

    public static implicit operator Timestamp(DateTimeOffset instant) => new(instant);
    public static implicit operator Timestamp(DateTime moment) => new(moment);
    public static explicit operator DateTimeOffset(Timestamp timestamp) => timestamp.ToDateTimeOffset();
    public static explicit operator DateTime(Timestamp timestamp) => timestamp.ToDateTime();

    public int CompareTo(Timestamp other) => EpochMicroseconds.CompareTo(other.EpochMicroseconds);

    /// <summary>The instant in the active session's time zone: <c>2024-01-31 10:00:00.5</c>.</summary>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[48];
        var written = System.Text.Encoding.ASCII.GetString(text[..DateTimeText.WriteTimestamp(EpochMicroseconds, TimeZones.Get(SparkSession.ActiveTimeZone), text)]);
        return written.Contains('.', StringComparison.Ordinal) ? written : written + ".0";
    }

    private static long Floor(long ticks) => Math.DivRem(ticks, TicksPerMicrosecond, out var rest) - (rest < 0 ? 1 : 0);
}
