namespace Firesteel.Foundation.Logging;

/// <summary>Severity of a log line, least severe first.</summary>
enum LogLevel { Trace, Debug, Info, Warn, Error, Fatal, Off }

/// <summary>Writes log lines in Spark's form, <c>26/11/21 14:43:01 INFO SparkContext: text</c>, to standard error.</summary>
sealed class Logger
{
    private static readonly Lazy<LogWriter> Writer = new(() => new LogWriter(Console.OpenStandardError()));
    private readonly string _name;

    private Logger(string name) => _name = name;

    /// <summary>Lines below this level are dropped, unless the logger has a level of its own.</summary>
    public static LogLevel Level { get; set; } = LogLevel.Warn;

    /// <summary>Levels of single loggers, or of all in a package.</summary>
    public static NamedLevels Named { get; } = new();

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
        Writer.Value.Add(new LogWriter.Line(Time.GetLocalNow(), level, _name, message, cause));
        // What comes next may be the end of the process.
        if (level >= LogLevel.Error) Writer.Value.Flush();
    }
}
