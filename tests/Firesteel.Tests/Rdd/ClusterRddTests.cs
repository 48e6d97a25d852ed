using Xunit;

namespace Firesteel.Tests.Rdd;

/// <summary>The application whose tasks run in two other processes.</summary>
public sealed class ClusterContext : IDisposable
{
    public SparkContext Context { get; } = new(new SparkConf().SetMaster("local-cluster[2,1,1024]").SetAppName("cluster tests").Set("spark.broadcast.blockSize", "64k").Set("spark.driver.maxResultSize", "20m"));

    public void Dispose() => Context.Dispose();
}

/// <summary>RDDs whose tasks run in other processes, with the program's functions and types.</summary>
public class ClusterRddTests(ClusterContext cluster) : IClassFixture<ClusterContext>
{
    private SparkContext Context => cluster.Context;

    public static TheoryData<string> Operations => [.. RddOperations.All.Keys];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Operation(string name) => RddOperations.All[name](Context);

    public static TheoryData<string> Blocks => [.. Frames.FrameBlocks.All.Keys];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Rows_as_blocks(string name) => Frames.FrameBlocks.All[name](new SparkSession(Context, new Dictionary<string, string> { ["spark.sql.shuffle.partitions"] = "3" }));

    [Fact]
    public void Kept_rows_that_are_lost_with_their_executor_are_computed_again()
    {
        var marker = Path.Combine(Path.GetTempPath(), $"firesteel-kill-{Guid.NewGuid():N}");
        var session = new SparkSession(Context, new Dictionary<string, string> { ["spark.sql.shuffle.partitions"] = "3" });
        var kept = session.Range(0, 1000, 1, 4).GroupBy((global::Firesteel.Functions.Col("id") % global::Firesteel.Functions.Lit(50)).As("k")).Count().Repartition(4).Cache();
        Assert.Equal(50, kept.Count());
        Assert.Equal(4, Frames.FrameBlocks.StatusOf(kept).CachedPartitions);
        var kill = global::Firesteel.Functions.Udf((long k) =>
        {
            if (k == 7 && !File.Exists(marker))
            {
                File.WriteAllText(marker, "");
                System.Diagnostics.Process.GetCurrentProcess().Kill();
            }
            return k;
        });
        Assert.Equal(Enumerable.Range(0, 50).Select(k => (long)k), kept.Select(kill(kept["k"])).Collect().Select(r => r.GetAs<long>(0)).Order());
        Assert.Equal(50, kept.Count());
        Assert.Equal(4, Frames.FrameBlocks.StatusOf(kept).CachedPartitions);
        kept.Unpersist();
        File.Delete(marker);
    }

    [Fact]
    public void What_a_function_cannot_take_along_is_named()
    {
        var (session, stream) = (Context, new MemoryStream());
        Assert.Contains("captured variable 'session'", Fails(() => Context.Parallelize([1], 1).Map(_ => session.AppName).Collect()));
        Assert.Contains("captured variable 'stream' is a MemoryStream", Fails(() => Context.Parallelize([1], 1).Map(n => stream.Length + n).Collect()));
        var other = Context.Parallelize([1], 1);
        Assert.Contains("captured variable 'other' is an RDD", Fails(() => Context.Parallelize([1], 1).Map(n => other.Count() + n).Collect()));
        var holder = new Holder(stream);
        Assert.Contains("field 'Stream' of Holder of captured variable 'holder' is a MemoryStream", Fails(() => Context.Parallelize([1], 1).Map(n => holder.Stream.Length + n).Collect()));

        static string Fails(Action action) => Assert.ThrowsAny<SparkException>(action).Message is var message && message.Contains("Task not serializable", StringComparison.Ordinal) ? message : throw new InvalidOperationException(message);
    }

    [Fact]
    public void Results_that_are_too_large_for_the_driver_fail_the_job()
    {
        var error = Assert.ThrowsAny<SparkException>(() => Context.Parallelize([1, 2, 3], 3).Map(_ => new byte[9_000_000]).Collect());
        Assert.Contains("is bigger than spark.driver.maxResultSize (20.0 MiB)", error.Message);
        Assert.Equal(1, Context.Parallelize([1], 1).Count());
    }

    [Fact]
    public void An_executor_that_is_killed_while_a_shuffle_is_read_costs_nothing_but_time()
    {
        var marker = Path.Combine(Path.GetTempPath(), $"firesteel-kill-{Guid.NewGuid():N}");
        var sums = Context.Parallelize(Enumerable.Range(0, 10_000), 8).Map(n => (n % 100, (long)n)).ReduceByKey((a, b) => a + b, 4).MapPartitions(pairs =>
        {
            if (TaskContext.Get()!.PartitionId == 1 && !File.Exists(marker))
            {
                File.WriteAllText(marker, "");
                System.Diagnostics.Process.GetCurrentProcess().Kill();
            }
            return pairs;
        });
        Assert.Equal(Enumerable.Range(0, 100).Select(k => (k, Enumerable.Range(0, 100).Sum(i => (long)(k + i * 100)))), sums.Collect().Order());
        File.Delete(marker);
    }

    [Fact]
    public void Lost_blocks_are_computed_again()
    {
        var marker = Path.Combine(Path.GetTempPath(), $"firesteel-kill-{Guid.NewGuid():N}");
        var kept = Context.Parallelize(Enumerable.Range(0, 100), 6).Map(n => n * 2).Cache();
        Assert.Equal(100, kept.Count());
        var sum = kept.MapPartitionsWithIndex((p, items) =>
        {
            if (p == 0 && !File.Exists(marker))
            {
                File.WriteAllText(marker, "");
                System.Diagnostics.Process.GetCurrentProcess().Kill();
            }
            return items;
        }).Reduce((a, b) => a + b);
        Assert.Equal(9900, sum);
        Assert.Equal(100, kept.Count());
        Assert.Equal(6, Context.Blocks.StatusOf(kept.Id).CachedPartitions);
        File.Delete(marker);
    }

    [Fact]
    public void A_shuffle_file_that_is_damaged_is_made_again()
    {
        var marker = Path.Combine(Path.GetTempPath(), $"firesteel-damage-{Guid.NewGuid():N}");
        var counts = Context.Parallelize(Enumerable.Range(0, 10_000), 6).Map(n => (n % 50, 1)).ReduceByKey((a, b) => a + b, 3).MapPartitions(pairs =>
        {
            if (!File.Exists(marker))
            {
                File.WriteAllText(marker, "");
                Damage(TaskContext.Get()!.Blocks!.Folders.All);
            }
            return pairs;
        });
        Assert.Equal(Enumerable.Range(0, 50).Select(k => (k, 200)), counts.Collect().Order());
        File.Delete(marker);
    }

    [Fact]
    public void Functions_of_the_program_run_in_queries()
    {
        var session = new SparkSession(Context, new Dictionary<string, string>());
        var suffix = "!";
        var shout = global::Firesteel.Functions.Udf((string word) => word.ToUpperInvariant() + suffix);
        var words = session.CreateDataFrame([new Word("a", 1), new Word("b", 2)]);
        Assert.Equal(["A!", "B!"], words.Select(shout(words["Text"])).Collect().Select(r => r.GetAs<string>(0)));
        Assert.Equal([2, 4], words.As<Word>().Map(w => w.Number * 2).Collect().Order());
        Assert.Equal([new Word("b", 2)], words.As<Word>().Filter(w => w.Number > 1).Collect());
    }

    // The file that was written last: one of the shuffle that is being read.
    private static void Damage(IEnumerable<string> folders)
    {
        var file = folders.Where(Directory.Exists).SelectMany(f => Directory.GetFiles(f, "temp_local_*", SearchOption.AllDirectories)).MaxBy(File.GetLastWriteTimeUtc)!;
        var bytes = File.ReadAllBytes(file);
        for (var i = 0; i < bytes.Length; i++) bytes[i] ^= 0x55;
        File.WriteAllBytes(file, bytes);
    }

    private sealed record Holder(Stream Stream);

    private sealed record Word(string Text, int Number);
}
