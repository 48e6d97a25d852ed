using Firesteel.Foundation.Logging;

namespace Firesteel.Cli.Submit;

/// <summary>Sets the log levels: those of <c>conf/log4j2.properties</c> where it exists, over what the command asks for.</summary>
static class LogConfiguration
{
    public static void Apply(LogLevel level)
    {
        Logger.Level = level;
        var file = Path.Combine(Installation.ConfFolder, "log4j2.properties");
        if (File.Exists(file)) LogSettings.Apply(PropertiesFile.Read(file));
    }
}
