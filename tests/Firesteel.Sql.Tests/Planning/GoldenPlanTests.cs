using System.Text.RegularExpressions;
using Firesteel.Catalyst.Parser;
using Firesteel.Columnar.Memory;
using Firesteel.Core.Scheduler;
using Firesteel.Foundation.Configuration;
using Firesteel.Sql.Sessions;
using Firesteel.Testing;

namespace Firesteel.Sql.Tests.Planning;

/// <summary>Physical plans of the statements in Golden/plans.sql, columns numbered as they appear. UPDATE_GOLDEN=1 writes them anew.</summary>
public sealed partial class GoldenPlanTests
{
    [Fact]
    public void StatementsGiveTheirPhysicalPlans()
    {
        const string Folder = "tests/Firesteel.Sql.Tests/Planning/Golden";
        using var engine = new EngineContext(new SparkConf(false), DriverRuntime.Local(2), MemoryManager.Process);
        var session = Session(engine);
        var text = string.Concat(SqlParser.SplitStatements(File.ReadAllText(Path.Combine(Workspace.Root, Folder, "plans.sql"))).Select(sql => $"> {sql}\n{Plan(session, sql)}\n"));
        Golden.Check($"{Folder}/plans.txt", text);
    }

    /// <summary>Two readers of one exchange give what they give when each has its own.</summary>
    [Fact]
    public void ReusedExchangesGiveTheSameRows()
    {
        using var engine = new EngineContext(new SparkConf(false).Set("spark.sql.shuffle.partitions", "3"), DriverRuntime.Local(2), MemoryManager.Process);
        var session = Session(engine);
        const string Sql = "with q as (select b, sum(a) s from r group by b) select q1.b, q1.s, q2.s from q q1 join q q2 on q1.b = q2.b and q1.s = q2.s where q2.b < 5";
        Assert.Contains("ReusedExchange", Plan(session, "with q as (select b, sum(a) s from r group by b) select q1.s from q q1 join q q2 on q1.s = q2.s"));
        using var result = new QueryRunner(session).Sql(Sql);
        Assert.Equal(5, result.RowCount);
        using var union = new QueryRunner(session).Sql("with q as (select b, sum(a) s from r group by b) select * from q union all select * from q");
        Assert.Equal(20, union.RowCount);
    }

    private static string Plan(SessionState session, string sql)
    {
        var ids = new Dictionary<string, int>();
        var text = session.Plan(session.Optimize(session.Analyze(session.Parse(sql)))).TreeString();
        return Ids().Replace(text, m => $"#{(ids.TryGetValue(m.Value, out var n) ? n : ids[m.Value] = ids.Count)}");
    }

    [GeneratedRegex(@"#\d+")]
    private static partial Regex Ids();

    private static SessionState Session(EngineContext engine)
    {
        var session = new SessionState(engine);
        new QueryRunner(session).Sql("create temporary view r as select id as a, id % 10 as b, id % 7 as d from range(10000)").Dispose();
        new QueryRunner(session).Sql("create temporary view small as select * from values (1, 'x'), (2, 'y') as small(k, name)").Dispose();
        return session;
    }
}
