using Firesteel.Foundation.Logging;

namespace Firesteel.Execution;

/// <summary>Log levels by the names that settings and programs use.</summary>
static class LogLevels
{
    public const string All = "ALL, TRACE, DEBUG, INFO, WARN, ERROR, FATAL, OFF";

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
