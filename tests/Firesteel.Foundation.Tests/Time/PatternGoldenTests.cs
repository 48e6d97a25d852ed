using System.Text;
using Firesteel.Foundation.Time;

namespace Firesteel.Foundation.Tests.Time;

public class PatternGoldenTests
{
    private static readonly string[] Timestamps =
    [
        "2024-03-05 14:07:09.123456", "2024-11-03 00:00:00", "2024-07-31 12:30:59.000001", "1883-11-01 00:00:00.5", "0001-01-01 00:00:00",
        "-0044-03-15 01:02:03", "12345-06-07 23:59:59.999999", "1999-12-31 11:59:00", "2023-01-01 12:00:00",
    ];

    [Fact]
    public void Patterns_print_as_in_Spark() => GoldenTable.Check("Time/date-format.tsv", row =>
    {
        var zone = TimeZones.Get(row[0]);
        DateTimeFormatter formatter;
        try { formatter = DateTimeFormatter.ForPrinting(row[1]); }
        catch (SparkException e)
        {
            var parameters = string.Join(", ", e.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"\"{p.Key}\": \"{p.Value.Replace("\\", "\\\\").Replace("\"", "\\\"")}\""));
            return [$"{e.Condition} {{{parameters}}}"];
        }
        return [.. Timestamps.Select(text =>
        {
            Assert.True(TimestampParser.TryParse(Encoding.UTF8.GetBytes(text), zone, out var micros));
            return GoldenTable.Text(micros, (v, d) => formatter.Write(v, zone, d));
        })];
    }, inputs: 2);

    [Fact]
    public void Patterns_read_as_in_Spark()
    {
        var zone = TimeZones.Get("America/Los_Angeles");
        GoldenTable.Check("Time/pattern-parse.tsv", row =>
        {
            DateTimeFormatter formatter;
            try { formatter = DateTimeFormatter.ForParsing(row[0]); }
            catch (SparkException e) { return [e.Condition, ""]; }
            var text = Encoding.UTF8.GetBytes(row[1]);
            // to_date reads a timestamp and takes its day in the session's zone.
            return formatter.TryParse(text, zone, out var micros) ? [micros.ToString(), zone.LocalDay(micros).ToString()] : ["NULL", "NULL"];
        }, inputs: 2);
    }
}
