using Firesteel.Execution;
using Firesteel.Foundation.Logging;

namespace Firesteel.Cli.Submit;

/// <summary>Sets the log level: <c>conf/log4j2.properties</c> where it exists, else what the command asks for.</summary>
static class LogConfiguration
{
    public static void Apply(LogLevel level)
    {
        var file = Path.Combine(Installation.ConfFolder, "log4j2.properties");
        Logger.Level = File.Exists(file) && PropertiesFile.Read(file).GetValueOrDefault("rootLogger.level") is { } named && LogLevels.TryParse(named, out var root) ? root : level;
    }
}
