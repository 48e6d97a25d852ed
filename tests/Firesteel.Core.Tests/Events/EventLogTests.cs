using System.Text.Json;
using Firesteel.Core.Events;
using Firesteel.Core.Metrics;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Storage;
using Firesteel.Core.Tests.Support;
using Xunit;

namespace Firesteel.Core.Tests.Events;

public sealed class EventLogTests : IDisposable
{
    // Objects whose keys are data: their shape says nothing.
    private static readonly HashSet<string> Maps =
    [
        "Properties", "Spark Properties", "Hadoop Properties", "System Properties", "Metrics Properties", "Classpath Entries",
        "Executor Resource Requests", "Log Urls", "Attributes", "Resources", "metadata", "modifiedConfigs",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("firesteel-eventlog").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void LogHasTheShapeOfSparks()
    {
        var facts = FindShared("facts/event-log");
        if (facts is null) Assert.Skip("shared/facts is not here");
        var theirs = Shapes(File.ReadLines(Directory.GetFiles(facts).Single()));
        var ours = Shapes(File.ReadLines(WriteSampleLog()));
        Assert.Empty(theirs.Keys.Except(ours.Keys));
        foreach (var (name, shape) in ours)
        {
            if (!theirs.TryGetValue(name, out var expected)) continue;
            foreach (var (path, kinds) in shape.Kinds)
            {
                var known = expected.Kinds.GetValueOrDefault(path) ?? [];
                Assert.True(kinds.IsSubsetOf(known), $"{name}: {path} is {string.Join('|', kinds)}, Spark has {string.Join('|', known)}");
            }
            foreach (var path in expected.Always) Assert.True(shape.Kinds.ContainsKey(path), $"{name}: {path} is missing");
        }
    }

    [Fact]
    public void FileIsInProgressUntilTheEnd()
    {
        var listener = new EventLoggingListener(_folder, "../App:1", "4.3.0");
        Assert.Equal(["__-app-1.inprogress"], Directory.GetFiles(_folder).Select(Path.GetFileName));
        listener.OnEvent(new SparkListenerApplicationEnd(5));
        Assert.Equal(2, File.ReadLines(Path.Combine(_folder, "__-app-1.inprogress")).Count());
        listener.OnStop();
        Assert.Equal(["__-app-1"], Directory.GetFiles(_folder).Select(Path.GetFileName));
        Assert.Throws<IOException>(() => new EventLoggingListener(_folder, "../App:1", "4.3.0"));
    }

    [Fact]
    public void SecretsAreRedacted()
    {
        var listener = new EventLoggingListener(_folder, "app", "4.3.0");
        var properties = new Dictionary<string, string> { ["spark.ssl.keyPassword"] = "hunter2", ["spark.app.name"] = "kept" };
        listener.OnEvent(new SparkListenerJobStart(0, 0, [], properties));
        listener.OnStop();
        var text = File.ReadAllText(Path.Combine(_folder, "app"));
        Assert.DoesNotContain("hunter2", text);
        Assert.Contains("\"spark.app.name\":\"kept\"", text);
    }

    private string WriteSampleLog()
    {
        using (var runtime = DriverRuntime.Local(2))
        {
            var bus = runtime.Bus;
            bus.AddListener(new EventLoggingListener(_folder, "app-1", "4.3.0"), LiveListenerBus.EventLogQueue);
            bus.Post(new SparkListenerResourceProfileAdded(0, 1024, null, 1));
            bus.Post(new SparkListenerBlockManagerAdded(1, new BlockManagerId("driver", "localhost", 4000), 100, 0));
            bus.Post(new SparkListenerExecutorAdded(1, "driver", "localhost", 2, new Dictionary<string, string>()));
            KeyValuePair<string, string>[] runtimeInfo = [new("Java Home", ""), new("Java Version", ""), new("Scala Version", "")];
            bus.Post(new SparkListenerEnvironmentUpdate(runtimeInfo, [new("spark.app.name", "a")], [], [], [], []));
            bus.Post(new SparkListenerApplicationStart("a", "app-1", 1, "me"));
            PostSql(bus);
            RunJobs(runtime);
            bus.Post(new SparkListenerApplicationEnd(2));
            bus.WaitUntilEmpty();
        }
        return Path.Combine(_folder, "app-1");
    }

    private static void PostSql(LiveListenerBus bus)
    {
        var none = new Dictionary<string, string>();
        var leaf = new SparkPlanInfo("Range", "Range (0, 10)", [], none, [new SqlPlanMetric("number of output rows", 9, "sum")]);
        var plan = new SparkPlanInfo("Project", "Project [id]", [leaf], none, []);
        bus.Post(new SparkListenerSqlExecutionStart(0, 0, "d", "", "== Physical Plan ==", plan, 1, none, ["tag"], null, "q"));
        bus.Post(new SparkListenerSqlAdaptiveExecutionUpdate(0, "== Physical Plan ==", plan));
        bus.Post(new SparkListenerDriverAccumUpdates(0, [(9, 4)]));
        bus.Post(new SparkListenerSqlExecutionEnd(0, 2, "", "q"));
    }

    private static void RunJobs(DriverRuntime runtime)
    {
        var metric = new SqlMetric("number of output rows", "sum");
        var rdd = new RddInfo(0, "rdd", 2, "here", "{\"id\":\"1\",\"name\":\"scan\"}") { ParentIds = [0] };
        var map = new DescribedComputation(2, rdd, (_, context) =>
        {
            context.TaskLocal(metric).Add(3);
            context.Metrics.Add(TaskMetric.InputRecordsRead, 3);
            return new EmptyOutput();
        });
        var shuffle = new ShuffleDependency(map, 1);
        runtime.RunJob(new DescribedComputation(1, rdd, (_, _) => null, shuffle), new CallSite("collect at T.cs:1"));
        Assert.Throws<SparkException>(() => runtime.RunJob(new DescribedComputation(1, rdd, (_, context) =>
        {
            context.Metrics.Add(TaskMetric.InputRecordsRead, 1);
            throw new FormatException("bad");
        }), new CallSite("bad at T.cs:2")));
    }

    private sealed record Shape(Dictionary<string, HashSet<string>> Kinds, HashSet<string> Always);

    private static Dictionary<string, Shape> Shapes(IEnumerable<string> lines)
    {
        var shapes = new Dictionary<string, Shape>();
        foreach (var line in lines)
        {
            using var json = JsonDocument.Parse(line);
            var kinds = new Dictionary<string, HashSet<string>>();
            var conditional = new HashSet<string>();
            Walk(json.RootElement, "", kinds, conditional);
            var name = json.RootElement.GetProperty("Event").GetString()!;
            var always = kinds.Keys.Except(conditional).ToHashSet();
            if (shapes.TryAdd(name, new Shape(kinds, always))) continue;
            var shape = shapes[name];
            shape.Always.IntersectWith(always);
            foreach (var (path, found) in kinds)
            {
                if (!shape.Kinds.TryAdd(path, found)) shape.Kinds[path].UnionWith(found);
            }
        }
        return shapes;
    }

    private static void Walk(JsonElement element, string path, Dictionary<string, HashSet<string>> kinds, HashSet<string> conditional)
    {
        if (path.Length > 0)
        {
            if (!kinds.TryGetValue(path, out var found)) kinds.Add(path, found = []);
            found.Add(element.ValueKind switch { JsonValueKind.True or JsonValueKind.False => "bool", var kind => kind.ToString().ToLowerInvariant() });
        }
        if (element.ValueKind == JsonValueKind.Object && !Maps.Contains(path[(path.LastIndexOf('/') + 1)..]))
        {
            foreach (var property in element.EnumerateObject())
            {
                // A plan's children are plans again: one level tells all.
                if (path.Contains("children/[]") && property.Name == "children") continue;
                Walk(property.Value, $"{path}/{property.Name}", kinds, conditional);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Walk(item, path + "/[]", kinds, conditional);
                conditional.UnionWith(kinds.Keys.Where(key => key.StartsWith(path + "/[]", StringComparison.Ordinal)));
            }
        }
    }

    private static string? FindShared(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", relative);
            if (Directory.Exists(Path.Combine(folder.FullName, "shared", "corpora")) && Directory.Exists(candidate)) return candidate;
        }
        return null;
    }

    private sealed class DescribedComputation(int partitions, RddInfo rdd, Func<int, TaskContext, object?> run, params ShuffleDependency[] dependencies) : StageComputation
    {
        public override int PartitionCount => partitions;
        public override IReadOnlyList<ShuffleDependency> ShuffleDependencies => dependencies;
        public override IReadOnlyList<RddInfo> RddInfos => [rdd];
        public override object? RunTask(int partition, TaskContext context) => run(partition, context);
    }

    private sealed class EmptyOutput : IMapOutput
    {
        public IReadOnlyList<long> PartitionSizes => [8];
        public IReadOnlyList<long> PartitionRows => [1];
        public void WriteBlock(int reducePartition, System.Buffers.IBufferWriter<byte> output) { }
        public void Dispose() { }
    }
}
