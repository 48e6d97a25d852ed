using Firesteel.Columnar.Memory;
using Firesteel.Core.Storage;
using Xunit;

namespace Firesteel.Tests.Rdd;

/// <summary>RDDs in this process.</summary>
public class LocalRddTests
{
    private static SparkContext Context => Support.Sessions.Shared.SparkContext;

    public static TheoryData<string> Operations => [.. RddOperations.All.Keys];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Operation(string name) => RddOperations.All[name](Context);

    [Fact]
    public void A_long_lineage_of_shuffles_is_looked_through_once()
    {
        var numbers = Context.Parallelize(Enumerable.Range(0, 10), 1);
        for (var i = 0; i < 60; i++) numbers = numbers.Repartition(1);
        Assert.Equal(10, numbers.Count());
    }

    [Fact]
    public void Pairs_that_do_not_fit_go_to_disk()
    {
        var manager = ObjectMemory.Manager;
        using var small = new SparkContext(new SparkConf().SetMaster("local[2]").SetAppName("small"));
        ObjectMemory.Manager = new MemoryManager(2 << 20);
        try
        {
            var pairs = small.Parallelize(Enumerable.Range(0, 300_000), 4).Map(n => ($"key {n % 50_000}", n));
            var sums = pairs.ReduceByKey((a, b) => a + b, 3).Collect();
            Assert.Equal(50_000, sums.Length);
            Assert.Equal(Enumerable.Range(0, 6).Sum(i => 7 + i * 50_000), sums.Single(s => s.Key == "key 7").Value);
            Assert.All(pairs.GroupByKey(3).MapValues(v => v.Count()).Values().Collect(), count => Assert.Equal(6, count));
            var sorted = pairs.Map(p => (p.Item2, p.Item1)).SortByKey(numPartitions: 3).Keys().Collect();
            Assert.Equal(Enumerable.Range(0, 300_000), sorted);
        }
        finally
        {
            ObjectMemory.Manager = manager;
        }
    }

    [Fact]
    public void Blocks_used_longest_ago_leave_memory_first()
    {
        var manager = ObjectMemory.Manager;
        ObjectMemory.Manager = new MemoryManager(8 << 20);
        try
        {
            using var small = new SparkContext(new SparkConf().SetMaster("local[1]").SetAppName("small"));
            var kept = Enumerable.Range(0, 4).Select(i => small.Parallelize(Enumerable.Range(0, 30), 1).Map(n => new byte[100_000]).Persist(i % 2 == 0 ? StorageLevel.MemoryOnly : StorageLevel.MemoryAndDisk)).ToList();
            foreach (var rdd in kept) Assert.Equal(30, rdd.Count());
            Assert.Equal(0, small.Blocks.StatusOf(kept[0].Id).CachedPartitions);
            Assert.True(small.Blocks.StatusOf(kept[1].Id).DiskSize > 0);
            Assert.True(small.Blocks.StatusOf(kept[3].Id).MemorySize > 0);
            foreach (var rdd in kept) Assert.Equal(30, rdd.Count());
        }
        finally
        {
            ObjectMemory.Manager = manager;
        }
    }

    [Fact]
    public void Lines_are_whole_wherever_files_are_cut()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "one\r\ntwo\n\nthree\rfour ä€\nfive");
        for (var pieces = 1; pieces < 40; pieces++) Assert.Equal(["one", "two", "", "three", "four ä€", "five"], Context.TextFile(file, pieces).Collect());
        File.Delete(file);
        Assert.ThrowsAny<FileNotFoundException>(() => Context.TextFile(file));
    }

    [Fact]
    public void Lineage_is_printed_as_Spark_prints_it()
    {
        var text = Context.Parallelize([("a", 1)], 2).ReduceByKey((x, y) => x + y, 3).Map(p => p.Key).ToDebugString();
        var lines = text.Split('\n');
        Assert.StartsWith("(3) MapPartitionsRDD[", lines[0]);
        Assert.StartsWith(" |  ShuffledRDD[", lines[1]);
        Assert.StartsWith(" +-(2) ParallelCollectionRDD[", lines[2]);
    }

    [Fact]
    public void Hashes_are_those_of_Java_and_Scala()
    {
        Assert.Equal(97, PortableHash.Of("a"));
        Assert.Equal(99162322, PortableHash.Of("hello"));
        Assert.Equal(-1, PortableHash.Of(-1));
        Assert.Equal(1 ^ 1, PortableHash.Of((1L << 32) + 1));
        Assert.Equal(1073217536, PortableHash.Of(1.5));
        Assert.Equal(1231, PortableHash.Of(true));
        Assert.Equal([1971805870, -328480171, 2016703621, -462008985], new object[] { (1, "a"), ("x", 2.0), (1, 2, 3), (true, "b") }.Select(PortableHash.Of));
    }

    [Fact]
    public void A_long_lineage_is_cut_in_time()
    {
        var rdd = Context.Parallelize([1, 2, 3], 2);
        for (var i = 0; i < 200; i++) rdd = rdd.Map(n => n + 1);
        Assert.Equal([201, 202, 203], rdd.Collect());
    }
}
