using Firesteel.Catalyst.Parser;
using Firesteel.Catalyst.Plans;
using Firesteel.Execution;
using Firesteel.Foundation.Configuration;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Errors;
using Firesteel.Python.Gateway.Java;
using Firesteel.Types;

namespace Firesteel.Python.Gateway.Sql;

/// <summary><c>SparkSession</c> and its settings.</summary>
static class SessionRoom
{
    private const string Session = "org.apache.spark.sql.classic.SparkSession";

    public static void Register(ClassTable table)
    {
        table.Class<SparkSession>(Session).Is("org.apache.spark.sql.SparkSession")
            .New(a => New(a.Of<SparkContext>(0), a.Count > 1 ? a.TextMap(1) : []))
            .Get("sparkContext", s => s.SparkContext)
            .Get("version", s => s.Version())
            .Get("conf", s => s.Conf())
            .Get("sessionState", s => new SessionHandle(s))
            .Get("sharedState", s => new SharedStateHandle(s))
            .Get("sqlContext", s => new SqlContextHandle(s))
            .Get("newSession", s => s.NewSession())
            .Get("cloneSession", s => s.CloneSession())
            .Get("catalog", s => s.Catalog)
            .Get("read", s => s.Read())
            .Get("emptyDataFrame", s => s.EmptyDataFrame())
            .Call("table", (s, a) => s.Table(a.Text(0)))
            .Call("sql", Sql)
            .Call("range", Range)
            .Call("expression", (_, a) => new ExpressionHandle(a.Column(0).Expression))
            .Call("parseDataType", (_, a) => (DataType)SchemaJson.Parse(a.Text(0)))
            .Call("addTag", (s, a) => { s.SparkContext.AddJobTag(Core.ContextRoom.Tag(a.OrNull<string>(0))); return JvmVoid.Value; })
            .Call("removeTag", (s, a) => { s.SparkContext.RemoveJobTag(Core.ContextRoom.Tag(a.OrNull<string>(0))); return JvmVoid.Value; })
            .Get("getTags", s => new ScalaSeq([.. s.SparkContext.Properties.JobTags]))
            .Get("clearTags", s => { s.SparkContext.SetLocalProperty(Firesteel.Core.Scheduler.LocalProperties.JobTagsKey, null); return JvmVoid.Value; })
            .Get("interruptAll", s => { s.SparkContext.CancelAllJobs(); return ScalaSeq.Empty; })
            .Call("interruptTag", (s, a) => { s.SparkContext.CancelJobsWithTag(a.Text(0)); return ScalaSeq.Empty; })
            .Call("interruptOperation", (s, a) => long.TryParse(a.Text(0), out _) ? ScalaSeq.Empty : throw new ArgumentException("executionId must be a number in string form."))
            .Do("stop", (s, _) => s.Stop())
            .Do("close", (s, _) => s.Stop())
            .Get("listenerManager", _ => new Core.ListenerRoom.QueryListenersHandle())
            .Get("readStream", _ => throw Streaming())
            .Get("streams", _ => throw Streaming());
        // A static of the class and a method of its companion alike.
        var companion = table.Object(Session)
            .Static("getDefaultSession", _ => ScalaOption.Of(SparkSession.GetDefaultSession()))
            .Static("getActiveSession", _ => ScalaOption.Of(SparkSession.GetActiveSession() ?? SparkSession.GetDefaultSession()))
            .Static("active", _ => SparkSession.Active())
            .StaticDo("setDefaultSession", a => SparkSession.SetDefaultSession(a.Of<SparkSession>(0)))
            .StaticDo("setActiveSession", a => SparkSession.SetActiveSession(a.Of<SparkSession>(0)))
            .StaticDo("clearDefaultSession", _ => SparkSession.ClearDefaultSession())
            .StaticDo("clearActiveSession", _ => SparkSession.ClearActiveSession())
            .StaticDo("applyModifiableSettings", a => Apply(a.Of<SparkSession>(0), a.TextMap(1)))
            .Static("builder", _ => SparkSession.Builder());
        var plain = table.Object("org.apache.spark.sql.SparkSession");
        foreach (var (name, method) in companion.Class.Statics) plain.Class.Statics[name] = method;
        table.Class<SparkSessionBuilder>("org.apache.spark.sql.classic.SparkSession$Builder")
            .Call("config", (b, a) => a.Count == 1 ? b.Config(a.TextMap(0)) : b.Config(a.Text(0), JavaText.Of(a[1])))
            .Call("appName", (b, a) => b.AppName(a.Text(0)))
            .Call("master", (b, a) => b.Master(a.Text(0)))
            .Get("enableHiveSupport", b => b.EnableHiveSupport())
            .Get("create", b => b.Create())
            .Get("getOrCreate", b => b.GetOrCreate());

        table.Class<RuntimeConfig>("org.apache.spark.sql.classic.RuntimeConfig")
            .Call("get", (c, a) => a.Count > 1 ? a[1] is string other ? c.Get(a.Text(0), other) : c.GetOption(a.Text(0)) ?? a[1] : c.GetOrUndefined(a.Text(0)))
            .Call("getOption", (c, a) => ScalaOption.Of(c.GetOption(a.Text(0))))
            .Do("set", (c, a) => c.Set(a.Text(0), JavaText.Of(a[1])))
            .Do("unset", (c, a) => c.Unset(a.Text(0)))
            .Call("contains", (c, a) => c.Contains(a.Text(0)))
            .Call("isModifiable", (c, a) => c.IsModifiable(a.Text(0)))
            .Get("getAll", c => new ScalaMap([.. c.GetAll().Select(s => KeyValuePair.Create((object)s.Key, (object?)s.Value))]))
            .Get("getAllAsJava", c => c.GetAll().ToDictionary(s => (object)s.Key, s => (object?)s.Value));
        table.Class<SessionHandle>("org.apache.spark.sql.internal.SessionState")
            .Get("conf", h => new SqlConfHandle(h.Session))
            .Get("catalog", h => new SessionCatalogRoom.SessionCatalogHandle(h.Session))
            .Get("catalogManager", h => new SessionCatalogRoom.CatalogManagerHandle(h.Session))
            .Get("newHadoopConf", h => Core.HadoopConfiguration.Of(h.Session.SparkContext))
            .Get("listenerManager", _ => new Core.ListenerRoom.QueryListenersHandle())
            .Do("refreshTable", (h, a) => h.Session.Catalog.RefreshTable(a.Text(0)))
            .Get("sqlParser", _ => new PlanRoom.ParserHandle())
            .Call("executePlan", (h, a) => new PlanRoom.QueryExecutionHandle(DataFrame.Of(h.Session, a.Of<LogicalPlan>(0))));
        table.Class<SharedStateHandle>("org.apache.spark.sql.internal.SharedState")
            .Get("sparkContext", h => h.Session.SparkContext)
            .Get("conf", h => h.Session.SparkContext.GetConf().SetIfMissing("spark.sql.warehouse.dir", h.Session.Conf().Get("spark.sql.warehouse.dir")))
            .Get("externalCatalog", h => new SessionCatalogRoom.ExternalCatalogHandle(h.Session))
            .Get("cacheManager", h => h.Session.State.Engine.Cache);
        table.Class<Firesteel.Sql.Caching.CacheManager>("org.apache.spark.sql.execution.CacheManager")
            .Get("isEmpty", c => c.IsEmpty)
            .Do("clearCache", (c, _) => c.Clear())
            .Call("lookupCachedData", (_, a) => ScalaOption.Of(a.Of<DataFrame>(0) is var frame && frame.StorageLevel() != StorageLevel.None ? frame : null));
        table.Class<SqlContextHandle>("org.apache.spark.sql.classic.SQLContext")
            .Get("sparkSession", h => h.Session)
            .Do("clearCache", (h, _) => h.Session.Catalog.ClearCache())
            .Do("cacheTable", (h, a) => h.Session.Catalog.CacheTable(a.Text(0)))
            .Do("uncacheTable", (h, a) => h.Session.Catalog.UncacheTable(a.Text(0)))
            .Call("isCached", (h, a) => h.Session.Catalog.IsCached(a.Text(0)))
            .Call("sql", (h, a) => h.Session.Sql(a.Text(0)))
            .Call("table", (h, a) => h.Session.Table(a.Text(0)))
            .Call("getConf", (h, a) => a.Count > 1 ? h.Session.Conf().GetOption(a.Text(0)) ?? a[1] : Setting(h.Session.Conf(), a.Text(0)))
            .Do("setConf", (h, a) => h.Session.Conf().Set(a.Text(0), JavaText.Of(a[1])))
            .Get("read", h => h.Session.Read())
            .Get("sparkContext", h => h.Session.SparkContext)
            .Call("tableNames", (h, a) => h.Session.Catalog.ListTables(a.Count > 0 ? a.Text(0) : null).Select(t => (object)t.Name).ToArray())
            .Call("tables", (h, a) => h.Session.Sql(a.Count > 0 ? $"SHOW TABLES IN {SqlIdentifier.QuoteIfNeeded(a.Text(0))}" : "SHOW TABLES"));
        table.Class<SqlConfHandle>("org.apache.spark.sql.internal.SQLConf")
            .Call("getConfs", (c, a) => a.Texts(0).Select(k => (object?)Setting(c.Session.Conf(), k)).ToArray())
            .Call("getConfString", (c, a) => a.Count > 1 ? c.Session.Conf().GetOption(a.Text(0)) ?? a[1] : c.Session.Conf().Get(a.Text(0)))
            .Do("setConfString", (c, a) => c.Session.Conf().Set(a.Text(0), a.Text(1)))
            .Get("pysparkJVMStacktraceEnabled", c => Setting(c.Session.Conf(), "spark.sql.pyspark.jvmStacktrace.enabled") == "true")
            .Get("pysparkToJSONReturnDataFrame", c => Setting(c.Session.Conf(), "spark.sql.pyspark.toJSON.returnDataFrame") == "true")
            .Get("numShufflePartitions", c => c.Session.State.Settings.ShufflePartitions)
            .Get("defaultDataSourceName", c => c.Session.Conf().Get("spark.sql.sources.default"))
            .Get("ansiEnabled", c => c.Session.State.Settings.AnsiEnabled)
            .Get("caseSensitiveAnalysis", c => Setting(c.Session.Conf(), "spark.sql.caseSensitive") == "true")
            .Call("contains", (c, a) => c.Session.Conf().Contains(a.Text(0)))
            .Call("getConf", (c, a) => Setting(c.Session.Conf(), a.Text(0)))
            .Get("sessionLocalTimeZone", c => c.Session.State.TimeZone)
            .Get("timestampType", c => c.Session.State.Settings.TimestampType.ToString())
            .Static("get", _ => new SqlConfHandle(SparkSession.Active()));
    }

    internal static JavaException Streaming() => new("java.lang.UnsupportedOperationException", "Structured Streaming is not available in Firesteel yet.");

    private static string? Setting(RuntimeConfig conf, string key) => conf.GetOrUndefined(key);

    private static SparkSession New(SparkContext context, Dictionary<string, string> settings)
        => new(context, settings.Where(s => SqlConf.IsModifiable(s.Key)).ToDictionary());

    private static void Apply(SparkSession session, Dictionary<string, string> settings)
    {
        foreach (var (key, value) in settings)
            if (SqlConf.IsModifiable(key)) session.State.Settings.SetUnchecked(key, value);
    }

    private static object Sql(SparkSession session, Arguments a)
    {
        if (a.Count == 1) return session.Sql(a.Text(0));
        if (a.IsItems(1)) return session.Sql(a.Text(0), [.. a.Items(1).Select(JavaValues.ToClr)]);
        return session.Sql(a.Text(0), a.Map(1).ToDictionary(e => e.Key, e => JavaValues.ToClr(e.Value)));
    }

    private static object Range(SparkSession session, Arguments a) => a.Count switch
    {
        1 => session.Range(a.Long(0)),
        _ => session.Range(a.Long(0), a.Long(1), a.Count > 2 ? a.Long(2) : 1, a.Count > 3 ? a.Int(3) : null),
    };

    private sealed record SessionHandle(SparkSession Session);
    private sealed record SharedStateHandle(SparkSession Session);
    private sealed record SqlContextHandle(SparkSession Session);
    private sealed record SqlConfHandle(SparkSession Session);
}
