using System.Globalization;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Errors;
using Firesteel.Python.Gateway.Java;

namespace Firesteel.Python.Gateway.Core;

/// <summary>Small classes of Java's and Hadoop's that programs reach for: locales, random numbers, optional values, the user.</summary>
static class JavaToolsRoom
{
    public static void Register(ClassTable table)
    {
        var locale = table.Class<LocaleHandle>("java.util.Locale")
            .New(a => new LocaleHandle(a.Count > 1 ? $"{a.Text(0)}_{a.Text(1)}" : a.Text(0)))
            .Static("getDefault", _ => new LocaleHandle(CultureInfo.CurrentCulture.Name.Replace('-', '_') is { Length: > 0 } name ? name : "en_US"))
            .Static("forLanguageTag", a => new LocaleHandle(a.Text(0).Replace('-', '_')))
            // A default of Java's for the whole process: the engine's texts know one form only.
            .StaticDo("setDefault", a => _ = a.Of<LocaleHandle>(0))
            .Get("toString", l => l.Name)
            .Get("toLanguageTag", l => l.Name.Replace('_', '-'))
            .Get("getLanguage", l => l.Name.Split('_')[0])
            .Get("getCountry", l => l.Name.Contains('_', StringComparison.Ordinal) ? l.Name.Split('_')[1] : "");
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[("US", "en_US"), ("UK", "en_GB"), ("ENGLISH", "en"), ("ROOT", ""), ("GERMANY", "de_DE"), ("FRANCE", "fr_FR")]) locale.Value(name, new LocaleHandle(value));
        table.Class<JavaRandom>("java.util.Random")
            .New(a => new JavaRandom(a.Count > 0 ? a.Long(0) : Random.Shared.NextInt64()))
            .Do("setSeed", (r, a) => r.Seed(a.Long(0)))
            .Call("nextInt", (r, a) => a.Count == 0 ? r.NextInt() : a.Int(0) > 0 ? r.NextInt(a.Int(0)) : throw new ArgumentException("bound must be positive"))
            .Get("nextLong", r => r.NextLong())
            .Get("nextDouble", r => r.NextDouble())
            .Get("nextFloat", r => r.NextFloat())
            .Get("nextBoolean", r => r.NextBoolean())
            .Get("nextGaussian", r => r.NextGaussian());
        table.Class<OptionalHandle>("java.util.Optional")
            .Static("of", a => new OptionalHandle(a[0] ?? throw new JavaException("java.lang.NullPointerException", "null")))
            .Static("ofNullable", a => new OptionalHandle(a[0]))
            .Static("empty", _ => new OptionalHandle(null))
            .Get("isPresent", o => o.Value is not null)
            .Get("isEmpty", o => o.Value is null)
            .Call("orElse", (o, a) => o.Value ?? a[0])
            .Get("get", o => o.Value ?? throw new JavaException("java.util.NoSuchElementException", "No value present"));
        // Keys of log lines; the engine's have none.
        foreach (var name in (string[])["org.apache.log4j.MDC", "org.slf4j.MDC", "org.apache.logging.log4j.ThreadContext"])
            table.Static(name).StaticDo("put", _ => { }).StaticDo("remove", _ => { }).StaticDo("clear", _ => { }).Static("get", _ => null);
        table.Class<UserHandle>("org.apache.hadoop.security.UserGroupInformation")
            .Static("getCurrentUser", _ => new UserHandle(Environment.UserName))
            .Static("getLoginUser", _ => new UserHandle(Environment.UserName))
            .Static("isSecurityEnabled", _ => false)
            .Get("getShortUserName", u => u.Name)
            .Get("getUserName", u => u.Name)
            .Get("hasKerberosCredentials", _ => false)
            .Get("toString", u => $"{u.Name} (auth:SIMPLE)");
        table.Static("org.apache.spark.package").Static("SPARK_VERSION", _ => SparkSession.SparkVersion).Static("SPARK_VERSION_SHORT", _ => SparkSession.SparkVersion);
    }

    private sealed record LocaleHandle(string Name);
    private sealed record OptionalHandle(object? Value);
    private sealed record UserHandle(string Name);
}
