using Firesteel.Core.Scheduler;
using Firesteel.Foundation.Configuration;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Java;
using Firesteel.Python.Workers;
using Firesteel.Python.Rdd;

namespace Firesteel.Python.Gateway.Core;

/// <summary><c>SparkContext</c> and <c>JavaSparkContext</c>: the application, its properties and its jobs. RDDs are another room's.</summary>
static class ContextRoom
{
    public static void Register(ClassTable table)
    {
        table.Class<JavaSparkContext>("org.apache.spark.api.java.JavaSparkContext")
            .New(a => new JavaSparkContext(a.Count > 0 && a.Is<SparkContext>(0) ? a.Of<SparkContext>(0) : new SparkContext(a.Count == 0 ? new SparkConf() : a.Of<SparkConf>(0))))
            .Get("sc", j => j.Context)
            .Get("toSparkContext", j => j.Context)
            .Get("getConf", j => j.Context.GetConf())
            .Get("version", j => j.Context.Version())
            .Get("master", j => j.Context.Master)
            .Get("appName", j => j.Context.AppName)
            .Get("startTime", j => j.Context.StartTime)
            .Get("isLocal", j => j.Context.IsLocal)
            .Get("sparkUser", j => j.Context.SparkUser)
            .Get("defaultParallelism", j => j.Context.DefaultParallelism)
            .Get("defaultMinPartitions", j => j.Context.DefaultMinPartitions)
            .Get("resources", _ => new Dictionary<object, object?>())
            .Do("stop", (j, _) => j.Context.Stop())
            .Do("close", (j, _) => j.Context.Stop())
            .Do("setLogLevel", (j, a) => j.Context.SetLogLevel(a.Text(0)))
            .Do("setCallSite", (j, a) => SetCallSite(j.Context, a.IsNull(0) ? null : a.Text(0)))
            .Do("clearCallSite", (j, _) => SetCallSite(j.Context, null))
            .Do("setLocalProperty", (j, a) => j.Context.SetLocalProperty(a.Text(0), a.OrNull<string>(1)))
            .Call("getLocalProperty", (j, a) => j.Context.GetLocalProperty(a.Text(0)))
            .Do("setJobGroup", (j, a) => j.Context.SetJobGroup(a.Text(0), a.OrNull<string>(1) ?? "", a.Count > 2 && a.Bool(2)))
            .Do("clearJobGroup", (j, _) => j.Context.ClearJobGroup())
            .Do("setJobDescription", (j, a) => j.Context.SetJobDescription(a.OrNull<string>(0)))
            .Do("setInterruptOnCancel", (j, a) => j.Context.SetLocalProperty("spark.job.interruptOnCancel", a.Bool(0) ? "true" : "false"))
            .Do("addJobTag", (j, a) => j.Context.AddJobTag(Tag(a.OrNull<string>(0))))
            .Do("removeJobTag", (j, a) => j.Context.RemoveJobTag(Tag(a.OrNull<string>(0))))
            .Do("clearJobTags", (j, _) => j.Context.SetLocalProperty(LocalProperties.JobTagsKey, null))
            .Get("getJobTags", j => new HashSet<object?>(j.Context.Properties.JobTags))
            .Do("cancelJobGroup", (j, a) => j.Context.CancelJobGroup(a.Text(0)))
            .Do("cancelJobsWithTag", (j, a) => j.Context.CancelJobsWithTag(Tag(a.OrNull<string>(0))))
            .Do("cancelAllJobs", (j, _) => j.Context.CancelAllJobs())
            .Get("hadoopConfiguration", j => HadoopConfiguration.Of(j.Context));

        table.Class<SparkContext>("org.apache.spark.SparkContext")
            .Get("conf", c => c.GetConf())
            .Get("getConf", c => c.GetConf())
            .Get("applicationId", c => c.ApplicationId)
            .Get("applicationAttemptId", _ => ScalaOption.None)
            .Get("appName", c => c.AppName)
            .Get("master", c => c.Master)
            .Get("deployMode", c => c.GetConf().Get("spark.submit.deployMode", "client"))
            .Get("version", c => c.Version())
            .Get("startTime", c => c.StartTime)
            .Get("sparkUser", c => c.SparkUser)
            .Get("isLocal", c => c.IsLocal)
            .Get("isStopped", c => c.IsStopped)
            .Get("uiWebUrl", c => ScalaOption.Of(c.UiWebUrl))
            .Get("resources", _ => new ScalaMap([]))
            .Do("setCallSite", (c, a) => SetCallSite(c, a.Text(0)))
            .Do("clearCallSite", (c, _) => SetCallSite(c, null))
            .Get("defaultParallelism", c => c.DefaultParallelism)
            .Get("defaultMinPartitions", c => c.DefaultMinPartitions)
            .Get("hadoopConfiguration", HadoopConfiguration.Of)
            .Get("getLocalProperties", c => c.Properties.Values.ToDictionary(p => (object)p.Key, p => (object?)p.Value))
            .Do("setLocalProperties", (c, a) => SetProperties(c, a.TextMap(0)))
            .Do("setLocalProperty", (c, a) => c.SetLocalProperty(a.Text(0), a.OrNull<string>(1)))
            .Call("getLocalProperty", (c, a) => c.GetLocalProperty(a.Text(0)))
            .Do("setJobGroup", (c, a) => c.SetJobGroup(a.Text(0), a.OrNull<string>(1) ?? "", a.Count > 2 && a.Bool(2)))
            .Do("clearJobGroup", (c, _) => c.ClearJobGroup())
            .Do("setJobDescription", (c, a) => c.SetJobDescription(a.OrNull<string>(0)))
            .Do("setLogLevel", (c, a) => c.SetLogLevel(a.Text(0)))
            .Do("cancelJobGroup", (c, a) => c.CancelJobGroup(a.Text(0)))
            .Do("cancelJob", (c, a) => c.CancelJob(a.Int(0)))
            .Do("cancelAllJobs", (c, _) => c.CancelAllJobs())
            .Do("stop", (c, _) => c.Stop())
            .Static("getOrCreate", a => SparkContext.GetOrCreate(a.Count > 0 ? a.Of<SparkConf>(0) : null));
        table.Object("org.apache.spark.SparkContext").Static("getOrCreate", a => SparkContext.GetOrCreate(a.Count > 0 ? a.Of<SparkConf>(0) : null));

        table.Static("org.apache.spark.SparkFiles")
            .Static("getRootDirectory", _ => WorkFolder.UserFiles)
            .Static("get", a => Path.Combine(WorkFolder.UserFiles, a.Text(0)));
        table.Static("org.apache.spark.util.Utils")
            .Static("getLocalDir", _ => WorkFolder.Path)
            .Static("createTempDir", a => new JavaFile(WorkFolder.NewFolder(a.Count > 0 ? a.Text(0) : WorkFolder.Path, a.Count > 1 ? a.Text(1) : "spark")));
        table.Static("org.apache.spark.api.python.PythonUtils")
            .Static("isEncryptionEnabled", _ => false)
            .Static("getPythonAuthSocketTimeout", a => Context(a).GetConf().GetTimeAsSeconds("spark.python.authenticate.socketTimeout", "15s"))
            .Static("getSparkBufferSize", a => (int)Context(a).GetConf().GetSizeAsBytes("spark.buffer.size", "65536"))
            .Static("getBroadcastThreshold", a => Context(a).GetConf().GetSizeAsBytes("spark.broadcast.UDFCompressionThreshold", "1m"))
            .Static("toSeq", a => new ScalaSeq(a.Items(0)))
            .Static("toList", a => new ScalaSeq(a.Items(0)))
            .Static("toArray", a => a.Items(0).ToArray())
            .Static("toScalaMap", a => new ScalaMap([.. a.Of<Dictionary<object, object?>>(0)]));
    }

    private static SparkContext Context(Arguments a) => a.Is<JavaSparkContext>(0) ? a.Of<JavaSparkContext>(0).Context : a.Of<SparkContext>(0);

    public static string Tag(string? tag) => tag switch
    {
        null => throw new ArgumentException("Spark job tag cannot be null."),
        "" => throw new ArgumentException("Spark job tag cannot be an empty string."),
        _ when tag.Contains(',', StringComparison.Ordinal) => throw new ArgumentException("Spark job tag cannot contain ','."),
        _ => tag,
    };

    private static void SetCallSite(SparkContext context, string? site) => context.SetLocalProperty(LocalProperties.CallSiteShortKey, site);

    private static void SetProperties(SparkContext context, Dictionary<string, string> properties)
    {
        foreach (var key in context.Properties.Values.Keys.Where(k => !properties.ContainsKey(k)).ToList()) context.SetLocalProperty(key, null);
        foreach (var (key, value) in properties) context.SetLocalProperty(key, value);
    }
}
