using System.Globalization;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Errors;
using Firesteel.Python.Gateway.Java;
using Firesteel.Types;

namespace Firesteel.Python.Gateway.Core;

/// <summary>The process, its threads, clock and network name, and sizes and versions, as programs ask Java and Spark's tools for them.</summary>
static class RuntimeRoom
{
    private const double BytesPerMiB = 1 << 20;

    public static void Register(ClassTable table)
    {
        table.Class<ProcessHandle>("java.lang.Runtime")
            .Static("getRuntime", _ => new ProcessHandle())
            .Get("availableProcessors", _ => Environment.ProcessorCount)
            .Get("maxMemory", _ => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)
            .Get("totalMemory", _ => Committed())
            .Get("freeMemory", _ => Committed() - GC.GetTotalMemory(false))
            .Do("gc", (_, _) => GC.Collect());
        table.Class<ThreadHandle>("java.lang.Thread")
            .Static("currentThread", _ => new ThreadHandle(Thread.CurrentThread))
            .StaticDo("sleep", a => Thread.Sleep(TimeSpan.FromMilliseconds(a.Long(0))))
            .Get("getName", t => t.Thread.Name ?? $"Thread-{t.Thread.ManagedThreadId}")
            .Get("getId", t => (long)t.Thread.ManagedThreadId)
            .Get("getContextClassLoader", _ => new ClassLoaderHandle());
        table.Class<ClassLoaderHandle>("java.lang.ClassLoader")
            .Call("loadClass", (_, a) => throw new JavaException("java.lang.ClassNotFoundException", a.Text(0)));
        table.Class<HostHandle>("java.net.InetAddress")
            .Static("getLocalHost", _ => new HostHandle(Environment.MachineName))
            .Static("getByName", a => new HostHandle(a.Text(0)))
            .Get("getHostName", h => h.Name)
            .Get("getCanonicalHostName", h => h.Name)
            .Get("getHostAddress", h => Address(h.Name));
        Times(table);
        table.Static("org.apache.hadoop.util.VersionInfo").Static("getVersion", _ => "3.5.0");
        table.Static("org.apache.spark.util.Utils")
            .Static("memoryStringToMb", a => (int)(Foundation.Configuration.ConfigText.Bytes("size", a.Text(0), Foundation.Configuration.ByteUnit.BYTE) / (1 << 20)))
            .Static("byteStringAsBytes", a => Foundation.Configuration.ConfigText.Bytes("size", a.Text(0), Foundation.Configuration.ByteUnit.BYTE))
            .Static("bytesToString", a => a.Long(0) is var n && n < 2 * BytesPerMiB ? string.Create(CultureInfo.InvariantCulture, $"{n / 1024.0:0.0} KiB") : string.Create(CultureInfo.InvariantCulture, $"{n / BytesPerMiB:0.0} MiB"))
            .Static("localHostName", _ => "localhost");
    }

    private static void Times(ClassTable table)
    {
        table.ValueClass<DateTimeOffset>("java.time.Instant")
            .Get("toEpochMilli", i => ((DateTimeOffset)i).ToUnixTimeMilliseconds())
            .Get("getEpochSecond", i => ((DateTimeOffset)i).ToUnixTimeSeconds())
            .Get("toString", i => Iso((DateTimeOffset)i));
        table.Static("java.time.Instant")
            .Static("now", _ => DateTimeOffset.UtcNow)
            .Static("ofEpochSecond", a => DateTimeOffset.FromUnixTimeSeconds(a.Long(0)))
            .Static("ofEpochMilli", a => DateTimeOffset.FromUnixTimeMilliseconds(a.Long(0)))
            .Static("parse", a => DateTimeOffset.TryParse(a.Text(0), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var i) ? i : throw Unread(a.Text(0)));
        table.ValueClass<DateOnly>("java.time.LocalDate")
            .Get("getYear", d => ((DateOnly)d).Year)
            .Get("getMonthValue", d => ((DateOnly)d).Month)
            .Get("getDayOfMonth", d => ((DateOnly)d).Day)
            .Get("toEpochDay", d => (long)((DateOnly)d).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber)
            .Call("plusDays", (d, a) => ((DateOnly)d).AddDays((int)a.Long(0)))
            .Call("minusDays", (d, a) => ((DateOnly)d).AddDays((int)-a.Long(0)))
            .Get("toString", d => ((DateOnly)d).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        table.Static("java.time.LocalDate")
            .Static("now", _ => DateOnly.FromDateTime(DateTime.Now))
            .Static("of", a => new DateOnly(a.Int(0), a.Int(1), a.Int(2)))
            .Static("parse", a => DateOnly.TryParseExact(a.Text(0), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var d) ? d : throw Unread(a.Text(0)));
        table.ValueClass<DateTime>("java.time.LocalDateTime")
            .Get("getYear", d => ((DateTime)d).Year)
            .Get("getMonthValue", d => ((DateTime)d).Month)
            .Get("getDayOfMonth", d => ((DateTime)d).Day)
            .Get("getHour", d => ((DateTime)d).Hour)
            .Get("getMinute", d => ((DateTime)d).Minute)
            .Get("getSecond", d => ((DateTime)d).Second)
            .Get("toString", d => ((DateTime)d).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture));
        table.Static("java.time.LocalDateTime").Static("now", _ => DateTime.SpecifyKind(DateTime.Now, DateTimeKind.Unspecified));
        table.Class<ZoneHandle>("java.time.ZoneId")
            .Static("systemDefault", _ => new ZoneHandle(TimeZoneInfo.Local.Id))
            .Static("of", a => new ZoneHandle(Known(a.Text(0))))
            .Get("getId", z => z.Id)
            .Get("getID", z => z.Id);
        // A default of Java's for the whole process: the session's time zone is what queries go by.
        table.Static("java.util.TimeZone")
            .Static("getDefault", _ => new ZoneHandle(TimeZoneInfo.Local.Id))
            .Static("getTimeZone", a => new ZoneHandle(TimeZoneInfo.TryFindSystemTimeZoneById(a.Text(0), out _) ? a.Text(0) : "GMT"))
            .StaticDo("setDefault", a => _ = a.Of<ZoneHandle>(0));
        table.Class<JavaTimestamp>("java.sql.Timestamp")
            .Static("valueOf", a => DateTime.TryParse(a.Text(0), CultureInfo.InvariantCulture, out var t) ? new JavaTimestamp { Micros = new DateTimeOffset(t).ToUnixTimeMilliseconds() * 1000 } : throw Unread(a.Text(0)))
            .Get("getTime", t => t.Micros / 1000);
    }

    // Before the first collection nobody has counted.
    private static long Committed() => Math.Max(GC.GetGCMemoryInfo().TotalCommittedBytes, GC.GetTotalMemory(false));

    private static string Known(string zone) => TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? zone : throw new JavaException("java.time.zone.ZoneRulesException", $"Unknown time-zone ID: {zone}");

    private static string Iso(DateTimeOffset instant)
    {
        var text = instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        var micros = instant.Ticks % TimeSpan.TicksPerSecond / 10;
        return micros == 0 ? text + "Z" : micros % 1000 == 0 ? $"{text}.{micros / 1000:000}Z" : $"{text}.{micros:000000}Z";
    }

    private static string Address(string host)
        => System.Net.Dns.GetHostAddresses(host).FirstOrDefault(a => a.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork)?.ToString() ?? "127.0.0.1";

    private static JavaException Unread(string text) => new("java.time.format.DateTimeParseException", $"Text '{text}' could not be parsed");

    private sealed record ProcessHandle;
    private sealed record ThreadHandle(Thread Thread);
    private sealed record ClassLoaderHandle;
    private sealed record HostHandle(string Name);

    private sealed record ZoneHandle(string Id)
    {
        public override string ToString() => Id;
    }
}
