using System.Diagnostics;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Memory;
using Firesteel.Core.Rpc;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.DataSources;
using Firesteel.Sql.Execution.Remote;
using Firesteel.Sql.Sessions;
using Firesteel.Testing;

namespace Firesteel.Sql.Tests.Exchange;

/// <summary>Queries whose tasks run in executor processes, which this program is started as.</summary>
public sealed class TwoProcessTests
{
    [Theory]
    [InlineData("select id % 7 k, count(*) n, sum(id) s, max(concat('v', id)) m from range(100000) group by id % 7 order by k")]
    [InlineData("select count(*), sum(a.id), sum(b.v) from range(50000) a join (select id * 3 id, id v from range(50000)) b on a.id = b.id")]
    [InlineData("select a.name, sum(b.id) from values (1, 'one'), (2, 'two') as a(k, name) join range(1000) b on a.k = b.id % 3 group by a.name order by a.name")]
    [InlineData("select id, upper(concat('x', id)) u, array(id, id + 1) a, named_struct('p', id) s from range(20) where id % 3 = 1 order by u desc")]
    [InlineData("select k, sum(n) over (partition by k order by n) from (select id % 5 k, id n from range(40)) order by k, 2")]
    [InlineData("select cast(id * 7919 % 300007 as string) a, id % 10 b from range(300000) order by b desc, a")]
    [InlineData("select x, lag(x, 2) over (order by x) from (select explode(array(3, 1, 2, 5, 4)) x) order by x")]
    [InlineData("select a.id, b.id from range(30) a left join range(20) b on a.id > b.id * 2 order by a.id, b.id")]
    [InlineData("select ilike(concat('A', id), 'a1%'), trim(concat(' ', id)), to_date('2024-01-01') from range(30) order by id")]
    public void AQueryOverProcessesGivesTheAnswerOfOne(string sql)
    {
        using var local = new EngineContext(Conf(), DriverRuntime.Local(2), MemoryManager.Process);
        using var cluster = new EngineContext(Conf(), Cluster(), MemoryManager.Process);
        Assert.Equal(Answer(local, sql), Answer(cluster, sql));
    }

    [Fact]
    public void FilesAreWrittenByTheProcesses()
    {
        var folder = Directory.CreateTempSubdirectory("firesteel-").FullName;
        using var cluster = new EngineContext(Conf(), Cluster(), MemoryManager.Process);
        Answer(cluster, $"insert overwrite directory '{folder}/out' using parquet select id, id % 3 p from range(0, 1000, 1, 4)");
        Assert.True(Directory.GetFiles(folder + "/out", "part-*").Length > 1);
        Assert.Equal("1000|499500", Answer(cluster, $"select count(*), sum(id) from parquet.`{folder}/out`"));
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("q1")]
    [InlineData("q5")]
    [InlineData("q18")]
    public void FilesAreReadByTheProcesses(string query)
    {
        var folder = Path.Combine(Workspace.RequireShared(), "corpora", "tpch");
        var sql = File.ReadAllText(Path.Combine(folder, "queries", query + ".sql"));
        using var local = new EngineContext(Conf(), DriverRuntime.Local(2), MemoryManager.Process);
        using var cluster = new EngineContext(Conf(), Cluster(), MemoryManager.Process);
        Assert.Equal(Answer(local, sql, Path.Combine(folder, "sf0.01")), Answer(cluster, sql, Path.Combine(folder, "sf0.01")));
    }

    private static SparkConf Conf() => new SparkConf(false).Set("spark.sql.shuffle.partitions", "4");

    private static DriverRuntime Cluster()
    {
        var backend = new ProcessSchedulerBackend(new ProcessBackendOptions(2, 1, () => new ProcessStartInfo(Environment.ProcessPath!, ["--executor"])), new PlanPayloadCodec(), TimeProvider.System);
        return new DriverRuntime(new SchedulerOptions(), backend, new ShuffleStore());
    }

    private static string Answer(EngineContext engine, string sql, string? tables = null)
    {
        var session = new SessionState(engine);
        foreach (var file in tables == null ? [] : Directory.EnumerateFiles(tables, "*.parquet", SearchOption.AllDirectories))
            session.CreateTemporaryView(Path.GetRelativePath(tables!, file).Split('/')[0].Split('.')[0], FileTableProvider.OpenPaths("parquet", [file], ValueMap.Empty, null, session.Settings));
        using var result = new QueryRunner(session).Sql(sql);
        var text = new ValueText(TextStyle.Hive, session.TimeZone);
        return string.Join("\n", result.Batches.SelectMany(b => Enumerable.Range(0, b.SelectedCount).Select(k => string.Join("|", b.Columns.Select(c => text.Text(c, b.Selection[k]))))));
    }
}
