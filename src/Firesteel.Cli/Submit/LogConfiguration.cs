using Firesteel.Foundation.Logging;

namespace Firesteel.Cli.Submit;

/// <summary>Sets the log level: <c>conf/log4j2.properties</c> where it exists, else what the command asks for.</summary>
static class LogConfiguration
{
    public static void Apply(LogLevel level)
    {
        var file = Path.Combine(Installation.ConfFolder, "log4j2.properties");
        Logger.Level = File.Exists(file) && PropertiesFile.Read(file).GetValueOrDefault("rootLogger.level") is { } named && TryParse(named, out var root) ? root : level;
    }

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
}
