using Firesteel.Core.Storage;
using Firesteel.Execution;
using Firesteel.Sql.Execution;
using Xunit;
using static Firesteel.Functions;

namespace Firesteel.Tests.Frames;

/// <summary>What rows of DataFrames do as blocks; run in one process and over several.</summary>
static class FrameBlocks
{
    public static readonly IReadOnlyDictionary<string, Action<SparkSession>> All = new Dictionary<string, Action<SparkSession>>
    {
        ["every storage level keeps all rows"] = spark =>
        {
            foreach (var level in (StorageLevel[])[StorageLevel.MemoryAndDisk, StorageLevel.MemoryOnly, StorageLevel.MemoryOnlySer, StorageLevel.DiskOnly, StorageLevel.MemoryAndDisk2, StorageLevel.OffHeap])
            {
                var frame = Numbers(spark).Persist(level);
                Assert.Equal(level, frame.StorageLevel());
                for (var again = 0; again < 2; again++)
                {
                    Assert.Equal(1000, frame.Count());
                    Assert.Equal((499_500L, "row 999"), Totals(frame));
                }
                var (status, count) = (StatusOf(frame), PartitionsOf(frame));
                Assert.Equal(count, status.CachedPartitions);
                Assert.Equal(level.UseMemory, status.MemorySize > 0);
                Assert.Equal(!level.UseMemory, status.DiskSize > 0);
                var holders = spark.SparkContext.IsLocal ? 1 : level.Replication;
                Assert.All(Enumerable.Range(0, count), p => Assert.Equal(holders, spark.SparkContext.Blocks.Locations(Block(frame, p)).Count));
                if (!spark.SparkContext.IsLocal) Assert.All(Enumerable.Range(0, count), p => Assert.DoesNotContain(spark.SparkContext.Blocks.Locations(Block(frame, p)), m => m.ExecutorId == BlockManagerId.DriverId));
                var id = RddId(frame);
                frame.Unpersist(blocking: true);
                Assert.Equal(StorageLevel.None, frame.StorageLevel());
                Assert.Equal(0, spark.SparkContext.Blocks.StatusOf(id).CachedPartitions);
                Assert.Equal((499_500L, "row 999"), Totals(frame));
            }
        },
        ["rows behind exchanges are kept"] = spark =>
        {
            var frame = Numbers(spark).GroupBy((Col("id") % Lit(7)).As("k")).Agg(Sum("id").As("s"), Max("text").As("t")).Cache();
            var joined = frame.Join(frame.WithColumnRenamed("s", "other"), "k").OrderBy("k");
            var rows = joined.Collect().Select(r => r.ToString()).ToArray();
            Assert.Equal(7, rows.Length);
            Assert.Equal(rows, joined.Collect().Select(r => r.ToString()));
            Assert.Equal(Enumerable.Range(0, 7).Select(k => Enumerable.Range(0, 1000).Where(i => i % 7 == k).Sum(i => (long)i)), frame.OrderBy("k").Collect().Select(r => r.GetAs<long>(1)));
            frame.Unpersist();
        },
        ["an order is kept"] = spark =>
        {
            var frame = Numbers(spark).OrderBy(Col("id").Desc()).Cache();
            for (var again = 0; again < 2; again++) Assert.Equal(Enumerable.Range(0, 1000).Reverse().Select(i => (long)i), frame.Collect().Select(r => r.GetAs<long>(0)));
            frame.Unpersist();
        },
        ["many local rows stay with the driver until tasks want them"] = spark =>
        {
            var frame = spark.CreateDataFrame(Enumerable.Range(0, 50_000).Select(i => new Item(i, $"the text of row {i}", i % 3 == 0 ? null : [i, i + 1])));
            for (var again = 0; again < 2; again++)
            {
                Assert.Equal((1_249_975_000L, "the text of row 9999"), Totals(frame.Select(Col("Id").Cast("long").As("id"), Col("Text").As("text"))));
                Assert.Equal(33_333, frame.Filter("size(Numbers) = 2 and Numbers[1] = Id + 1").Count());
            }
            Assert.Equal(Enumerable.Range(0, 50_000), frame.Select("Id").Collect().Select(r => r.GetAs<int>(0)));
            Assert.Equal(50_000, frame.Join(frame.WithColumnRenamed("Text", "again"), "Id").Count());
            var codec = ClusterCodec.Create();
            codec.UseBlocks(spark.SparkContext.Engine.Runtime.Blocks);
            var state = spark.State;
            Assert.InRange(codec.EncodeComputation(new CollectComputation(state.Plan(state.Optimize(frame.Plan)), state.QuerySettings())).Length, 1, 20_000);
        },
        ["many items of a collection are fetched in pieces"] = spark =>
        {
            Assert.Equal(499_999_500_000L, spark.SparkContext.Parallelize(Enumerable.Range(0, 1_000_000), 3).Map(n => (long)n).Reduce((a, b) => a + b));
            Assert.Equal(40 * 500_000, spark.SparkContext.Parallelize(Enumerable.Range(0, 40).Select(i => new string((char)('a' + i % 26), 500_000)), 2).Map(s => s.Length).Reduce((a, b) => a + b));
            Assert.Equal(0, spark.SparkContext.Parallelize(new int[0], 3).Count());
        },
        ["rows become items where tasks run, and items rows"] = spark =>
        {
            var context = spark.SparkContext;
            var driver = Environment.ProcessId;
            var sums = Numbers(spark).GroupBy((Col("id") % Lit(10)).As("k")).Agg(Sum("id").As("s")).OrderBy("k").Rdd;
            Assert.Equal(Enumerable.Range(0, 10).Select(k => (long)k * 100 + 49_500), sums.Map(r => r.GetAs<long>(1)).Collect());
            Assert.Equal(10, sums.Map(r => (r.GetAs<long>(0) % 2, 1)).ReduceByKey((a, b) => a + b).Values().Reduce((a, b) => a + b));
            Assert.Equal(3, sums.Take(3).Length);
            // The functions see who runs them.
            var makers = Numbers(spark).Rdd.Map(r => Environment.ProcessId).Distinct().Collect();
            Assert.Equal(context.IsLocal, makers.Contains(driver));
            var frame = context.Parallelize(Enumerable.Range(0, 1000), 4).Map(i => (i % 50, 1)).ReduceByKey((a, b) => a + b, 3).Map(p => new Item(p.Item1, $"n{Environment.ProcessId}", [p.Item2])).ToDF(spark);
            Assert.Equal(50, frame.Filter("Numbers[0] = 20").Count());
            Assert.Equal(context.IsLocal, frame.Select("Text").Distinct().Collect().Any(r => r.GetAs<string>(0) == $"n{driver}"));
            Assert.Equal(100, frame.Union(frame).Count());
            Assert.Equal(50, frame.Join(frame.WithColumnRenamed("Text", "again"), "Id").Count());
            Assert.Equal(Enumerable.Range(1, 5), context.Parallelize(Enumerable.Range(1, 5), 2).ToDF(spark).Rdd.Map(r => r.GetAs<int>(0)).Collect());
            var rows = frame.Cache().Rdd;
            Assert.Equal(50, rows.Count());
            Assert.Equal(50, spark.CreateDataFrame(rows, frame.Schema()).Select("Id").Distinct().Count());
            frame.Unpersist();
            Assert.Equal(50, rows.Count());
        },
        ["large shuffle blocks are read as they are needed"] = spark =>
        {
            var texts = spark.SparkContext.Parallelize(Enumerable.Range(0, 80), 2).Map(i => (i, new string((char)('a' + i % 26), 1_000_000)));
            Assert.Equal(80_000_000L, texts.PartitionBy(new HashPartitioner(1)).Map(p => p.Item2[0] == 'a' + p.Item1 % 26 ? (long)p.Item2.Length : 0).Reduce((a, b) => a + b));
        },
        ["a checkpoint keeps rows as they were"] = spark =>
        {
            var random = spark.Range(0, 1000, 1, 4).Select(Col("id"), Rand().As("r"));
            var kept = random.LocalCheckpoint();
            var (first, id) = (kept.Agg(Sum("r")).First().GetAs<double>(0), ((Catalyst.Plans.InMemoryRelation)kept.Plan).Rows);
            Assert.Equal(first, kept.Agg(Sum("r")).First().GetAs<double>(0));
            Assert.Equal(1000, kept.Join(kept.WithColumnRenamed("r", "again"), "id").Filter("r = again").Count());
            Assert.Equal(4, spark.SparkContext.Blocks.StatusOf(((Sql.Caching.CachedPlan)id).RddId).CachedPartitions);
            Assert.Equal(StorageLevel.None, random.StorageLevel());
        },
        ["kept rows are read in subqueries, unions and other kept rows"] = spark =>
        {
            var frame = Numbers(spark).Cache();
            frame.CreateOrReplaceTempView("block_numbers");
            var small = frame.Filter("id < 10").Cache();
            Assert.Equal(20, small.Union(small).Count());
            Assert.Equal(999L, spark.Sql("SELECT max(id) FROM block_numbers WHERE id = (SELECT max(id) FROM block_numbers)").First().GetAs<long>(0));
            Assert.Contains("Scan In-memory table", spark.Sql("EXPLAIN SELECT id FROM block_numbers").First().GetAs<string>(0).Replace("InMemoryTableScan", "Scan In-memory table", StringComparison.Ordinal));
            Assert.True(spark.Catalog.IsCached("block_numbers"));
            spark.Catalog.ClearCache();
            Assert.False(spark.Catalog.IsCached("block_numbers"));
            Assert.Equal(StorageLevel.None, small.StorageLevel());
            Assert.Equal(10, small.Count());
        },
    };

    private sealed record Item(int Id, string Text, int[]? Numbers);

    private static DataFrame Numbers(SparkSession spark) => spark.Range(0, 1000, 1, 4).Select(Col("id"), Concat(Lit("row "), Col("id").Cast("string")).As("text"), (Col("id") * Lit(2)).As("twice"));

    private static (long, string) Totals(DataFrame frame)
    {
        var row = frame.Agg(Sum("id"), Max("text")).First();
        return (row.GetAs<long>(0), row.GetAs<string>(1));
    }

    public static int RddId(DataFrame frame) => frame.SparkSession.State.Engine.Cache.Find(frame.Plan)!.RddId;

    public static RddStatus StatusOf(DataFrame frame) => frame.SparkSession.SparkContext.Blocks.StatusOf(RddId(frame));

    private static int PartitionsOf(DataFrame frame) => frame.SparkSession.State.Engine.Cache.Find(frame.Plan)!.PartitionCount!.Value;

    private static string Block(DataFrame frame, int partition) => new RddBlockId(RddId(frame), partition).Name;
}
