using Firesteel.Foundation.Configuration;

namespace Firesteel.Foundation.Logging;

/// <summary>Sets log levels as log4j's files and options name them.</summary>
static class LogSettings
{
    private const string Log4j1Logger = "log4j.logger.";

    public static bool TryParse(string text, out LogLevel level)
    {
        (var known, level) = text.Trim().ToUpperInvariant() switch
        {
            "ALL" or "TRACE" => (true, LogLevel.Trace),
            "DEBUG" => (true, LogLevel.Debug),
            "INFO" => (true, LogLevel.Info),
            "WARN" => (true, LogLevel.Warn),
            "ERROR" => (true, LogLevel.Error),
            "FATAL" => (true, LogLevel.Fatal),
            "OFF" => (true, LogLevel.Off),
            _ => (false, LogLevel.Info),
        };
        return known;
    }

    /// <summary>The levels of a log4j2.properties (or an older log4j.properties): the root's, and those of loggers and packages.</summary>
    public static void Apply(IReadOnlyDictionary<string, string> file)
    {
        foreach (var (key, value) in file)
        {
            if (key is "rootLogger.level" or "rootLogger" or "log4j.rootLogger" or "log4j.rootCategory") Set("", value);
            else if (key.StartsWith("logger.", StringComparison.Ordinal) && key.EndsWith(".name", StringComparison.Ordinal) && file.TryGetValue(key[..^".name".Length] + ".level", out var level)) Set(value, level);
            else if (key.StartsWith(Log4j1Logger, StringComparison.Ordinal)) Set(key[Log4j1Logger.Length..], value);
        }
    }

    /// <summary>The levels among a JVM's options.</summary>
    /// <param name="read">Reads a file of properties.</param>
    public static void Apply(JavaOptions options, Func<string, IReadOnlyDictionary<string, string>> read)
    {
        if (options.LogFile is { } file) Apply(read(file));
        foreach (var (name, level) in options.LogLevels) Set(name, level);
    }

    // Behind the level older files name appenders.
    private static void Set(string name, string text)
    {
        if (!TryParse(text.Split(',')[0], out var level)) return;
        if (name.Length == 0) Logger.Level = level;
        else Logger.Named.Set(name, level);
    }
}
