namespace Firesteel.Foundation.Time;

/// <summary>The rule in a TZif file's footer, a POSIX <c>TZ</c> string such as <c>EST5EDT,M3.2.0,M11.1.0</c> (RFC 9636, section 3.3).</summary>
sealed class PosixTimeZone
{
    private readonly record struct Change(char Kind, int Month, int Week, int Day, int Seconds);

    private Change _toSummer, _toStandard;

    private PosixTimeZone(int standardOffset) => StandardOffset = SummerOffset = standardOffset;

    public int StandardOffset { get; }
    public int SummerOffset { get; private set; }
    public bool HasSummerTime { get; private set; }

    public static PosixTimeZone? Parse(string text)
    {
        if (text.Length == 0) return null;
        var at = 0;
        SkipName(text, ref at);
        // POSIX counts offsets west of Greenwich as positive.
        var zone = new PosixTimeZone(-Seconds(text, ref at));
        if (at == text.Length) return zone;
        SkipName(text, ref at);
        zone.HasSummerTime = true;
        zone.SummerOffset = at < text.Length && text[at] != ',' ? -Seconds(text, ref at) : zone.StandardOffset + 3600;
        zone._toSummer = Rule(text, ref at);
        zone._toStandard = Rule(text, ref at);
        return zone;
    }

    /// <summary>The two changes of a year in UTC seconds, in the order of time, each with the offset before and after it.</summary>
    public ((long At, int Before, int After) First, (long At, int Before, int After) Second) Changes(int year)
    {
        var summer = (Local(_toSummer, year) - StandardOffset, StandardOffset, SummerOffset);
        var standard = (Local(_toStandard, year) - SummerOffset, SummerOffset, StandardOffset);
        return summer.Item1 <= standard.Item1 ? (summer, standard) : (standard, summer);
    }

    private static long Local(Change change, int year)
    {
        long day;
        if (change.Kind == 'M')
        {
            var first = ProlepticGregorian.ToEpochDay(year, change.Month, 1);
            var weekday = ProlepticGregorian.DayOfWeek(first) % 7;
            var dayOfMonth = (change.Day - weekday + 7) % 7 + (change.Week - 1) * 7;
            if (dayOfMonth >= ProlepticGregorian.DaysInMonth(year, change.Month)) dayOfMonth -= 7;
            day = first + dayOfMonth;
        }
        else
        {
            // Jn never counts the leap day, n does.
            day = ProlepticGregorian.ToEpochDay(year, 1, 1) + change.Day;
            if (change.Kind == 'J') day += ProlepticGregorian.IsLeapYear(year) && change.Day >= 60 ? 0 : -1;
        }
        return day * Micros.SecondsPerDay + change.Seconds;
    }

    private static void SkipName(string text, ref int at)
    {
        if (text[at] == '<') at = text.IndexOf('>', at) + 1;
        while (at < text.Length && char.IsAsciiLetter(text[at])) at++;
    }

    private static int Number(string text, ref int at)
    {
        var value = 0;
        while (at < text.Length && char.IsAsciiDigit(text[at])) value = value * 10 + (text[at++] - '0');
        return value;
    }

    private static int Seconds(string text, ref int at)
    {
        var negative = at < text.Length && text[at] == '-';
        if (at < text.Length && text[at] is '-' or '+') at++;
        var seconds = Number(text, ref at) * 3600;
        for (var unit = 60; unit >= 1 && at < text.Length && text[at] == ':'; unit /= 60)
        {
            at++;
            seconds += Number(text, ref at) * unit;
        }
        return negative ? -seconds : seconds;
    }

    private static Change Rule(string text, ref int at)
    {
        at++;
        var kind = text[at] is 'M' or 'J' ? text[at++] : 'N';
        int month = 0, week = 0, day = Number(text, ref at);
        if (kind == 'M')
        {
            month = day;
            at++;
            week = Number(text, ref at);
            at++;
            day = Number(text, ref at);
        }
        var seconds = 7200;
        if (at < text.Length && text[at] == '/')
        {
            at++;
            seconds = Seconds(text, ref at);
        }
        return new Change(kind, month, week, day, seconds);
    }
}
