using System.Globalization;

namespace Firesteel.Foundation.Logging;

/// <summary>Severity of a log line, least severe first.</summary>
enum LogLevel { Trace, Debug, Info, Warn, Error, Fatal, Off }

/// <summary>Writes log lines in Spark's form, <c>26/11/21 14:43:01 INFO SparkContext: text</c>, to standard error.</summary>
sealed class Logger
{
    private static readonly Lock Gate = new();
    private readonly string _name;

    private Logger(string name) => _name = name;

    /// <summary>Lines below this level are dropped, unless the logger has a level of its own.</summary>
    public static LogLevel Level { get; set; } = LogLevel.Warn;

    /// <summary>Levels of single loggers, or of all in a package.</summary>
    public static NamedLevels Named { get; } = new();

    /// <summary>Where lines go; standard error unless a test or a daemon sets it.</summary>
    public static TextWriter Output { get; set; } = Console.Error;

    public static TimeProvider Time { get; set; } = TimeProvider.System;

    /// <param name="name">Short name of the component, as Spark prints it: <c>DAGScheduler</c>.</param>
    public static Logger For(string name) => new(name);

    public bool IsEnabled(LogLevel level) => level >= (Named.IsEmpty ? Level : Named.Of(_name) ?? Level);

    public void Debug(string message) => Write(LogLevel.Debug, message, null);
    public void Info(string message) => Write(LogLevel.Info, message, null);
    public void Warn(string message, Exception? cause = null) => Write(LogLevel.Warn, message, cause);
    public void Error(string message, Exception? cause = null) => Write(LogLevel.Error, message, cause);

    private void Write(LogLevel level, string message, Exception? cause)
    {
        if (!IsEnabled(level)) return;
        var time = Time.GetLocalNow().ToString("yy/MM/dd HH:mm:ss", CultureInfo.InvariantCulture);
        var line = $"{time} {level.ToString().ToUpperInvariant()} {_name}: {message}";
        lock (Gate)
        {
            try
            {
                Output.WriteLine(line);
                if (cause is not null) Output.WriteLine(cause);
            }
            catch (IOException)
            {
                // A full disk or a reader that left: a line that cannot be written is no reason to fail.
            }
        }
    }
}
