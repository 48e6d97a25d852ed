using Xunit;
using static Firesteel.Functions;

namespace Firesteel.Tests.Frames;

/// <summary>Observed metrics come from the query that uses the rows; where none has, from one of their own.</summary>
public sealed class ObservationTests
{
    private static SparkSession Spark => Support.Sessions.Shared;

    private static readonly Column[] Metrics = [Count(Lit(1)).As("n"), Max(Col("id")).As("top"), (Sum(Col("id")) + Count(Lit(1))).As("sum"), First(Col("id")).As("first")];

    private static DataFrame Rows => Spark.Range(0, 1000, 1, 4).WithColumn("k", Col("id") % 7);

    public static TheoryData<string, Func<DataFrame, object>> Queries => new()
    {
        { "counted", d => d.Count() },
        { "filtered above", d => d.Filter("id < 10").Collect().Length },
        { "grouped", d => d.GroupBy("k").Count().Collect().Length },
        { "streamed through a join", d => d.Join(Spark.Range(10), "id").Collect().Length },
        { "shared in a join", d => Spark.Range(10).Join(Broadcast(d), "id").Collect().Length },
        { "sorted", d => d.OrderBy(Col("id").Desc()).Collect().Length },
        { "spread", d => d.Repartition(3).Collect().Length },
        { "written", d => { d.Write().Format("noop").Mode("overwrite").Save(); return 0; } },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public void Metrics_come_with_the_query(string name, Func<DataFrame, object> query)
    {
        Assert.NotEmpty(name);
        var seen = Spark.SparkContext.LongAccumulator("seen");
        var look = Udf((long id) => { seen.Add(1); return id; });
        var observation = new Observation();
        query(Rows.Select(look(Col("id")).As("id"), Col("k")).Observe(observation, Metrics[0], Metrics[1..]));
        Assert.Equal([1000L, 999L, 500_500L, 0L], ((string[])["n", "top", "sum", "first"]).Select(m => (long)observation.Get()[m]!));
        Assert.Equal(1000, seen.Value);
    }

    [Fact]
    public void Before_any_query_one_of_their_own_computes_them()
    {
        var observation = new Observation();
        var rows = Rows.Observe(observation, Count(Lit(1)).As("n"));
        Assert.Equal(1000L, observation.Get()["n"]);
        Assert.Equal(1000, rows.Count());
    }

    [Fact]
    public void The_first_query_counts()
    {
        var (first, second) = (new Observation(), new Observation());
        var rows = Rows.Observe(first, Count(Lit(1)).As("n")).Filter("id < 5").Observe(second, CollectSet(Col("id")).As("ids"), Avg(Col("id")).As("mean"));
        Assert.Equal(5, rows.Count());
        Assert.Equal(2, rows.Filter("id < 2").Count());
        Assert.Equal((1000L, 2.0, 5), (first.Get()["n"], second.Get()["mean"], ((System.Collections.ICollection)second.Get()["ids"]!).Count));
    }

    [Fact]
    public void No_rows_have_metrics_too()
    {
        var observation = new Observation();
        Assert.Equal(0, Rows.Filter("id < 0").Observe(observation, Count(Lit(1)).As("n"), Max(Col("id")).As("top")).Count());
        Assert.Equal((0L, null), (observation.Get()["n"], observation.Get()["top"]));
    }

    [Fact]
    public void A_query_that_fails_tells_nothing()
    {
        var observation = new Observation();
        var rows = Rows.Observe(observation, Count(Lit(1)).As("n"));
        Assert.ThrowsAny<SparkException>(() => rows.SelectExpr("raise_error('no')").Collect());
        Assert.Equal(1000L, observation.Get()["n"]);
    }
}
