using System.Collections.Concurrent;
using System.Globalization;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.Logging;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Errors;
using Firesteel.Python.Gateway.Java;

namespace Firesteel.Python.Gateway.Core;

/// <summary>What programs ask of Java itself: system properties, numbers, dates, log4j; and the gateway's own object.</summary>
static class SystemRoom
{
    private static readonly ConcurrentDictionary<string, string> Properties = new(StringComparer.Ordinal)
    {
        ["java.io.tmpdir"] = Path.GetTempPath().TrimEnd('/'),
        ["user.dir"] = Directory.GetCurrentDirectory(),
        ["user.name"] = Environment.UserName,
        ["user.home"] = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        ["file.separator"] = "/",
        ["line.separator"] = "\n",
        ["os.name"] = OperatingSystem.IsLinux() ? "Linux" : Environment.OSVersion.Platform.ToString(),
    };

    public static void Register(ClassTable table)
    {
        table.Static("java.lang.System")
            .Static("getProperty", a => SubmittedProperties.Current.GetValueOrDefault(a.Text(0)) ?? Properties.GetValueOrDefault(a.Text(0)) ?? (a.Count > 1 ? a[1] : null))
            .Static("setProperty", a => SetProperty(a.Text(0), a.Text(1)))
            .Static("getenv", a => a.Count > 0 ? Environment.GetEnvironmentVariable(a.Text(0)) : Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().ToDictionary(e => e.Key, e => e.Value))
            .Static("currentTimeMillis", _ => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds())
            .Static("nanoTime", _ => System.Diagnostics.Stopwatch.GetTimestamp())
            .Static("lineSeparator", _ => "\n")
            .Static("identityHashCode", a => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(a[0]))
            .StaticDo("gc", _ => GC.Collect());
        table.Class<JavaFile>("java.io.File")
            .New(a => new JavaFile(a.Text(0)))
            .Get("getAbsolutePath", f => Path.GetFullPath(f.Name))
            .Get("getPath", f => f.Name)
            .Get("getName", f => Path.GetFileName(f.Name))
            .Get("exists", f => File.Exists(f.Name) || Directory.Exists(f.Name));
        Numbers(table);
        JavaTimes.Register(table);
        Logging(table);
        table.Class<Protocol.PythonGateway>("py4j.ClientServer")
            .Get("getCallbackClient", g => g.Callbacks)
            .Get("getListeningPort", g => g.Port)
            .Get("getPythonPort", g => g.Callbacks.Port)
            .Do("resetCallbackClient", (g, a) => g.Callbacks.Reset(a.Int(1)))
            .Do("shutdown", (g, _) => g.Dispose());
        table.Class<Protocol.CallbackClient>("py4j.PythonClient")
            .Get("getAddress", c => c.Address)
            .Get("getPort", c => c.Port);
        table.Class<System.Net.IPAddress>("java.net.Inet4Address").Get("getHostAddress", i => i.ToString());
    }

    private static void Numbers(ClassTable table)
    {
        table.Static("java.lang.Integer")
            .Value("MAX_VALUE", int.MaxValue).Value("MIN_VALUE", int.MinValue)
            .Static("parseInt", a => ParseInt(a.Text(0)))
            .Static("valueOf", a => a.Is<string>(0) ? ParseInt(a.Text(0)) : a.Int(0))
            .Static("toString", a => JavaText.Of(a.Int(0)));
        table.Static("java.lang.Long")
            .Value("MAX_VALUE", long.MaxValue).Value("MIN_VALUE", long.MinValue)
            .Static("parseLong", a => long.TryParse(a.Text(0), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : throw NotANumber(a.Text(0)))
            .Static("valueOf", a => a.Is<string>(0) ? long.Parse(a.Text(0), CultureInfo.InvariantCulture) : a.Long(0));
        table.Static("java.lang.Double")
            .Static("valueOf", a => a.Is<string>(0) ? double.Parse(a.Text(0), CultureInfo.InvariantCulture) : a.Of<double>(0))
            .Static("parseDouble", a => double.Parse(a.Text(0), CultureInfo.InvariantCulture));
        table.Static("java.lang.Boolean")
            .Static("parseBoolean", a => a.Text(0).Equals("true", StringComparison.OrdinalIgnoreCase))
            .Static("valueOf", a => a.Is<bool>(0) ? a.Bool(0) : a.Text(0).Equals("true", StringComparison.OrdinalIgnoreCase))
            .Static("toString", a => a.Bool(0) ? "true" : "false");
        table.Static("java.lang.String")
            .New(a => a.Count > 0 ? a.Text(0) : "")
            .Static("valueOf", a => JavaText.Of(a[0]));
        table.Static("java.lang.Math")
            .Value("PI", Math.PI).Value("E", Math.E)
            .Static("abs", a => a[0] switch { int n => Math.Abs(n), long n => Math.Abs(n), double d => (object)Math.Abs(d), _ => throw a.Mismatch() })
            .Static("sqrt", a => Math.Sqrt(a.Of<double>(0)))
            .Static("cos", a => Math.Cos(a.Of<double>(0)))
            .Static("max", a => a.Is<double>(0) ? Math.Max(a.Double(0), a.Double(1)) : a.Is<int>(0) && a.Is<int>(1) ? (object)Math.Max(a.Int(0), a.Int(1)) : Math.Max(a.Long(0), a.Long(1)));
        table.Static("java.math.BigDecimal").New(a => new ValueText(a.Text(0)).Decimal);
        table.ValueClass<Guid>("java.util.UUID");
        table.Static("java.util.UUID").Static("randomUUID", _ => Guid.NewGuid());
    }

    private static void Logging(ClassTable table)
    {
        foreach (var name in (string[])["org.apache.log4j.LogManager", "org.apache.log4j.Logger", "org.slf4j.LoggerFactory", "org.apache.logging.log4j.LogManager"])
            table.Static(name)
                .Static("getLogger", a => new JavaLogger(a[0]?.ToString() ?? "program"))
                .Static("getRootLogger", _ => new JavaLogger("root"));
        table.Class<JavaLogger>("org.apache.log4j.Logger")
            .Do("setLevel", (l, a) => { if (l.Name is "root" or "org" or "org.apache.spark" && Firesteel.Execution.LogLevels.TryParse(a[0]?.ToString() ?? "", out var level)) Logger.Level = level; })
            .Do("trace", (l, a) => l.Log.Debug(JavaText.Of(a[0])))
            .Do("debug", (l, a) => l.Log.Debug(JavaText.Of(a[0])))
            .Do("info", (l, a) => l.Log.Info(JavaText.Of(a[0])))
            .Do("warn", (l, a) => l.Log.Warn(JavaText.Of(a[0])))
            .Do("error", (l, a) => l.Log.Error(JavaText.Of(a[0])))
            .Do("fatal", (l, a) => l.Log.Error(JavaText.Of(a[0])))
            .Get("getName", l => l.Name);
        foreach (var name in (string[])["org.apache.log4j.Level", "org.apache.logging.log4j.Level"])
        {
            var levels = table.Static(name);
            foreach (var level in (string[])["ALL", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "OFF"]) levels.Value(level, new JavaLevel(level));
        }
        table.Class<JavaLevel>("org.apache.log4j.Priority");
    }

    // What is set for Spark before a context starts is a setting of the next SparkConf.
    private static string? SetProperty(string key, string value)
    {
        if (!key.StartsWith("spark.", StringComparison.Ordinal))
        {
            Properties.TryGetValue(key, out var before);
            Properties[key] = value;
            return before;
        }
        var all = SubmittedProperties.Current.ToDictionary();
        all.TryGetValue(key, out var old);
        all[key] = value;
        SubmittedProperties.Install(all);
        return old;
    }

    private static int ParseInt(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : throw NotANumber(text);
    private static JavaException NotANumber(string text) => new("java.lang.NumberFormatException", $"For input string: \"{text}\"");

    private sealed record JavaLevel(string Name)
    {
        public override string ToString() => Name;
    }

    private sealed record JavaLogger(string Name)
    {
        public Logger Log { get; } = Logger.For(Name);
    }

    private readonly record struct ValueText(string Text)
    {
        public Types.BigDecimal Decimal => decimal.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? new(value) : throw NotANumber(Text);
    }
}
