using System.Collections.Concurrent;

namespace Firesteel.Foundation.Logging;

/// <summary>
/// Log levels by the names that log4j files use: a class (<c>org.apache.spark.scheduler.DAGScheduler</c>) or a package
/// that holds it. The longest name that fits a logger decides.
/// </summary>
sealed class NamedLevels
{
    private const string Root = "org.apache.spark";

    // Where Spark keeps the classes after which loggers are named; the others count as of the root.
    private static readonly Dictionary<string, string> Packages = new(StringComparer.Ordinal)
    {
        ["DAGScheduler"] = Root + ".scheduler",
        ["TaskSchedulerImpl"] = Root + ".scheduler",
        ["TaskSetManager"] = Root + ".scheduler",
        ["AsyncEventQueue"] = Root + ".scheduler",
        ["CoarseGrainedSchedulerBackend"] = Root + ".scheduler.cluster",
        ["StandaloneSchedulerBackend"] = Root + ".scheduler.cluster",
        ["Executor"] = Root + ".executor",
        ["CoarseGrainedExecutorBackend"] = Root + ".executor",
        ["Master"] = Root + ".deploy.master",
        ["Worker"] = Root + ".deploy.worker",
        ["ExecutorRunner"] = Root + ".deploy.worker",
        ["DriverRunner"] = Root + ".deploy.worker",
        ["StandaloneAppClient$ClientEndpoint"] = Root + ".deploy.client",
        ["ClientEndpoint"] = Root + ".deploy",
        ["SparkSubmit"] = Root + ".deploy",
        ["TransportServer"] = Root + ".network.server",
        ["TransportChannelHandler"] = Root + ".network.server",
        ["JettyUtils"] = Root + ".ui",
        ["SparkSQL"] = Root + ".sql",
        ["FileWrites"] = Root + ".sql",
        ["MemoryStore"] = Root + ".storage.memory",
        ["BlockManager"] = Root + ".storage",
    };

    private readonly ConcurrentDictionary<string, LogLevel> _levels = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LogLevel?> _known = new(StringComparer.Ordinal);

    // The dictionary itself would take all of its locks to answer that, and every log line asks.
    private volatile bool _any;

    public bool IsEmpty => !_any;

    public void Set(string name, LogLevel level)
    {
        _levels[name] = level;
        _any = true;
        _known.Clear();
    }

    public void Clear()
    {
        _levels.Clear();
        _any = false;
        _known.Clear();
    }

    /// <summary>The level of a logger by its short name; null where none of the names fits it.</summary>
    public LogLevel? Of(string logger) => _known.GetOrAdd(logger, Find);

    private LogLevel? Find(string logger)
    {
        var name = $"{Packages.GetValueOrDefault(logger, Root)}.{logger}";
        for (var end = name.Length; end > 0; end = name.LastIndexOf('.', end - 1))
            if (_levels.TryGetValue(name[..end], out var level)) return level;
        // A class of a package that is not known here.
        foreach (var (given, level) in _levels)
            if (given.EndsWith("." + logger, StringComparison.Ordinal) || given == logger) return level;
        return null;
    }
}
