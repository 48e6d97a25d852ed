using System.Globalization;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Types;

namespace Firesteel.Python.Gateway.Java;

/// <summary>Dates, times and durations, as PySpark makes them of Python's for constants.</summary>
static class JavaTimes
{
    private const long MicrosPerSecond = 1_000_000;

    public static void Register(ClassTable table)
    {
        table.ValueClass<Date>("java.sql.Date")
            .Static("valueOf", a => DateOnly.TryParse(a.Text(0), CultureInfo.InvariantCulture, out var date) ? new Date(date) : throw new ArgumentException($"Not a date: {a.Text(0)}"));
        table.Class<JavaTimestamp>("java.sql.Timestamp")
            .New(a => new JavaTimestamp { Micros = a.Long(0) * 1000 })
            .Do("setNanos", (t, a) => t.Micros = Math.DivRem(t.Micros, MicrosPerSecond, out var rest) * MicrosPerSecond - (rest < 0 ? MicrosPerSecond : 0) + a.Int(0) / 1000);
        table.ValueClass<TimeOnly>("java.time.LocalTime")
            .Static("of", a => new TimeOnly(a.Int(0), a.Int(1), a.Count > 2 ? a.Int(2) : 0).Add(TimeSpan.FromTicks(a.Count > 3 ? a.Int(3) / 100 : 0)));
        table.ValueClass<DateTime>("java.time.LocalDateTime");
        table.ValueClass<TimeSpan>("java.time.Duration");
        table.Static("org.apache.spark.sql.catalyst.util.DateTimeUtils")
            .Static("microsToLocalDateTime", a => DateTime.SpecifyKind(DateTime.UnixEpoch.AddTicks(a.Long(0) * 10), DateTimeKind.Unspecified));
        table.Static("org.apache.spark.sql.catalyst.util.IntervalUtils")
            .Static("microsToDuration", a => TimeSpan.FromTicks(a.Long(0) * 10));
    }
}

/// <summary>A <c>java.sql.Timestamp</c>, whose fraction is set after it is made.</summary>
sealed class JavaTimestamp
{
    public long Micros { get; set; }
    public override string ToString() => new Timestamp(Micros).ToString();
}
