using Firesteel.Execution;
using Firesteel.Foundation.Logging;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Errors;
using Firesteel.Python.Gateway.Java;

namespace Firesteel.Python.Gateway.Core;

/// <summary>log4j, in its older and newer form, and slf4j: programs write lines to the log, and set levels of loggers by name.</summary>
static class LoggingRoom
{
    private static readonly string[] Levels = ["ALL", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "OFF"];

    public static void Register(ClassTable table)
    {
        foreach (var name in (string[])["org.apache.log4j.LogManager", "org.apache.log4j.Logger", "org.slf4j.LoggerFactory", "org.apache.logging.log4j.LogManager"])
            table.Static(name)
                .Static("getLogger", a => new JavaLogger(a.Count == 0 ? "program" : NameOf(a[0])))
                .Static("getRootLogger", _ => new JavaLogger(JavaLogger.Root))
                .StaticDo("shutdown", _ => { });
        table.Class<JavaLogger>("org.apache.log4j.Logger")
            .Do("setLevel", (l, a) => SetLevel(l.Name, LevelOf(a[0])))
            .Get("getLevel", l => l.Level)
            .Get("getEffectiveLevel", l => l.Level)
            .Get("isTraceEnabled", l => l.Log.IsEnabled(LogLevel.Trace))
            .Get("isDebugEnabled", l => l.Log.IsEnabled(LogLevel.Debug))
            .Get("isInfoEnabled", l => l.Log.IsEnabled(LogLevel.Info))
            .Get("isWarnEnabled", l => l.Log.IsEnabled(LogLevel.Warn))
            .Do("trace", (l, a) => l.Log.Debug(Line(a)))
            .Do("debug", (l, a) => l.Log.Debug(Line(a)))
            .Do("info", (l, a) => l.Log.Info(Line(a)))
            .Do("warn", (l, a) => l.Log.Warn(Line(a)))
            .Do("error", (l, a) => l.Log.Error(Line(a)))
            .Do("fatal", (l, a) => l.Log.Error(Line(a)))
            .Get("getName", l => l.Name);
        foreach (var name in (string[])["org.apache.log4j.Level", "org.apache.logging.log4j.Level"])
        {
            var levels = table.Static(name)
                .Static("toLevel", a => LevelOf(a[0]))
                .Static("getLevel", a => LevelOf(a[0]))
                .Static("valueOf", a => LevelOf(a[0]));
            foreach (var level in Levels) levels.Value(level, new JavaLevel(level));
        }
        table.Class<JavaLevel>("org.apache.log4j.Priority").Get("name", l => l.Name).Get("getName", l => l.Name);
        table.Static("org.apache.logging.log4j.core.config.Configurator")
            .StaticDo("setLevel", a => SetLevel(NameOf(a[0]), LevelOf(a[1])))
            .StaticDo("setAllLevels", a => SetLevel(NameOf(a[0]), LevelOf(a[1])))
            .StaticDo("setRootLevel", a => SetLevel(JavaLogger.Root, LevelOf(a[0])));
    }

    private static string NameOf(object? name) => name switch
    {
        JavaLogger logger => logger.Name,
        JavaClass c => c.Name,
        "" => JavaLogger.Root,
        _ => JavaText.Of(name),
    };

    private static JavaLevel LevelOf(object? level) => JavaText.Of(level).ToUpperInvariant() is var name && Levels.Contains(name) ? new(name) : new("DEBUG");

    private static string Line(Arguments a) => JavaText.Of(a[0]);

    private static void SetLevel(string logger, JavaLevel level)
    {
        if (!LogLevels.TryParse(level.Name, out var parsed)) throw new JavaException("java.lang.IllegalArgumentException", $"{level.Name} is no level of a logger.");
        if (logger == JavaLogger.Root) Logger.Level = parsed;
        else Logger.Named.Set(logger, parsed);
    }

    private sealed record JavaLevel(string Name)
    {
        public override string ToString() => Name;
    }

    private sealed record JavaLogger(string Name)
    {
        public const string Root = "root";
        public Logger Log { get; } = Logger.For(Name);
        public JavaLevel Level => new((Name == Root ? Logger.Level : Logger.Named.Of(Name) ?? Logger.Level).ToString().ToUpperInvariant());
    }
}
