using System.Collections.Concurrent;
using System.Globalization;
using Firesteel.Foundation.Configuration;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Errors;
using Firesteel.Python.Gateway.Java;

namespace Firesteel.Python.Gateway.Core;

/// <summary>What programs ask of Java itself: system properties, numbers, dates, log4j; and the gateway's own object.</summary>
static class SystemRoom
{
    /// <summary>The version of Java whose answers are given.</summary>
    public const string JavaVersion = "17.0.0";

    private static readonly ConcurrentDictionary<string, string> Properties = new(StringComparer.Ordinal)
    {
        // What a program asks that wants to know whether spark-submit started it.
        ["SPARK_SUBMIT"] = "true",
        ["java.io.tmpdir"] = Path.GetTempPath().TrimEnd('/'),
        ["user.dir"] = Directory.GetCurrentDirectory(),
        ["user.name"] = Environment.UserName,
        ["user.home"] = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        ["file.separator"] = "/",
        ["line.separator"] = "\n",
        ["java.version"] = JavaVersion,
        ["java.specification.version"] = "17",
        ["java.vendor"] = "Firesteel, without a JVM",
        ["java.class.path"] = "",
        ["java.home"] = AppContext.BaseDirectory.TrimEnd('/'),
        ["file.encoding"] = "UTF-8",
        ["path.separator"] = ":",
        ["user.timezone"] = TimeZoneInfo.Local.Id,
        ["os.arch"] = System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64 ? "amd64" : "aarch64",
        ["os.version"] = Environment.OSVersion.Version.ToString(),
        ["os.name"] = OperatingSystem.IsLinux() ? "Linux" : Environment.OSVersion.Platform.ToString(),
    };

    public static void Register(ClassTable table)
    {
        table.Static("java.lang.System")
            .Static("getProperty", a => SubmittedProperties.Current.GetValueOrDefault(a.Text(0)) ?? Properties.GetValueOrDefault(a.Text(0)) ?? (a.Count > 1 ? a[1] : null))
            .Static("setProperty", a => SetProperty(a.Text(0), a.Text(1)))
            .Static("clearProperty", a => Properties.TryRemove(a.Text(0), out var old) ? old : null)
            .Static("getProperties", _ => Properties.Concat(SubmittedProperties.Current).GroupBy(p => p.Key).ToDictionary(g => (object)g.Key, g => (object?)g.Last().Value))
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
            .Get("toString", f => f.Name)
            .Get("getParent", f => Path.GetDirectoryName(f.Name))
            .Get("isDirectory", f => Directory.Exists(f.Name))
            .Get("isFile", f => File.Exists(f.Name))
            .Get("length", f => File.Exists(f.Name) ? new FileInfo(f.Name).Length : 0)
            .Get("exists", f => File.Exists(f.Name) || Directory.Exists(f.Name));
        Numbers(table);
        JavaTimes.Register(table);
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
            .New(a => a.Is<string>(0) ? ParseInt(a.Text(0)) : a.Int(0))
            .Value("MAX_VALUE", int.MaxValue).Value("MIN_VALUE", int.MinValue)
            .Static("parseInt", a => ParseInt(a.Text(0)))
            .Static("valueOf", a => a.Is<string>(0) ? ParseInt(a.Text(0)) : a.Int(0))
            .Static("toString", a => JavaText.Of(a.Int(0)));
        table.Static("java.lang.Long")
            .New(a => a.Is<string>(0) ? long.Parse(a.Text(0), CultureInfo.InvariantCulture) : a.Long(0))
            .Value("MAX_VALUE", long.MaxValue).Value("MIN_VALUE", long.MinValue)
            .Static("parseLong", a => long.TryParse(a.Text(0), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : throw NotANumber(a.Text(0)))
            .Static("valueOf", a => a.Is<string>(0) ? long.Parse(a.Text(0), CultureInfo.InvariantCulture) : a.Long(0));
        table.Static("java.lang.Double")
            .New(a => a.Is<string>(0) ? double.Parse(a.Text(0), CultureInfo.InvariantCulture) : a.Double(0))
            .Static("valueOf", a => a.Is<string>(0) ? double.Parse(a.Text(0), CultureInfo.InvariantCulture) : a.Of<double>(0))
            .Static("parseDouble", a => double.Parse(a.Text(0), CultureInfo.InvariantCulture));
        table.Static("java.lang.Boolean")
            .Value("TRUE", true).Value("FALSE", false)
            .New(a => a.Is<bool>(0) ? a.Bool(0) : a.Text(0).Equals("true", StringComparison.OrdinalIgnoreCase))
            .Static("parseBoolean", a => a.Text(0).Equals("true", StringComparison.OrdinalIgnoreCase))
            .Static("valueOf", a => a.Is<bool>(0) ? a.Bool(0) : a.Text(0).Equals("true", StringComparison.OrdinalIgnoreCase))
            .Static("toString", a => a.Bool(0) ? "true" : "false");
        table.Static("java.lang.String")
            .New(a => a.Count > 0 ? a.Text(0) : "")
            .Static("valueOf", a => JavaText.Of(a[0]))
            .Static("join", a => string.Join(a.Text(0), (a.IsItems(1) ? a.Items(1) : Enumerable.Range(1, a.Count - 1).Select(i => a[i])).Select(JavaText.Of)));
        table.Static("java.lang.Math")
            .Value("PI", Math.PI).Value("E", Math.E)
            .Static("abs", a => a[0] switch { int n => Math.Abs(n), long n => Math.Abs(n), double d => (object)Math.Abs(d), _ => throw a.Mismatch() })
            .Static("sqrt", a => Math.Sqrt(a.Of<double>(0)))
            .Static("cos", a => Math.Cos(a.Of<double>(0)))
            .Static("max", a => a.Is<double>(0) ? Math.Max(a.Double(0), a.Double(1)) : a.Is<int>(0) && a.Is<int>(1) ? (object)Math.Max(a.Int(0), a.Int(1)) : Math.Max(a.Long(0), a.Long(1)));
        table.Static("java.math.BigDecimal").New(a => new ValueText(a.Text(0)).Decimal);
        table.ValueClass<Guid>("java.util.UUID");
        table.Static("java.util.UUID").Static("randomUUID", _ => Guid.NewGuid()).Static("fromString", a => Guid.Parse(a.Text(0)));
        table.Static("java.math.BigInteger").New(a => new ValueText(a.Text(0)).Decimal);
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

    private readonly record struct ValueText(string Text)
    {
        public Types.BigDecimal Decimal => decimal.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? new(value) : throw NotANumber(Text);
    }
}
