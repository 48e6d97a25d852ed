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
        settings.TryAdd("spark.master", Environment.GetEnvironmentVariable("MASTER") is { Length: > 0 } master ? master : "local[*]");
        settings.TryAdd("spark.submit.deployMode", "client");
        if (arguments.Program is { } program) settings.TryAdd("spark.app.name", arguments.MainClass ?? Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(program)));
        Check(settings);
        return settings;
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
        switch (settings["spark.submit.deployMode"])
        {
            case "client": return;
            case "cluster" when settings["spark.master"].StartsWith("spark://", StringComparison.Ordinal): return;
            case "cluster": throw new UsageException("Cluster deploy mode is not supported with a local master: the driver runs in this process.");
            case var other: throw new UsageException($"The deploy mode is either \"client\" or \"cluster\", not \"{other}\".");
        }
    }
}
