using System.Text;
using Firesteel.Foundation.Numerics;
using Firesteel.Foundation.Time;

namespace Firesteel.Foundation.Tests.Time;

public class TimeGoldenTests
{
    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Date(int day) => GoldenTable.Text(day, DateTimeText.WriteDate);

    private static string Local(long micros) => GoldenTable.Text(micros, DateTimeText.WriteLocalTimestamp);

    [Fact]
    public void Text_casts_to_dates() => GoldenTable.Check("Time/date-parse.tsv",
        row => DateParser.TryParse(Utf8(row[0]), out var day) ? [Date(day), day.ToString()] : ["NULL", "NULL"]);

    [Fact]
    public void Text_casts_to_timestamps()
    {
        var zone = TimeZones.Get("America/Los_Angeles");
        var winter = new FixedClock(new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));
        GoldenTable.Check("Time/timestamp-parse.tsv", row =>
        {
            var (micros, text) = ("NULL", "NULL");
            if (TimestampParser.TryParse(Utf8(row[0]), zone, out var instant, winter))
            {
                text = GoldenTable.Text(instant, (v, d) => DateTimeText.WriteTimestamp(v, zone, d));
                micros = row[1] == "today" ? "today" : instant.ToString();
                if (row[1] == "today") text = "today" + text[text.IndexOf(' ')..];
            }
            return [micros, text, TimestampParser.TryParseLocal(Utf8(row[0]), out var local) ? Local(local) : "NULL"];
        });
    }

    [Fact]
    public void Zones_have_the_offsets_of_java_time() => GoldenTable.Check("Time/zones.tsv",
        row => [Local(TimeZones.Get(row[0]).UtcToLocalMicros(long.Parse(row[1]) * Micros.PerSecond))], inputs: 2);

    [Fact]
    public void Every_zone_has_the_offsets_of_java_time()
    {
        var instants = GoldenTable.Read("Time/zone-offsets.tsv").First().Skip(1).Select(long.Parse).ToArray();
        GoldenTable.Check("Time/zone-offsets.tsv",
            row => row[0] == "instants" ? row[1..] : [.. instants.Select(s => TimeZones.Get(row[0]).OffsetSeconds(s).ToString())]);
    }

    [Fact]
    public void Gaps_and_overlaps_resolve_as_in_java_time() => GoldenTable.Check("Time/local-times.tsv", row =>
    {
        var zone = TimeZones.Get(row[0]);
        Assert.True(TimestampParser.TryParse(Utf8(row[1]), zone, out var instant));
        Assert.True(DateParser.TryParse(Utf8(row[1]), out var day));
        return new[]
        {
            instant, zone.StartOfDayMicros(day), TimestampArithmetic.Truncate(instant, TruncLevel.Hour, zone), TimestampArithmetic.Truncate(instant, TruncLevel.Day, zone),
            TimestampArithmetic.AddMonths(instant, 1, zone), TimestampArithmetic.AddDayTime(instant, Micros.PerDay, zone),
        }.Select(v => v.ToString()).ToArray();
    }, inputs: 2);

    [Fact]
    public void Timestamps_move_and_differ_by_units()
    {
        var zone = TimeZones.Get("America/Los_Angeles");
        var units = Enum.GetValues<TimestampUnit>();
        GoldenTable.Check("Time/timestamp-arithmetic.tsv", row =>
        {
            Assert.True(TimestampParser.TryParse(Utf8(row[0]), zone, out var a));
            Assert.True(TimestampParser.TryParse(Utf8(row[1]), zone, out var b));
            string Months(bool roundOff) => GoldenTable.Text(TimestampArithmetic.MonthsBetween(a, b, roundOff, zone), JavaDouble.Write);
            return
            [
                Months(true), Months(false),
                .. units.Select(u => TimestampArithmetic.Difference(u, a, b, zone).ToString()),
                .. units.SelectMany(u => new long[] { 1, -5, 24 }.Select(n => TimestampArithmetic.Add(u, n, a, zone).ToString())),
                .. units.Select(u => TruncLevels.TryParse(Utf8(u.ToString()), out var level) ? TimestampArithmetic.Truncate(a, level, zone).ToString() : "NULL"),
            ];
        }, inputs: 2);
    }

    [Fact]
    public void Text_casts_to_times() => GoldenTable.Check("Time/time-parse.tsv",
        row => [TimestampParser.TryParseTime(Utf8(row[0]), out var nanos) ? GoldenTable.Text(nanos, DateTimeText.WriteTime) : "NULL"]);

    [Fact]
    public void Calendar_fields() => GoldenTable.Check("Time/calendar.tsv", row =>
    {
        var day = int.Parse(row[0]);
        return new object[]
        {
            Date(day), ProlepticGregorian.Year(day), ProlepticGregorian.Month(day), ProlepticGregorian.DayOfMonth(day), ProlepticGregorian.Quarter(day),
            ProlepticGregorian.DayOfWeek(day) % 7 + 1, ProlepticGregorian.DayOfWeek(day) - 1, ProlepticGregorian.DayOfYear(day),
            ProlepticGregorian.WeekOfYear(day), ProlepticGregorian.WeekYear(day), Date(ProlepticGregorian.LastDayOfMonth(day)),
            Date((int)ProlepticGregorian.AddMonths(day, 1)), Date((int)ProlepticGregorian.AddMonths(day, -13)),
            Date(ProlepticGregorian.Truncate(day, TruncLevel.Week)), Date(ProlepticGregorian.Truncate(day, TruncLevel.Month)),
            Date(ProlepticGregorian.Truncate(day, TruncLevel.Quarter)), Date(ProlepticGregorian.Truncate(day, TruncLevel.Year)),
            Date(ProlepticGregorian.NextDay(day, 2)),
        }.Select(v => v.ToString()!).ToArray();
    });

    [Fact]
    public void Every_day_of_a_cycle_goes_there_and_back()
    {
        for (var day = -2 * ProlepticGregorian.DaysPerEra; day < 2 * ProlepticGregorian.DaysPerEra; day++)
        {
            ProlepticGregorian.FromEpochDay(day, out var year, out var month, out var dayOfMonth);
            Assert.Equal(day, ProlepticGregorian.ToEpochDay(year, month, dayOfMonth));
            Assert.True(ProlepticGregorian.IsValidDate(year, month, dayOfMonth));
        }
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
