using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Errors;
using Firesteel.Python.Gateway.Java;

namespace Firesteel.Python.Gateway.Core;

/// <summary>What programs ask the context about its executors, what they keep, and the process itself.</summary>
static class ExecutorsRoom
{
    public static void Register(ClassTable table)
    {
        table.Class<JavaSparkContext>("org.apache.spark.api.java.JavaSparkContext")
            .Get("getPersistentRDDs", j => j.Context.PersistentRdds.ToDictionary(r => (object)r.Id, r => (object?)new Rdd.JavaRdd(r)))
            .Get("env", j => new EnvironmentHandle(j.Context));
        table.Class<SparkContext>("org.apache.spark.SparkContext")
            .Get("getExecutorMemoryStatus", c => new ScalaMap([.. c.StatusTracker.GetExecutorInfos().Select(e => KeyValuePair.Create<object, object?>($"{e.Host}:{e.Port}", new ScalaTuple(Budget(), Budget() - e.CacheSize)))]))
            .Get("getExecutorIds", c => new ScalaSeq([.. c.Blocks.Holdings().Select(h => h.Manager.ExecutorId).Where(id => id != BlockManagerId.DriverId)]))
            .Get("getPersistentRDDs", c => new ScalaMap([.. c.PersistentRdds.Select(r => KeyValuePair.Create<object, object?>(r.Id, r))]))
            .Get("getRDDStorageInfo", c => c.PersistentRdds.Select(r => (object)Stored(c, r)).ToArray())
            .Get("getSchedulingMode", c => new Java.NamedValue("org.apache.spark.scheduler.SchedulingMode", c.GetConf().Get("spark.scheduler.mode", "FIFO")))
            .Get("listJars", _ => ScalaSeq.Empty)
            .Get("jars", _ => ScalaSeq.Empty)
            .Get("files", c => new ScalaSeq([.. c.ListFiles()]))
            .Get("env", c => new EnvironmentHandle(c))
            .Call("requestExecutors", (_, _) => false)
            .Call("requestTotalExecutors", (_, _) => false)
            .Call("killExecutors", (_, _) => false)
            .Do("addJar", (_, a) => throw new JavaException("java.lang.UnsupportedOperationException", $"{a.Text(0)} is for a JVM, which Firesteel has not."));
        table.Class<SparkExecutorInfo>("org.apache.spark.SparkExecutorInfo")
            .Get("host", e => e.Host)
            .Get("port", e => e.Port)
            .Get("cacheSize", e => e.CacheSize)
            .Get("numRunningTasks", e => e.NumRunningTasks);
        table.Class<StoredRdd>("org.apache.spark.storage.RDDInfo")
            .Get("id", s => s.Rdd.Id)
            .Get("name", s => s.Rdd.Name ?? "")
            .Get("numPartitions", s => s.Rdd.GetNumPartitions())
            .Get("numCachedPartitions", s => s.Partitions)
            .Get("memSize", s => s.Memory)
            .Get("diskSize", s => s.Disk)
            .Get("storageLevel", s => s.Rdd.StorageLevel)
            .Get("isCached", s => s.Partitions > 0);
        table.Class<EnvironmentHandle>("org.apache.spark.SparkEnv")
            .Get("conf", e => e.Context.GetConf())
            .Get("executorId", e => e.Context.GetConf().Get("spark.executor.id", "driver"))
            .Static("get", _ => new EnvironmentHandle(SparkContext.GetOrCreate()));
    }

    private static StoredRdd Stored(SparkContext context, RDD rdd)
    {
        var held = context.Blocks.StatusOf(rdd.Id);
        return new(rdd, held.CachedPartitions, held.MemorySize, held.DiskSize);
    }

    private static long Budget() => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    private sealed record StoredRdd(RDD Rdd, int Partitions, long Memory, long Disk);
    private sealed record EnvironmentHandle(SparkContext Context);
}
