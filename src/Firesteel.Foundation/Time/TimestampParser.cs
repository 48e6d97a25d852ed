namespace Firesteel.Foundation.Time;

/// <summary>Spark's cast from text to timestamps and times of day.</summary>
/// <remarks>
/// A date as <see cref="DateParser"/> takes it, then a blank or T and <c>[h]h[:[m]m[:[s]s[.f..][zone]]]</c>. A time alone
/// (<c>h:m..</c> or <c>Th..</c>) means today. Digits beyond microseconds are dropped.
/// </remarks>
static class TimestampParser
{
    private const int MaxYearDigits = 6;

    private ref struct Parts
    {
        public int Year, Month, Day, Hour, Minute, Second, Microsecond;
        public bool JustTime;
        public ReadOnlySpan<byte> Zone;

        public readonly long MicrosOfDay => Hour * Micros.PerHour + Minute * Micros.PerMinute + Second * Micros.PerSecond + Microsecond;
    }

    /// <summary>Reads an instant; text without a zone is local to <paramref name="session"/>.</summary>
    /// <param name="text">UTF-8; blanks around it do not count.</param>
    /// <param name="session">The zone of text without one.</param>
    /// <param name="micros">Microseconds since 1970-01-01 00:00:00 UTC.</param>
    /// <param name="clock">Says what day today is; the system's clock where none is given.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, ZoneRules session, out long micros, TimeProvider? clock = null)
    {
        micros = 0;
        if (!Split(text, out var parts)) return false;
        var zone = session;
        if (!parts.Zone.IsEmpty && (zone = TimeZones.TryGet(parts.Zone)) is null) return false;
        long day;
        if (parts.JustTime)
        {
            var now = (clock ?? TimeProvider.System).GetUtcNow() - DateTimeOffset.UnixEpoch;
            day = zone.LocalDay(now.Ticks / TimeSpan.TicksPerMicrosecond);
        }
        else
        {
            if (!ProlepticGregorian.IsValidDate(parts.Year, parts.Month, parts.Day)) return false;
            day = ProlepticGregorian.ToEpochDay(parts.Year, parts.Month, parts.Day);
        }
        return Combine(day, parts.MicrosOfDay, zone, out micros);
    }

    /// <summary>Reads a local date and time; a zone in the text is ignored, or refused where <paramref name="allowZone"/> is false.</summary>
    public static bool TryParseLocal(ReadOnlySpan<byte> text, out long micros, bool allowZone = true)
    {
        micros = 0;
        if (!Split(text, out var parts) || parts.JustTime) return false;
        if (!parts.Zone.IsEmpty && (!allowZone || TimeZones.TryGet(parts.Zone) is null)) return false;
        if (!ProlepticGregorian.IsValidDate(parts.Year, parts.Month, parts.Day)) return false;
        var day = ProlepticGregorian.ToEpochDay(parts.Year, parts.Month, parts.Day);
        return Combine(day, parts.MicrosOfDay, TimeZones.Utc, out micros);
    }

    /// <summary>Reads a time of day into nanoseconds since midnight.</summary>
    public static bool TryParseTime(ReadOnlySpan<byte> text, out long nanos)
    {
        nanos = 0;
        // Twelve-hour clock: "1:30 PM".
        var half = -1;
        var trimmed = Utf8Blank.Trim(text);
        if (trimmed.Length > 2 && (trimmed[^1] | 0x20) == 'm' && (trimmed[^2] | 0x20) is 'a' or 'p')
        {
            half = (trimmed[^2] | 0x20) == 'p' ? 12 : 0;
            text = trimmed[..^2];
        }
        if (!Split(text, out var parts) || !parts.JustTime || !parts.Zone.IsEmpty) return false;
        if (half >= 0)
        {
            if (parts.Hour is < 1 or > 12) return false;
            parts.Hour = parts.Hour % 12 + half;
        }
        nanos = parts.MicrosOfDay * 1000;
        return true;
    }

    // Microseconds of a day beyond long's range fail, though the instant nearest to the range's end may lie within its first day.
    private static bool Combine(long day, long microsOfDay, ZoneRules zone, out long micros)
    {
        var wide = (Int128)day * Micros.PerDay + microsOfDay;
        micros = 0;
        if (wide < long.MinValue + Micros.PerDay || wide > long.MaxValue - Micros.PerDay)
        {
            var offset = (Int128)zone.OffsetSeconds(wide < 0 ? long.MinValue / Micros.PerSecond : long.MaxValue / Micros.PerSecond) * Micros.PerSecond;
            wide -= offset;
            if (wide < long.MinValue || wide > long.MaxValue) return false;
            micros = (long)wide;
            return true;
        }
        micros = zone.LocalToUtcMicros((long)wide);
        return true;
    }

    private static bool Split(ReadOnlySpan<byte> text, out Parts parts)
    {
        parts = new Parts { Month = 1, Day = 1 };
        var trimmed = Utf8Blank.Trim(text);
        if (trimmed.IsEmpty) return false;
        // A leading T counts only where nothing stands before it.
        if (trimmed[0] == 'T') return trimmed.Length == 1 || text[0] != 'T' ? false : Time(trimmed, 1, ref parts, justTime: true);
        var signed = trimmed[0] is (byte)'-' or (byte)'+';
        var at = signed ? 1 : 0;
        var start = at;
        if (!DateParser.Digits(trimmed, ref at, 1, MaxYearDigits, out parts.Year)) return false;
        if (at < trimmed.Length && trimmed[at] == ':' && !signed) return Time(trimmed, 0, ref parts, justTime: true);
        if (at - start < 4) return false;
        if (trimmed[0] == '-') parts.Year = -parts.Year;
        if (at == trimmed.Length) return true;
        if (trimmed[at++] != '-' || !DateParser.Digits(trimmed, ref at, 1, 2, out parts.Month)) return false;
        if (at == trimmed.Length) return true;
        if (trimmed[at++] != '-' || !DateParser.Digits(trimmed, ref at, 1, 2, out parts.Day)) return false;
        if (at == trimmed.Length) return true;
        return trimmed[at] is (byte)' ' or (byte)'T' && Time(trimmed, at + 1, ref parts, justTime: false);
    }

    private static bool Time(ReadOnlySpan<byte> text, int at, ref Parts parts, bool justTime)
    {
        parts.JustTime = justTime;
        if (!DateParser.Digits(text, ref at, 1, 2, out parts.Hour) || parts.Hour > 23) return false;
        if (at == text.Length) return true;
        if (text[at++] != ':' || !DateParser.Digits(text, ref at, 1, 2, out parts.Minute) || parts.Minute > 59) return false;
        if (at == text.Length) return true;
        if (text[at++] != ':' || !DateParser.Digits(text, ref at, 1, 2, out parts.Second) || parts.Second > 59) return false;
        if (at == text.Length) return true;
        if (text[at] == '.')
        {
            at++;
            var unit = 100_000;
            for (; (uint)at < (uint)text.Length && (uint)(text[at] - '0') <= 9; at++, unit /= 10) parts.Microsecond += (text[at] - '0') * unit;
            if (at == text.Length) return true;
        }
        parts.Zone = Utf8Blank.Trim(text[at..]);
        return true;
    }
}
