using Firesteel.Foundation.Collections;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Core;
using Firesteel.Python.Gateway.Java;
using Firesteel.Python.Launch;
using Firesteel.Python.Rdd.Hadoop;
using Firesteel.Sql.Execution.Python;

namespace Firesteel.Python.Rdd;

/// <summary><c>org.apache.spark.api.python</c>: functions of Python and RDDs of them, and the part of the contexts that makes RDDs.</summary>
static class PythonRoom
{
    private const string Package = "org.apache.spark.api.python.";

    public static void Register(ClassTable table)
    {
        table.Class<PythonFunction>(Package + "SimplePythonFunction").New(NewFunction);
        table.Class<AccumulatorChannel>(Package + "PythonAccumulatorV2").New(a => a.Count == 1 ? new AccumulatorChannel(a.Text(0)) : new AccumulatorChannel(a.Text(0), a.Int(1), a.Text(2)));
        table.Class<PythonBroadcastFile>(Package + "PythonBroadcast");
        table.Class<BytesToString>(Package + "BytesToString").New(_ => new BytesToString());
        table.Class<PythonPartitioner>(Package + "PythonPartitioner").New(a => new PythonPartitioner(a.Int(0), a.Long(1)));
        table.Class<PairwiseRDD>(Package + "PairwiseRDD").New(a => new PairwiseRDD(a.Of<RDD<byte[]>>(0)));
        foreach (var codec in (string[])["GzipCodec", "DefaultCodec", "BZip2Codec", "SnappyCodec", "Lz4Codec", "ZStandardCodec"]) table.Static("org.apache.hadoop.io.compress." + codec);
        table.Static(Package + "SerDeUtil")
            .Static("pythonToJava", a => a.Of<JavaRddLike>(0))
            .Static("toJavaArray", a => a.Of<JavaRddLike>(0))
            .Static("javaToPython", a => a.Of<JavaRddLike>(0));
        RegisterPythonRdd(table.Static(Package + "PythonRDD"));
        RegisterContext(table);
        table.Class<BroadcastVariable>("org.apache.spark.broadcast.TorrentBroadcast")
            .Get("id", b => b.Id)
            .Get("value", b => b.Value)
            .Do("unpersist", (b, _) => b.RequireAlive())
            .Do("destroy", (b, _) => b.Destroy());
        foreach (var name in (string[])["org.apache.spark.api.python.PythonHadoopUtil", "org.apache.spark.api.python.PythonParallelizeServer"])
            table.Refuse(name, "Java's side of Hadoop's formats and encrypted sockets of Python are not part of it");
    }

    private static void RegisterPythonRdd(ClassBuilder<NoInstances> python)
    {
        python
            .New(a => RddOperations.Python(a.Of<RDD>(0), a.Of<PythonFunction>(1), a.Bool(2), a.Count > 3 && a.Bool(3)))
            .Static("readRDDFromFile", a => new JavaRdd(Read(a.Of<JavaSparkContext>(0).Context, a.Text(1), a.Int(2))))
            .Static("setupBroadcast", a => new PythonBroadcastFile(a.Text(0)))
            .Static("valueOfPair", a => new JavaRdd((a.Of<JavaPairRdd>(0).Rdd as RDD<(long Key, byte[] Value)> ?? throw a.Mismatch()).Values()))
            .Static("collectAndServe", a => RddServing.Collect(a.Of<RDD>(0)))
            .Static("collectAndServeWithJobGroup", CollectWithJobGroup)
            .Static("toLocalIteratorAndServe", a => RddServing.LocalIterator(a.Of<RDD>(0), a.Count > 1 && a.Bool(1)))
            .Static("runJob", a => RddServing.Collect(a.Of<JavaRddLike>(1).Rdd, [.. a.Items(2).Select(p => (int)p!)], "runJob"));
        HadoopFilesRoom.Register(python);
    }

    private static void RegisterContext(ClassTable table)
    {
        table.Class<JavaSparkContext>("org.apache.spark.api.java.JavaSparkContext")
            .Get("emptyRDD", j => new JavaRdd(j.Context.EmptyRDD<byte[]>()))
            .Call("textFile", (j, a) => new JavaRdd(j.Context.TextFile(a.Text(0), a.Count > 1 ? a.Int(1) : null)))
            .Call("wholeTextFiles", (j, a) => new JavaPairRdd(j.Context.WholeTextFiles(a.Text(0), a.Count > 1 ? a.Int(1) : null)))
            .Call("binaryFiles", (j, a) => new JavaPairRdd(j.Context.BinaryFiles(a.Text(0), a.Count > 1 ? a.Int(1) : null)))
            .Call("binaryRecords", (j, a) => new JavaRdd(BinaryRecords.Read(j.Context, a.Text(0), a.Int(1))))
            .Call("objectFile", (j, a) => new JavaRdd(PickleFiles.Load(j.Context, a.Text(0), a.Count > 1 ? a.Int(1) : j.Context.DefaultMinPartitions)))
            .Call("union", (j, a) => Union(j.Context, a))
            .Call("broadcast", (j, a) => Broadcast(j.Context, a.Of<PythonBroadcastFile>(0)))
            .Call("checkpointFile", (_, _) => throw new NotSupportedException("A checkpoint of another application cannot be read."))
            .Get("statusTracker", j => StatusTracker.Of(j.Context));
        table.Class<SparkContext>("org.apache.spark.SparkContext")
            .Do("register", (c, _) => StatusTracker.Of(c))
            .Do("setCheckpointDir", (c, a) => c.SetCheckpointDir(a.Text(0)))
            .Get("getCheckpointDir", c => ScalaOption.Of(RddOperations.AsUri(c.CheckpointDir)))
            .Get("statusTracker", StatusTracker.Of)
            .Do("addFile", (c, a) => c.AddFile(a.Text(0), a.Count > 1 && a.Bool(1)))
            .Do("addArchive", (c, a) => c.AddArchive(a.Text(0)))
            .Get("listFiles", c => new ScalaSeq([.. c.ListFiles()]))
            .Get("listArchives", c => new ScalaSeq([.. c.ListArchives()]));
        table.Class<StatusTracker>("org.apache.spark.api.java.JavaSparkStatusTracker")
            .Call("getJobIdsForGroup", (s, a) => s.JobsOfGroup(a.OrNull<string>(0)))
            .Get("getActiveJobIds", s => s.ActiveJobs())
            .Get("getActiveStageIds", s => s.ActiveStages())
            .Call("getJobInfo", (s, a) => s.Job(a.Int(0)))
            .Call("getStageInfo", (s, a) => s.Stage(a.Int(0)))
            .Get("getExecutorInfos", s => s.Context.StatusTracker.GetExecutorInfos().ToArray<object>());
        table.Class<StatusTracker.JobInfo>("org.apache.spark.SparkJobInfoImpl")
            .Get("jobId", i => i.Id)
            .Get("stageIds", i => i.Stages.Select(s => (object?)s).ToArray())
            .Get("status", i => i.Status);
        table.Class<StatusTracker.StageState>("org.apache.spark.SparkStageInfoImpl")
            .Get("stageId", i => i.Id)
            .Get("currentAttemptId", i => i.Attempt)
            .Get("submissionTime", i => i.Submitted)
            .Get("name", i => i.Name)
            .Get("numTasks", i => i.Tasks)
            .Get("numActiveTasks", i => i.Active)
            .Get("numCompletedTasks", i => i.Completed)
            .Get("numFailedTasks", i => i.Failed);
    }

    // SimplePythonFunction(command, env, includes, executable, version, broadcasts, accumulator)
    private static PythonFunction NewFunction(Arguments a)
    {
        var context = SparkContext.GetOrCreate();
        var environment = PythonEnvironment.For(context.GetConf(), a.TextMap(1), WorkFolder.UserFiles, simplifiedTraceback: false);
        var broadcasts = a.Items(5).Select(b => b is BroadcastVariable variable ? new PythonBroadcast(variable.Id, variable.Value.Path) : throw a.Mismatch());
        var accumulator = a.Count > 6 && a[6] is AccumulatorChannel channel ? channel.Accumulator.Id : -1;
        return new PythonFunction(a.Of<byte[]>(0), environment, [.. a.Texts(2)], DriverPython.ForWorkers(a.Text(3)), a.Text(4), broadcasts.ToValueList(), accumulator);
    }

    private static BroadcastVariable Broadcast(SparkContext context, PythonBroadcastFile value)
    {
        // Executors of other machines do not see the driver's folder.
        if (context.Master.StartsWith("spark://", StringComparison.Ordinal)) context.AddFile(value.Path);
        return new BroadcastVariable(value);
    }

    private static RDD<byte[]> Read(SparkContext context, string path, int partitions)
    {
        using var file = File.OpenRead(path);
        return context.Parallelize(FrameFiles.Read(new BufferedStream(file, 1 << 16)), partitions);
    }

    private static object Union(SparkContext context, Arguments a)
    {
        var rdds = a.Items(0).Select(r => r as JavaRddLike ?? throw a.Mismatch()).ToList();
        var union = RddOperations.Union(context, [.. rdds.Select(r => r.Rdd)]);
        return rdds[0] is JavaPairRdd ? new JavaPairRdd(union) : new JavaRdd(union);
    }

    private static object CollectWithJobGroup(Arguments a)
    {
        var rdd = a.Of<RDD>(0);
        rdd.SparkContext.SetJobGroup(a.Text(1), a.Text(2), a.Bool(3));
        return RddServing.Collect(rdd);
    }
}
