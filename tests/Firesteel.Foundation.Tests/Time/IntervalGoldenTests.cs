using System.Text;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Foundation.Tests.Time;

public class IntervalGoldenTests
{
    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static readonly (YearMonthField, YearMonthField)[] YearMonth =
        [(YearMonthField.Year, YearMonthField.Year), (YearMonthField.Month, YearMonthField.Month), (YearMonthField.Year, YearMonthField.Month)];

    private static readonly (DayTimeField Start, DayTimeField End)[] DayTime =
        [.. from start in Enum.GetValues<DayTimeField>() from end in Enum.GetValues<DayTimeField>() where start <= end select (start, end)];

    [Fact]
    public void Text_casts_to_year_month_intervals_and_back() => GoldenTable.Check("Time/year-month-cast.tsv", row => [.. YearMonth.Select(t =>
        IntervalParser.TryParseYearMonth(Utf8(row[0]), t.Item1, t.Item2, out var months) ? GoldenTable.Text(months, (v, d) => IntervalText.WriteYearMonth(v, t.Item1, t.Item2, d)) : "NULL")]);

    [Fact]
    public void Text_casts_to_day_time_intervals_and_back() => GoldenTable.Check("Time/day-time-cast.tsv", row => [.. DayTime.Select(t =>
        IntervalParser.TryParseDayTime(Utf8(row[0]), t.Start, t.End, out var micros) ? GoldenTable.Text(micros, (v, d) => IntervalText.WriteDayTime(v, t.Start, t.End, d)) : "NULL")]);

    [Fact]
    public void Text_casts_to_legacy_intervals_and_back() => GoldenTable.Check("Time/calendar-interval-cast.tsv",
        row => [CalendarIntervalParser.TryParse(Utf8(row[0]), out var interval) ? interval.ToString() : "NULL"]);

    [Fact]
    public void The_shell_prints_intervals_as_Hive_does()
    {
        Assert.Equal("-1-2", GoldenTable.Text(-14, IntervalText.WriteYearMonthHive));
        Assert.Equal("-0 00:00:01.000001000", GoldenTable.Text(-1_000_001L, IntervalText.WriteDayTimeHive));
        Assert.Equal("100 23:59:59.999999000", GoldenTable.Text(101 * Micros.PerDay - 1, IntervalText.WriteDayTimeHive));
    }

    [Fact]
    public void Legacy_intervals_scale_by_part()
    {
        Assert.Equal("5 months 1 days 12 hours", new CalendarInterval(7, 2, 0).Multiply(0.75).ToString());
        Assert.Equal("1 months 2 days 12 hours 0.5 seconds", new CalendarInterval(3, 5, 1_000_000).Divide(2).ToString());
        Assert.Throws<OverflowException>(() => new CalendarInterval(int.MaxValue, 0, 0) + new CalendarInterval(1, 0, 0));
        Assert.Throws<OverflowException>(() => new CalendarInterval(int.MaxValue, 0, 0).Multiply(2));
    }

    [Fact]
    public void A_cast_that_fails_names_the_formats()
    {
        var error = IntervalParser.Unmatched("x", DayTimeIntervalType.Default);
        Assert.Equal("`[+|-]d h:m:s.n`, `INTERVAL [+|-]'[+|-]d h:m:s.n' DAY TO SECOND`", error.Parameters["supportedFormat"]);
        Assert.Equal("22006", error.SqlState);
    }
}
