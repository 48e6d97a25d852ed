using System.Diagnostics;
using Firesteel.Core.Events;
using Firesteel.Core.Scheduler;
using Firesteel.Execution;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.Logging;
using Firesteel.Sql.Sessions;

namespace Firesteel;

/// <summary>An application: its schedulers, its executor and what its sessions share. One a process at a time.</summary>
public sealed partial class SparkContext : IDisposable, Core.Serialization.IDriverOnly
{
    private static readonly Logger Log = Logger.For("SparkContext");
    private static readonly Lock Gate = new();
    private static SparkContext? _current;

    private readonly SparkConf _conf;
    private readonly AsyncLocal<LocalProperties> _properties = new();
    private readonly ApplicationEvents _events;
    private readonly ApplicationFiles _files;
    private readonly IReadOnlyList<IDriverPlugin> _plugins;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<int, WeakReference<RDD>> _kept = new();
    private int _stopped;
    private long _lastBroadcast = -1;
    private SparkStatusTracker? _statusTracker;

    /// <exception cref="SparkException">The master is none that is known.</exception>
    public SparkContext(SparkConf? conf = null)
    {
        _conf = (conf ?? new SparkConf()).Clone();
        StartTime = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        if (Log.IsEnabled(LogLevel.Info)) LogStart();
        var master = _conf.GetOption("spark.master") ?? throw SparkException.WithoutCondition("A master URL must be set in your configuration");
        if (!MasterUrl.TryParse(master, out var url, out var why)) throw SparkException.WithoutCondition(why);
        if (_conf.GetOption(DriverConfig.LogLevel.Key) is { } level) SetLogLevel(level);
        SecuritySettings.RequireHonoured(_conf.GetAll());
        var options = SchedulerSettings.Read(_conf, url.IsCluster, ConfigurationFolder());
        var cluster = url.IsCluster ? ApplicationCluster.Connect(_conf, options) : null;
        IsLocal = cluster is null;
        ApplicationId = cluster?.ApplicationId ?? _conf.Get("spark.app.id", $"local-{StartTime}");
        _conf.Set("spark.app.id", ApplicationId).SetIfMissing("spark.executor.id", "driver").SetIfMissing("spark.app.startTime", $"{StartTime}").SetIfMissing("spark.driver.host", "localhost");
        var memory = DriverMemory.Apply(_conf);
        var runtime = cluster?.Runtime ?? DriverRuntime.Local(url.Threads, url.MaxFailures, options, LocalFolders.Of(_conf));
        Engine = new EngineContext(_conf, runtime, memory);
        _files = new ApplicationFiles(runtime.Files);
        try
        {
            _files.AddAll(_conf.Get(DriverConfig.Files), _conf.Get(DriverConfig.Archives));
            if (_conf.Get("spark.checkpoint.dir", "") is { Length: > 0 } checkpoints) SetCheckpointDir(checkpoints);
        }
        catch
        {
            // Nobody will stop a context that never came to be.
            Engine.Dispose();
            throw;
        }
        _events = new ApplicationEvents(this, _conf, runtime, memory, url.Threads);
        lock (Gate) _current ??= this;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        try
        {
            _plugins = DriverPlugins.Start(this, _conf);
        }
        catch
        {
            _plugins = [];
            Stop();
            throw;
        }
    }

    public SparkContext(string master, string appName) : this(new SparkConf().SetMaster(master).SetAppName(appName)) { }

    internal EngineContext Engine { get; }
    /// <summary>Where a Spark Connect server of this driver listens, if it has one.</summary>
    internal string? ConnectUrl => _plugins.Select(p => p.Url).FirstOrDefault(u => u is not null);

    internal Core.Storage.BlockDirectory Blocks => Engine.Runtime.Directory;

    /// <summary>Whether the settings say how many partitions there are by default.</summary>
    internal bool HasDefaultParallelism => _conf.Get(SchedulerConfig.DefaultParallelism) is not null;

    /// <summary>RDDs whose items are kept, as long as somebody holds them.</summary>
    internal IReadOnlyList<RDD> PersistentRdds
    {
        get
        {
            var kept = new List<RDD>();
            foreach (var (id, reference) in _kept.OrderBy(k => k.Key))
            {
                if (reference.TryGetTarget(out var rdd) && rdd.StorageLevel != StorageLevel.None) kept.Add(rdd);
                else _kept.TryRemove(id, out _);
            }
            return kept;
        }
    }

    internal void Remember(RDD rdd) => _kept[rdd.Id] = new(rdd);

    internal LocalProperties Properties => _properties.Value ?? LocalProperties.Empty;

    public string ApplicationId { get; }
    public string AppName => _conf.Get("spark.app.name", "");
    public string Master => _conf.Get("spark.master");

    /// <summary>When the application began, in milliseconds since 1970.</summary>
    public long StartTime { get; }

    /// <summary>Partitions of data that says nothing of its own.</summary>
    public int DefaultParallelism => _conf.Get(SchedulerConfig.DefaultParallelism) ?? Engine.Runtime.DefaultParallelism;

    public int DefaultMinPartitions => Math.Min(DefaultParallelism, 2);
    public bool IsLocal { get; }
    public bool IsStopped => Volatile.Read(ref _stopped) != 0;
    public string Version() => SparkSession.SparkVersion;
    public string SparkUser => Environment.UserName;

    /// <summary>Address of the application's pages; null where there are none.</summary>
    public string? UiWebUrl => null;

    /// <summary>The context that runs, or a new one.</summary>
    public static SparkContext GetOrCreate(SparkConf? conf = null)
    {
        lock (Gate)
            if (_current is { IsStopped: false } known) return known;
        return new SparkContext(conf);
    }

    /// <summary>The application's settings; changes to the copy change nothing.</summary>
    public SparkConf GetConf() => _conf.Clone();

    /// <summary>Gives a file (a path, or a file:, local:, http: or https: address) to all tasks from now on; <see cref="SparkFiles.Get"/> tells where it lies.</summary>
    /// <param name="recursive">Whether a folder may be given, with all that is in it.</param>
    public void AddFile(string path, bool recursive = false) => _files.Add(path, recursive);

    /// <summary>Gives an archive (.zip, .tar, .tar.gz) to all tasks, unpacked into a folder with its name or the one behind a <c>#</c>.</summary>
    public void AddArchive(string path) => _files.AddArchive(path);

    public IReadOnlyList<string> ListFiles() => _files.Files;
    public IReadOnlyList<string> ListArchives() => _files.Archives;

    /// <summary>The rows of a collection as an RDD, cut into slices of neighbours.</summary>
    public RDD<T> Parallelize<T>(IEnumerable<T> data, int? numSlices = null) => new ParallelCollectionRDD<T>(this, data, numSlices ?? DefaultParallelism);

    /// <summary>Whole numbers from start to end (exclusive) by a step.</summary>
    public RDD<long> Range(long start, long end, long step = 1, int? numSlices = null) => new RangeRDD(this, start, end, step, numSlices ?? DefaultParallelism);

    /// <summary>The lines of text files: a path, several behind commas, wildcards, folders; compressed ones too.</summary>
    public RDD<string> TextFile(string path, int? minPartitions = null) => new TextFileRDD(this, path, minPartitions ?? DefaultMinPartitions);

    /// <summary>Each file whole: its path and its text.</summary>
    public RDD<(string Path, string Content)> WholeTextFiles(string path, int? minPartitions = null) => new WholeFileRDD<string>(this, path, minPartitions ?? DefaultMinPartitions, static file => File.ReadAllText(file));

    /// <summary>Each file whole: its path and its bytes.</summary>
    public RDD<(string Path, byte[] Content)> BinaryFiles(string path, int? minPartitions = null) => new WholeFileRDD<byte[]>(this, path, minPartitions ?? DefaultMinPartitions, static file => File.ReadAllBytes(file));

    /// <summary>The items of several RDDs.</summary>
    public RDD<T> Union<T>(params IReadOnlyList<RDD<T>> rdds)
    {
        var parents = rdds.Where(r => r.GetNumPartitions() > 0).ToList();
        if (parents.Count == 0) return EmptyRDD<T>();
        return parents[0].Partitioner is { } partitioner && parents.All(p => partitioner.Equals(p.Partitioner)) ? new PartitionerAwareUnionRDD<T>(this, parents) : new UnionRDD<T>(this, parents);
    }

    /// <summary>An RDD without partitions.</summary>
    public RDD<T> EmptyRDD<T>() => new EmptyRDD<T>(this);

    /// <summary>Where <see cref="RDD{T}.Checkpoint"/> writes; storage that all executors share.</summary>
    public void SetCheckpointDir(string directory)
    {
        var (files, path) = Foundation.FileSystems.FileSystemRegistry.Resolve(directory);
        CheckpointDir = $"{path}/{Guid.NewGuid()}";
        files.MakeFolders(CheckpointDir);
    }

    /// <summary>The folder of this application's checkpoints; null where none is set.</summary>
    public string? CheckpointDir { get; private set; }

    public string? GetCheckpointDir() => CheckpointDir;

    /// <summary>Tells a listener of everything that happens from now on, until the application ends or <see cref="RemoveSparkListener"/>.</summary>
    public void AddSparkListener(SparkListener listener)
    {
        RequireRunning();
        _events.Add(listener);
    }

    /// <inheritdoc cref="AddSparkListener"/>
    public void AddListener(SparkListener listener) => AddSparkListener(listener);

    /// <summary>Tells a listener no more; events that it has not heard of yet do not come to it either.</summary>
    public void RemoveSparkListener(SparkListener listener) => _events.Remove(listener);

    /// <summary>What runs now, and what became of the latest jobs. Watching begins with the first use.</summary>
    public SparkStatusTracker StatusTracker => LazyInitializer.EnsureInitialized(ref _statusTracker, () => new SparkStatusTracker(this));

    /// <summary>A function over the items of some partitions, or of all; the results in the order of the partitions.</summary>
    public TResult[] RunJob<T, TResult>(RDD<T> rdd, Func<IEnumerable<T>, TResult> function, IReadOnlyList<int>? partitions = null) =>
        this.RunJob(rdd, (_, items) => function(items), "runJob", partitions?.ToArray());

    /// <inheritdoc cref="RunJob{T, TResult}(RDD{T}, Func{IEnumerable{T}, TResult}, IReadOnlyList{int}?)"/>
    public TResult[] RunJob<T, TResult>(RDD<T> rdd, Func<TaskContext, IEnumerable<T>, TResult> function, IReadOnlyList<int>? partitions = null) =>
        RddJobs.RunJob(this, rdd, function, "runJob", partitions?.ToArray());

    /// <summary>A number that tasks add to and the driver reads.</summary>
    public LongAccumulator LongAccumulator(string? name = null) => new(new Core.Metrics.LongAccumulator(name));

    /// <inheritdoc cref="LongAccumulator"/>
    public DoubleAccumulator DoubleAccumulator(string? name = null) => new(new Core.Metrics.DoubleAccumulator(name));

    /// <summary>A list that tasks add to and the driver reads.</summary>
    public CollectionAccumulator<T> CollectionAccumulator<T>(string? name = null) => new(name);

    /// <summary>Makes an accumulator of the program's own known, so that tasks can add to it.</summary>
    public void Register<TIn, TOut>(AccumulatorV2<TIn, TOut> accumulator, string? name = null) => accumulator.Register(name);

    /// <summary>A value that every task may read.</summary>
    public Broadcast<T> Broadcast<T>(T value)
    {
        RequireRunning();
        if (typeof(RDD).IsAssignableFrom(typeof(T))) throw new ArgumentException("Can not directly broadcast RDDs; instead, call Collect() and broadcast the result.", nameof(value));
        return new Broadcast<T>(Engine.Runtime, Interlocked.Increment(ref _lastBroadcast), value, (int)Math.Clamp(_conf.Get(StorageConfig.BroadcastBlockSize), 1 << 10, 256 << 20));
    }

    /// <param name="level">ALL, TRACE, DEBUG, INFO, WARN, ERROR, FATAL or OFF.</param>
    public void SetLogLevel(string level)
        => Logger.Level = LogLevels.TryParse(level, out var parsed) ? parsed : throw new ArgumentException($"The log level {level} is not one of {LogLevels.All}.", nameof(level));

    /// <summary>Jobs that this thread starts from now on belong to a group, so that they can be cancelled together.</summary>
    public void SetJobGroup(string groupId, string description, bool interruptOnCancel = false)
    {
        SetLocalProperty(LocalProperties.JobGroupKey, groupId);
        SetLocalProperty(LocalProperties.JobDescriptionKey, description);
        SetLocalProperty("spark.job.interruptOnCancel", interruptOnCancel ? "true" : "false");
    }

    public void ClearJobGroup()
    {
        SetLocalProperty(LocalProperties.JobGroupKey, null);
        SetLocalProperty(LocalProperties.JobDescriptionKey, null);
        SetLocalProperty("spark.job.interruptOnCancel", null);
    }

    public void SetJobDescription(string? description) => SetLocalProperty(LocalProperties.JobDescriptionKey, description);
    public void SetLocalProperty(string key, string? value) => _properties.Value = Properties.With(key, value);
    public string? GetLocalProperty(string key) => Properties[key];
    public void AddJobTag(string tag) => SetLocalProperty(LocalProperties.JobTagsKey, string.Join(',', Properties.JobTags.Append(tag).Distinct()));
    public void RemoveJobTag(string tag) => SetLocalProperty(LocalProperties.JobTagsKey, string.Join(',', Properties.JobTags.Where(t => t != tag)));
    public void CancelJobGroup(string groupId, string? reason = null) => Engine.Runtime.Scheduler.CancelJobGroup(groupId, reason: reason);
    public void CancelJobsWithTag(string tag, string? reason = null) => Engine.Runtime.Scheduler.CancelJobsWithTag(tag, reason);
    public void CancelJob(int jobId, string? reason = null) => Engine.Runtime.Scheduler.CancelJob(jobId, reason);
    public void CancelAllJobs() => Engine.Runtime.Scheduler.CancelAllJobs();

    // SPARK_CONF_DIR, else the conf folder of SPARK_HOME or of this installation; null where a program runs without one.
    private static string? ConfigurationFolder()
    {
        if (Environment.GetEnvironmentVariable("SPARK_CONF_DIR") is { Length: > 0 } folder) return folder;
        foreach (var variable in (ReadOnlySpan<string>)["SPARK_HOME", "FIRESTEEL_HOME"])
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } home) return Path.Combine(home, "conf");
        }
        return null;
    }

    /// <summary>Ends the application. A second call does nothing.</summary>
    public void Stop()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0) return;
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        Log.Info("SparkContext is stopping with exitCode 0.");
        foreach (var plugin in _plugins) plugin.Dispose();
        _events.End();
        Engine.Cache.Clear();
        Engine.Dispose();
        lock (Gate)
            if (ReferenceEquals(_current, this)) _current = null;
        Log.Info("Successfully stopped SparkContext");
    }

    public void Dispose() => Stop();

    // A program in another language says itself where it is.
    internal CallSite CallSite(string action, string? description) => new(Properties[LocalProperties.CallSiteShortKey] ?? $"{action} at {ProgramName}", description ?? "");

    internal void RequireRunning()
    {
        if (IsStopped) throw SparkException.WithoutCondition("Cannot call methods on a stopped SparkContext.");
    }

    internal string ProgramName { get; } = Path.GetFileName(AppContext.GetData("EntryPointFilePath") as string ?? System.Reflection.Assembly.GetEntryAssembly()?.GetName().Name ?? "program");

    // A program that ends without Stop() still gets its last events written.
    private void OnExit(object? sender, EventArgs e) => Stop();

    private void LogStart()
    {
        Log.Info($"Running Spark version {SparkSession.SparkVersion}");
        Log.Info($"OS info {System.Runtime.InteropServices.RuntimeInformation.OSDescription}, {System.Runtime.InteropServices.RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}");
        Log.Info($"Submitted application: {_conf.Get("spark.app.name", "")}");
    }
}
