namespace Firesteel.Foundation.Time;

/// <summary>Spark's cast from text to dates: <c>[+-]yyyy[y..][-[m]m[-[d]d]]</c>, where a whole date may be followed by a blank or T and anything.</summary>
static class DateParser
{
    private const int MaxYearDigits = 7;

    public static bool TryParse(ReadOnlySpan<byte> text, out int epochDay)
    {
        epochDay = 0;
        text = Utf8Blank.Trim(text);
        if (text.IsEmpty) return false;
        var negative = text[0] == '-';
        var at = negative || text[0] == '+' ? 1 : 0;
        if (!Digits(text, ref at, 4, MaxYearDigits, out var year)) return false;
        int month = 1, day = 1;
        if (at < text.Length)
        {
            if (text[at++] != '-' || !Digits(text, ref at, 1, 2, out month)) return false;
            if (at < text.Length)
            {
                if (text[at++] != '-' || !Digits(text, ref at, 1, 2, out day)) return false;
                if (at < text.Length && text[at] is not ((byte)' ' or (byte)'T')) return false;
            }
        }
        if (negative) year = -year;
        if (!ProlepticGregorian.IsValidDate(year, month, day)) return false;
        var days = ProlepticGregorian.ToEpochDay(year, month, day);
        epochDay = (int)days;
        return days == epochDay;
    }

    /// <summary>Reads a run of digits of a length between <paramref name="min"/> and <paramref name="max"/>; a longer run fails.</summary>
    internal static bool Digits(ReadOnlySpan<byte> text, ref int at, int min, int max, out int value)
    {
        var start = at;
        value = 0;
        while ((uint)at < (uint)text.Length && (uint)(text[at] - '0') <= 9)
        {
            if (at - start == max) return false;
            value = value * 10 + (text[at++] - '0');
        }
        return at - start >= min;
    }
}
