using System.Globalization;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Commands;

/// <summary>The options and settings of a Master or Worker: command line over environment over <c>-D</c> options over the properties file.</summary>
sealed class DaemonArguments
{
    private static readonly Logger Log = Logger.For("SparkDaemon");
    private readonly Dictionary<string, string> _options = [];
    private readonly Dictionary<string, string> _settings;

    /// <param name="names">Each option's names; the first is the one to ask by.</param>
    /// <param name="javaOptions">Environment variables with options as <c>-Dspark.key=value</c>.</param>
    /// <param name="readProperties">Reads a file of settings, or for null the installation's own.</param>
    /// <exception cref="DaemonUsageException">An argument is not understood.</exception>
    /// <exception cref="SparkException">A setting asks for a protection that is not there.</exception>
    public DaemonArguments(
        string[] args, IReadOnlyList<string[]> names, ReadOnlySpan<string> javaOptions, Func<string?, IReadOnlyDictionary<string, string>> readProperties)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--help") throw new DaemonUsageException(null);
            var known = names.FirstOrDefault(n => n.Contains(args[i], StringComparer.Ordinal));
            if (known is not null && i + 1 < args.Length) _options[known[0]] = args[++i];
            else if (known is not null) throw new DaemonUsageException($"The option {args[i]} needs a value.");
            else if (args[i].StartsWith('-')) throw new DaemonUsageException($"Unrecognized option: {args[i]}");
            else Rest.Add(args[i]);
        }
        _settings = new Dictionary<string, string>(readProperties(_options.GetValueOrDefault("--properties-file")));
        foreach (var variable in javaOptions) Take(variable, readProperties);
        SecuritySettings.RequireHonoured(_settings);
    }

    public List<string> Rest { get; } = [];

    public int PortRetries => NumberSetting("spark.port.maxRetries", 16);

    /// <summary>A setting as its text.</summary>
    public string? Setting(string key) => _settings.GetValueOrDefault(key);

    /// <summary>An option, else a variable of the environment.</summary>
    public string? Option(string name, string variable)
    {
        if (_options.TryGetValue(name, out var given)) return given;
        if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } set) return null;
        if (!set.Contains("://", StringComparison.Ordinal)) return set;
        // Kubernetes gives a service named spark-master a variable SPARK_MASTER_PORT of its own making.
        Log.Warn($"Ignored {variable}={set}: it is the address of a service, as Kubernetes puts it into the environment");
        return null;
    }

    public int Number(string name, string variable, int otherwise) =>
        Option(name, variable) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new DaemonUsageException($"{name} (or {variable}) should be a whole number, and is \"{text}\".");

    public int Port(string name, string variable, int otherwise) =>
        Number(name, variable, otherwise) is var port && port <= ushort.MaxValue ? port : throw new DaemonUsageException($"{name} (or {variable}) should be a port, 0 to 65535, and is {port}.");

    public int NumberSetting(string key, int otherwise) => Setting(key) is { } text ? ConfigText.Int(key, text) : otherwise;
    public bool FlagSetting(string key, bool otherwise) => Setting(key) is { } text ? ConfigText.Boolean(key, text) : otherwise;
    public TimeSpan SecondsSetting(string key, int otherwise) => Setting(key) is { } text ? TimeSpan.FromMilliseconds(ConfigText.Duration(key, text, TimeUnit.SECONDS)) : TimeSpan.FromSeconds(otherwise);

    private void Take(string variable, Func<string?, IReadOnlyDictionary<string, string>> readFile)
    {
        if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } text) return;
        var options = JavaOptions.Parse(text);
        foreach (var (key, value) in options.Settings) _settings[key] = value;
        LogSettings.Apply(options, readFile);
        if (options.Ignored.Count > 0) Log.Warn($"{variable}: there is no JVM here, passed over {string.Join(' ', options.Ignored)}");
    }
}

/// <summary>A daemon was called in a way that it refuses, or (without a message) asked for help.</summary>
sealed class DaemonUsageException(string? message) : Exception(message)
{
    public string? Text { get; } = message;
}
