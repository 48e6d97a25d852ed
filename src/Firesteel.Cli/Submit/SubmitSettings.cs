using System.Globalization;
using Firesteel.Execution;
using Firesteel.Foundation.Configuration;

namespace Firesteel.Cli.Submit;

/// <summary>The settings that a program starts with: the command line's over those of the properties file.</summary>
static class SubmitSettings
{
    public static Dictionary<string, string> Resolve(SubmitArguments arguments)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        var defaults = Path.Combine(Installation.ConfFolder, "spark-defaults.conf");
        if ((arguments.PropertiesFile is null || arguments.LoadSparkDefaults) && File.Exists(defaults)) AddFile(settings, defaults);
        if (arguments.PropertiesFile is { } named) AddFile(settings, named);
        foreach (var (key, value) in arguments.Settings) settings[key] = value;
        if (settings.TryGetValue("spark.remote", out var server)) GoTo(server, settings);
        settings.TryAdd("spark.master", Environment.GetEnvironmentVariable("MASTER") is { Length: > 0 } master ? master : "local[*]");
        settings.TryAdd("spark.submit.deployMode", "client");
        if (arguments.Program is { } program) settings.TryAdd("spark.app.name", arguments.MainClass ?? NameOf(Path.TrimEndingDirectorySeparator(program)));
        Check(settings);
        return settings;
    }

    // Programs in Python are named by their files, as in Spark.
    private static string NameOf(string program) => program.EndsWith(".py", StringComparison.Ordinal) ? Path.GetFileName(program) : Path.GetFileNameWithoutExtension(program);

    // The program's session lives on a Spark Connect server; Python programs find it in their environment.
    private static void GoTo(string server, Dictionary<string, string> settings)
    {
        if (settings.ContainsKey("spark.master") || settings.ContainsKey("spark.submit.deployMode")) throw new UsageException("Remote cannot be specified with master and/or deploy mode.");
        if (!server.StartsWith("sc://", StringComparison.Ordinal)) throw new UsageException($"The address of a Spark Connect server is sc://host:port, not {server}.");
        Environment.SetEnvironmentVariable("SPARK_REMOTE", server);
        Environment.SetEnvironmentVariable("SPARK_CONNECT_MODE_ENABLED", "1");
    }

    private static void AddFile(Dictionary<string, string> settings, string path)
    {
        foreach (var (key, value) in PropertiesFile.Read(path))
            if (key.StartsWith("spark.", StringComparison.Ordinal)) settings[key] = value;
    }

    private static void Check(Dictionary<string, string> settings)
    {
        SecuritySettings.RequireHonoured(settings);
        if (!MasterUrl.TryParse(settings["spark.master"], out _, out var why)) throw new UsageException(why);
        if (settings["spark.master"].StartsWith("spark://", StringComparison.Ordinal)) Deploy.Standalone.MasterAddress.ParseAll(settings["spark.master"]);
        RequireSize(settings, "spark.driver.memory", "--driver-memory");
        RequireSize(settings, "spark.executor.memory", "--executor-memory");
        RequireCount(settings, "spark.driver.cores", "--driver-cores");
        RequireCount(settings, "spark.executor.cores", "--executor-cores");
        RequireCount(settings, "spark.cores.max", "--total-executor-cores");
        switch (settings["spark.submit.deployMode"])
        {
            case "client": return;
            case "cluster" when settings["spark.master"].StartsWith("spark://", StringComparison.Ordinal): return;
            case "cluster": throw new UsageException("Cluster deploy mode is not supported with a local master: the driver runs in this process.");
            case var other: throw new UsageException($"The deploy mode is either \"client\" or \"cluster\", not \"{other}\".");
        }
    }

    private static void RequireSize(Dictionary<string, string> settings, string key, string option)
    {
        if (!settings.TryGetValue(key, out var text)) return;
        long bytes;
        try { bytes = ConfigText.Bytes(key, text, ByteUnit.MiB); }
        catch (SparkException) { bytes = 0; }
        if (bytes <= 0) throw new UsageException($"{option} (or {key}) should be a size such as 512m or 2g, more than nothing, and is \"{text}\".");
    }

    private static void RequireCount(Dictionary<string, string> settings, string key, string option)
    {
        if (!settings.TryGetValue(key, out var text)) return;
        if (!int.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count == 0) throw new UsageException($"{option} (or {key}) should be a positive whole number, and is \"{text}\".");
    }
}
