using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Firesteel.Columnar.Memory;
using Firesteel.Core.Events;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Storage;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.FileSystems;
using Firesteel.Listeners;

namespace Firesteel.Execution;

/// <summary>Tells listeners of an application's start, of what it runs in, and of its end; writes the event log where it is asked for.</summary>
sealed class ApplicationEvents
{
    private readonly DriverRuntime _runtime;
    private readonly ConditionalWeakTable<SparkListener, ListenerAdapter> _listeners = [];

    public ApplicationEvents(SparkContext context, SparkConf conf, DriverRuntime runtime, MemoryManager memory, int cores)
    {
        _runtime = runtime;
        var capacity = conf.Get(SchedulerConfig.ListenerQueueCapacity);
        runtime.Bus.CapacityOf = queue => int.TryParse(conf.GetOption($"spark.scheduler.listenerbus.eventqueue.{queue}.capacity"), NumberStyles.None, CultureInfo.InvariantCulture, out var own) && own > 0 ? own : capacity;
        if (conf.Get(SchedulerConfig.ListenerExitTimeout) is > 0 and var limit) runtime.Bus.ExitTimeout = TimeSpan.FromMilliseconds(limit);
        foreach (var name in (conf.Get(DriverConfig.ExtraListeners) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) Add(Create(name));
        if (conf.Get(DriverConfig.EventLogEnabled))
        {
            var folder = FileSystemRegistry.Resolve(conf.Get(DriverConfig.EventLogDir)).Path;
            if (!Directory.Exists(folder)) throw new FileNotFoundException($"File {folder} does not exist.", folder);
            runtime.Bus.AddListener(new EventLoggingListener(folder, context.ApplicationId, SparkSession.SparkVersion), LiveListenerBus.EventLogQueue);
        }
        if (conf.GetBoolean("spark.ui.showConsoleProgress", false) && !Console.IsErrorRedirected) runtime.Bus.AddListener(new ConsoleProgressBar(Console.Error, Console.WindowWidth, TimeProvider.System));
        if (!runtime.Bus.HasListeners) return;
        var driver = new BlockManagerId(BlockManagerId.DriverId, "localhost", 0);
        if (context.IsLocal) Post(new SparkListenerExecutorAdded(context.StartTime, BlockManagerId.DriverId, "localhost", cores, new Dictionary<string, string>()));
        Post(new SparkListenerBlockManagerAdded(context.StartTime, driver, memory.Limit, 0));
        Post(Environment(conf));
        Post(new SparkListenerApplicationStart(context.AppName, context.ApplicationId, context.StartTime, context.SparkUser));
        // The driver's own executor is announced above.
        if (!context.IsLocal) runtime.Scheduler.AnnounceExecutors();
    }

    public void End()
    {
        if (_runtime.Bus.HasListeners) Post(new SparkListenerApplicationEnd(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
    }

    public void Add(SparkListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        _runtime.Bus.AddListener(_listeners.GetValue(listener, l => new ListenerAdapter(l)));
    }

    public void Remove(SparkListener listener)
    {
        if (!_listeners.TryGetValue(listener, out var adapter)) return;
        _listeners.Remove(listener);
        _runtime.Bus.RemoveListener(adapter);
    }

    // A class of the program, by its full name.
    private static SparkListener Create(string name)
    {
        var type = AppDomain.CurrentDomain.GetAssemblies().Where(a => !a.IsDynamic).Select(a => a.GetType(name)).FirstOrDefault(t => t is not null);
        if (type is null || !typeof(SparkListener).IsAssignableFrom(type)) throw SparkException.WithoutCondition($"Exception when registering SparkListener: {name} is no class of the program that derives from SparkListener");
        return (SparkListener)(Activator.CreateInstance(type, nonPublic: true) ?? throw SparkException.WithoutCondition($"Exception when registering SparkListener: {name} has no constructor without parameters"));
    }

    private void Post(SparkListenerEvent e) => _runtime.Bus.Post(e);

    private static SparkListenerEnvironmentUpdate Environment(SparkConf conf) => new(
        [new("Runtime", RuntimeInformation.FrameworkDescription), new("Runtime Home", RuntimeEnvironment.GetRuntimeDirectory())],
        [.. conf.GetAll().OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => KeyValuePair.Create(s.Key, Redaction.Value(s.Key, s.Value)))],
        [],
        [new("os.arch", RuntimeInformation.OSArchitecture.ToString()), new("os.name", RuntimeInformation.OSDescription), new("user.name", System.Environment.UserName), new("user.timezone", TimeZoneInfo.Local.Id)],
        [],
        [.. AppDomain.CurrentDomain.GetAssemblies().Where(a => !a.IsDynamic && a.Location.Length > 0).Select(a => KeyValuePair.Create(a.Location, "System Classpath"))]);
}
