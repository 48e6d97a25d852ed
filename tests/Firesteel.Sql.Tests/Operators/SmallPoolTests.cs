using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Memory;
using Firesteel.Core.Scheduler;
using Firesteel.Foundation.Configuration;
using Firesteel.Sql.Sessions;

namespace Firesteel.Sql.Tests.Operators;

/// <summary>Queries over far more than the pool holds give the answers that they give in a large one.</summary>
public sealed class SmallPoolTests
{
    private const long Small = 24 << 20;
    private const long Large = 2L << 30;

    [Theory]
    // Aggregation: more groups than fit, states of fixed and of any size, several DISTINCTs.
    [InlineData("select count(*), sum(c), min(id), max(s) from (select id, count(*) c, sum(id) s from range(1500000) group by id)")]
    [InlineData("select count(*), sum(n), sum(length(k)) from (select concat('key ', id % 300000) k, count(*) n from range(900000) group by 1)")]
    [InlineData("select count(distinct concat('k', id)), count(distinct id % 1000) from range(600000)")]
    [InlineData("select count(*), sum(size(l)), sum(l[0]) from (select id % 50000 g, sort_array(collect_list(id)) l from range(500000) group by 1)")]
    // Sorting: runs on disk, strings and nulls among the keys, a global order over ranges, first rows only.
    [InlineData("select id from range(700000) order by id * 7919 % 700001 limit 20 offset 300000")]
    [InlineData("select max(r), sum(r * (k % 1000)) from (select k, row_number() over (order by k desc) r from (select id * 7919 % 600011 k from range(600000)))")]
    [InlineData("select first(s), last(s), count(*) from (select concat('value ', id * 31 % 400009) s from range(400000) order by s)")]
    [InlineData("select id, n from (select id, if(id % 3 = 0, null, id % 17) n from range(300000)) order by n nulls last, id desc limit 7")]
    [InlineData("select id from (select id, concat('c', id % 10) s from range(400000)) order by s, id desc limit 5")]
    // Joins: both sides too large, outer ones, rows without a partner, one key with too many rows.
    [InlineData("select count(*), sum(a.id), sum(b.v) from range(900000) a join (select id * 7 % 900007 id, id v from range(900000)) b on a.id = b.id")]
    [InlineData("select count(*), count(a.id), count(b.id) from range(600000) a full outer join range(300000, 800000) b on a.id = b.id")]
    [InlineData("select count(*), sum(a.id) from range(700000) a left anti join (select id * 2 id, concat('x', id) s from range(500000)) b on a.id = b.id")]
    [InlineData("select count(*), sum(a.id) from range(700000) a left semi join (select id * 2 id from range(500000)) b on a.id = b.id")]
    [InlineData("select count(*), sum(a.v), sum(b.v) from (select id % 2 k, id v from range(20)) a join (select 1L k, id v from range(700000)) b on a.k = b.k")]
    [InlineData("select count(*), count(b.v), sum(a.v) from (select id % 3 k, id v from range(700000)) a left join (select 1L k, id v from range(3)) b on a.k = b.k")]
    // Windows.
    [InlineData("select sum(s), max(n) from (select sum(id) over (partition by id % 40000 order by id) s, row_number() over (partition by id % 40000 order by id) n from range(400000))")]
    public void SpilledStateGivesTheSameAnswer(string sql)
    {
        var expected = Answer(sql, Large, 4096);
        Assert.Equal(expected, Answer(sql, Small, 4096));
        Assert.NotEqual("", expected);
    }

    [Fact]
    public void WhatAQueryTookIsGivenBack()
    {
        var memory = new MemoryManager(Small);
        using (var engine = NewEngine(memory))
            new QueryRunner(new SessionState(engine)).Sql("select count(*) from (select id, count(*) from range(400000) group by id order by id)").Dispose();
        Assert.Equal(0, memory.Used);
    }

    [Fact]
    public void AFolderThatCannotBeWrittenFailsTheQueryAlone()
    {
        var memory = new MemoryManager(Small);
        var file = Path.GetTempFileName();
        using var engine = NewEngine(memory, file);
        var runner = new QueryRunner(new SessionState(engine));
        var error = Assert.ThrowsAny<SparkException>(() => runner.Sql("select count(*) from (select id, count(*) from range(3000000) group by id)"));
        Assert.Contains("SPILL_OUT_OF_MEMORY", error.ToString());
        using (var result = runner.Sql("select count(*) from range(1000)")) Assert.Equal(1, result.RowCount);
        Assert.Equal(0, memory.Used);
        File.Delete(file);
    }

    private static EngineContext NewEngine(MemoryManager memory, string? folder = null)
        => new(new SparkConf(false).Set("spark.sql.shuffle.partitions", "8").Set("spark.local.dir", folder ?? Path.GetTempPath()), DriverRuntime.Local(4), memory);

    private static string Answer(string sql, long limit, int batchRows)
    {
        using var engine = NewEngine(new MemoryManager(limit));
        engine.Conf.Set(SessionState.BatchRowsKey, batchRows.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var session = new SessionState(engine);
        using var result = new QueryRunner(session).Sql(sql);
        var text = new ValueText(TextStyle.Hive, session.TimeZone);
        return string.Join("\n", result.Batches.SelectMany(b => Enumerable.Range(0, b.SelectedCount).Select(k => string.Join("|", b.Columns.Select(c => text.Text(c, b.Selection[k]))))));
    }
}
