using System.Text;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Core;
using Firesteel.Python.Gateway.Java;
using Firesteel.Python.Rdd.Hadoop;

namespace Firesteel.Python.Rdd;

/// <summary><c>JavaRDD</c> and its kin, and the RDDs behind them.</summary>
static class RddRoom
{
    public static void Register(ClassTable table)
    {
        table.Class<JavaRddLike>("org.apache.spark.api.java.JavaRDDLike")
            .Get("rdd", j => j.Rdd)
            .Get("id", j => j.Rdd.Id)
            .Get("name", j => j.Rdd.Name)
            .Get("context", j => new JavaSparkContext(j.Rdd.SparkContext))
            .Get("getNumPartitions", j => j.Rdd.GetNumPartitions())
            .Get("partitions", j => Enumerable.Range(0, j.Rdd.GetNumPartitions()).Select(p => (object?)p).ToList())
            .Get("toDebugString", j => j.Rdd.ToDebugString())
            .Get("getStorageLevel", j => j.Rdd.StorageLevel)
            .Get("isCheckpointed", j => j.Rdd.IsCheckpointed)
            .Get("count", j => RddOperations.Count(j.Rdd))
            .Call("getResourceProfile", (_, _) => null)
            .Call("setName", (j, a) => Same(j, RddOperations.Named(j.Rdd, a.Text(0))))
            .Call("persist", Persist)
            .Call("cache", (j, _) => Persist(j, StorageLevel.MemoryOnly))
            .Call("unpersist", Unpersist)
            .Call("union", (j, a) => Same(j, RddOperations.Union(j.Rdd.SparkContext, [j.Rdd, a.Of<JavaRddLike>(0).Rdd])))
            .Call("coalesce", (j, a) => Same(j, RddOperations.Coalesce(j.Rdd, a.Int(0), a.Count > 1 && a.Bool(1))))
            .Call("repartition", (j, a) => Same(j, RddOperations.Coalesce(j.Rdd, a.Int(0), shuffle: true)))
            .Call("cartesian", (j, a) => new JavaPairRdd(RddOperations.Cartesian(j.Rdd, a.Of<JavaRddLike>(0).Rdd)))
            .Call("zip", (j, a) => new JavaPairRdd(RddOperations.Zip(j.Rdd, a.Of<JavaRddLike>(0).Rdd)))
            .Call("map", (j, a) => a.Is<BytesToString>(0) && j.Rdd is RDD<byte[]> bytes ? new JavaRdd(bytes.Map(b => Encoding.UTF8.GetString(b))) : throw a.Mismatch())
            .Do("saveAsTextFile", SaveAsTextFile)
            .Do("saveAsObjectFile", (j, a) => PickleFiles.Save(j.Rdd as RDD<byte[]> ?? throw a.Mismatch(), a.Text(0)))
            .Call("countApproxDistinct", (j, a) => PickledItems.Longs(j.Rdd).CountApproxDistinct(a.Double(0)));
        table.Class<JavaRdd>("org.apache.spark.api.java.JavaRDD");
        table.Class<JavaPairRdd>("org.apache.spark.api.java.JavaPairRDD")
            .Call("partitionBy", (j, a) => new JavaPairRdd((j.Rdd as RDD<(long Key, byte[] Value)> ?? throw a.Mismatch()).PartitionBy(a.Of<PythonPartitioner>(0))));
        table.Class<JavaDoubleRdd>("org.apache.spark.api.java.JavaDoubleRDD")
            .Static("fromRDD", a => new JavaDoubleRdd(PickledItems.Doubles(a.Of<RDD>(0))))
            .Call("sumApprox", (j, _) => new PartialResult(j.Values.Collect().Sum()))
            .Call("meanApprox", (j, _) => new PartialResult(j.Values.Collect().DefaultIfEmpty(double.NaN).Average()));
        table.Class<PartialResult>("org.apache.spark.partial.PartialResult")
            .Get("getFinalValue", r => r)
            .Get("initialValue", r => r)
            .Get("mean", r => r.Value)
            .Get("low", r => r.Value)
            .Get("high", r => r.Value)
            .Get("confidence", _ => PartialResult.Confidence);
        table.Class<RDD>("org.apache.spark.rdd.RDD")
            .Get("id", r => r.Id)
            .Get("name", r => r.Name)
            .Get("sparkContext", r => r.SparkContext)
            .Get("context", r => r.SparkContext)
            .Get("toDebugString", r => r.ToDebugString())
            .Get("getNumPartitions", r => r.GetNumPartitions())
            .Get("getStorageLevel", r => r.StorageLevel)
            .Get("isBarrier", r => r.IsBarrier)
            .Get("isCheckpointed", r => r.IsCheckpointed)
            .Get("isLocallyCheckpointed", r => RddOperations.IsLocallyCheckpointed(r))
            .Get("getCheckpointFile", r => ScalaOption.Of(RddOperations.AsUri(RddOperations.CheckpointFile(r))))
            .Do("checkpoint", (r, _) => RddOperations.Checkpoint(r))
            .Call("localCheckpoint", (r, _) => { RddOperations.LocalCheckpoint(r); return r; })
            .Do("cleanShuffleDependencies", (_, _) => { })
            .Get("toJavaRDD", r => new JavaRdd(r))
            .Get("asJavaRDD", r => new JavaRdd(r))
            .Get("asJavaPairRDD", r => new JavaPairRdd(r));
        table.Class<StorageLevel>("org.apache.spark.storage.StorageLevel")
            .New(a => new StorageLevel(a.Bool(0), a.Bool(1), a.Bool(2), a.Bool(3), a.Count > 4 ? a.Int(4) : 1))
            .Get("useDisk", l => l.UseDisk)
            .Get("useMemory", l => l.UseMemory)
            .Get("useOffHeap", l => l.UseOffHeap)
            .Get("deserialized", l => l.Deserialized)
            .Get("replication", l => l.Replication);
    }

    private static JavaRddLike Same(JavaRddLike like, RDD rdd) => like is JavaPairRdd ? new JavaPairRdd(rdd) : new JavaRdd(rdd);

    private static object Persist(JavaRddLike j, Arguments a) => Persist(j, a.Of<StorageLevel>(0));

    private static JavaRddLike Persist(JavaRddLike j, StorageLevel level)
    {
        j.Rdd.SetStorageLevel(level);
        return j;
    }

    private static object Unpersist(JavaRddLike j, Arguments a)
    {
        j.Rdd.DropBlocks(a.Count > 0 && a.Bool(0));
        return j;
    }

    private static void SaveAsTextFile(JavaRddLike j, Arguments a)
    {
        var texts = j.Rdd as RDD<string> ?? throw a.Mismatch();
        HadoopSave.RequireNew(a.Text(0));
        if (a.Count > 1 && a[1] is { } codec) HadoopSave.SaveText(texts, a.Text(0), CodecName(codec));
        else texts.SaveAsTextFile(a.Text(0));
    }

    // A class as it prints: "class NAME".
    private static string CodecName(object codec) => JavaText.Of(codec) is var text && text.LastIndexOf(' ') is >= 0 and var space ? text[(space + 1)..] : text;
}
