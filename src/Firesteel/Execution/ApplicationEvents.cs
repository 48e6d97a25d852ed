using System.Runtime.InteropServices;
using Firesteel.Columnar.Memory;
using Firesteel.Core.Events;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Storage;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.FileSystems;

namespace Firesteel.Execution;

/// <summary>Tells listeners of an application's start, of what it runs in, and of its end; writes the event log where it is asked for.</summary>
sealed class ApplicationEvents
{
    private readonly DriverRuntime _runtime;

    public ApplicationEvents(SparkContext context, SparkConf conf, DriverRuntime runtime, MemoryManager memory, int cores)
    {
        _runtime = runtime;
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

    private void Post(SparkListenerEvent e) => _runtime.Bus.Post(e);

    private static SparkListenerEnvironmentUpdate Environment(SparkConf conf) => new(
        [new("Runtime", RuntimeInformation.FrameworkDescription), new("Runtime Home", RuntimeEnvironment.GetRuntimeDirectory())],
        [.. conf.GetAll().OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => KeyValuePair.Create(s.Key, Redaction.Value(s.Key, s.Value)))],
        [],
        [new("os.arch", RuntimeInformation.OSArchitecture.ToString()), new("os.name", RuntimeInformation.OSDescription), new("user.name", System.Environment.UserName), new("user.timezone", TimeZoneInfo.Local.Id)],
        [],
        [.. AppDomain.CurrentDomain.GetAssemblies().Where(a => !a.IsDynamic && a.Location.Length > 0).Select(a => KeyValuePair.Create(a.Location, "System Classpath"))]);
}
