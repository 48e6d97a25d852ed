using System.Globalization;
using System.Text.RegularExpressions;
using Firesteel.Deploy.Tests.Support;

namespace Firesteel.Deploy.Tests.Chaos;

/// <summary>A program that shuffles in some hundred tasks and says four numbers, which stand for all its rows.</summary>
/// <param name="FirstRows">With so many it is tried how long it takes.</param>
sealed partial record ChaosJob(string Name, long FirstRows, long MostRows, Func<long, string[]> Arguments, params string[] Settings)
{
    /// <summary>Many rows in few groups: what is shuffled is little and stays in memory.</summary>
    public static ChaosJob Groups { get; } = new("group-by", 2_000_000, 100_000_000, rows => ["sql", "-e",
        "select count(*) as groups, sum(n) as total, max(s) as highest, min(s) as lowest from "
        + $"(select xxhash64(id % 5000) as k, count(*) as n, sum(xxhash64(id, 7) % 1000 + length(sha2(cast(id as string), 256))) as s from range(0, {rows}, 1, 100) group by 1)"],
        "spark.executor.memory=512m");

    /// <summary>All rows are shuffled, and with so little memory most of them by way of the disk.</summary>
    public static ChaosJob Spilling { get; } = new("repartition that spills", 2_000_000, 8_000_000, rows => ["sql", "-e",
        "select count(*) as groups, sum(n) as total, max(s) as highest, min(s) as lowest from "
        + $"(select xxhash64(id % 5000) as k, count(*) as n, sum(ascii(substr(p, 1 + id % 64, 1))) as s from (select /*+ repartition(100, id) */ id, p from (select id, sha2(cast(id as string), 256) as p from range(0, {rows}, 1, 100))) group by 1)"],
        "spark.executor.memory=128m");

    /// <summary>An RDD program: each map output is a file.</summary>
    public static ChaosJob Pairs(string folder) => new("RDD of pairs", 16_000_000, 60_000_000, rows => ["submit", Program(folder), rows.ToString(CultureInfo.InvariantCulture)], "spark.executor.memory=512m");

    [GeneratedRegex(@"^\d+\s+\d+\s+-?\d+\s+-?\d+$", RegexOptions.Multiline)]
    private static partial Regex Answer();

    /// <summary>The answer in what a run printed; empty if there is none.</summary>
    public static string AnswerIn(string output) => Answer().Match(output).Value;

    // Whoever expects a failure every two seconds gives stages and tasks more attempts than four.
    public TestProcess Start(string engine, ChaosCluster cluster, long rows)
    {
        string[] common =
        [
            "spark.cores.max=6", "spark.executor.cores=1", "spark.network.timeout=10s", "spark.executor.heartbeatInterval=2s",
            "spark.stage.maxConsecutiveAttempts=100", "spark.task.maxFailures=100", "spark.sql.shuffle.partitions=100", "spark.sql.adaptive.coalescePartitions.enabled=false", .. Settings,
        ];
        var arguments = Arguments(rows);
        return new TestProcess(engine, cluster.Environment, [arguments[0], "--master", cluster.Url, .. common.SelectMany(setting => (string[])["--conf", setting]), .. arguments[1..]]);
    }

    private static string Program(string folder)
    {
        var path = Path.Combine(folder, "Pairs.cs");
        if (File.Exists(path)) return path;
        File.WriteAllText(path, """
            using Firesteel;
            var spark = SparkSession.Builder().AppName("pairs").GetOrCreate();
            var rows = long.Parse(args[0]);
            var sums = spark.SparkContext.Range(0, rows, 1, 100)
                .Map(i => (i % 200_000, (i * 2654435761L % 1_000_003, 1L)))
                .PartitionBy(new HashPartitioner(100))
                .ReduceByKey((a, b) => (a.Item1 + b.Item1, a.Item2 + b.Item2), 50);
            var (groups, total, highest, lowest) = sums.Map(p => (1L, p.Item2.Item2, p.Item2.Item1, p.Item2.Item1))
                .Reduce((a, b) => (a.Item1 + b.Item1, a.Item2 + b.Item2, Math.Max(a.Item3, b.Item3), Math.Min(a.Item4, b.Item4)));
            Console.WriteLine($"{groups}\t{total}\t{highest}\t{lowest}");
            spark.Stop();
            """);
        return path;
    }
}
