using Xunit;
using static Firesteel.Functions;

namespace Firesteel.Tests.Frames;

/// <summary>
/// Plans and expressions as long as loops in programs make them. Work that grows faster than they do would not let these tests end;
/// what is too deep to be handled is an error, and never the end of the process.
/// </summary>
public class LongPlanTests
{
    private static SparkSession Spark => Support.Sessions.Shared;

    [Fact]
    public void Thousands_of_steps_follow_each_other()
    {
        Assert.Equal(3001, Repeat(3000, (df, i) => df.Select((Col("id") + 1).Alias("id"))).Collect()[1].GetAs<long>(0));
        Assert.Equal(1001, Repeat(1000, (df, i) => df.Select(Col("*"), Lit(i).Alias($"c{i}"))).Collect()[0].Count);
        Assert.Equal(51, Repeat(2000, (df, i) => df.WithColumn($"c{i % 50}", Col("id") + i)).Collect()[0].Count);
        Assert.Equal(2, Repeat(3000, (df, i) => df.Filter(Col("id") != i + 2)).Collect().Length);
        Assert.Equal(6002, Repeat(3000, (df, _) => df.Union(Spark.Range(2))).Collect().Length);
    }

    [Fact]
    public void A_hundred_joins_follow_each_other()
    {
        var joined = Repeat(100, (df, i) => df.Join(Spark.Range(2).WithColumnRenamed("id", $"id{i}"), Col("id") == Col($"id{i}")));
        Assert.Equal(2, joined.Collect().Length);
    }

    [Fact]
    public void Expressions_are_thousands_of_terms_long()
    {
        Assert.Equal(3_123_750L, OnALargeStack(() => Spark.Range(1).Select(Enumerable.Range(0, 2500).Aggregate(Col("id"), (sum, i) => sum + i))).Collect()[0].GetAs<long>(0));
        Assert.Equal(2, OnALargeStack(() => Spark.Range(2).Filter(Enumerable.Range(0, 2500).Aggregate(Col("id") == 0, (any, i) => any | Col("id") == i))).Count());
        Assert.Equal(5000, Spark.Range(1).Select([.. Enumerable.Range(0, 5000).Select(i => (Col("id") + i).Alias($"c{i}"))]).Collect()[0].Count);
        Assert.Equal(2, Spark.Sql($"select * from range(2) where id in ({string.Join(", ", Enumerable.Range(0, 100_000))})").Count());
        Assert.Equal(1999, Spark.Sql($"select case {string.Concat(Enumerable.Range(0, 3000).Select(i => $"when id = {i} then {i} "))} end from range(2000)").Collect()[1999].GetAs<int>(0));
    }

    [Theory]
    [InlineData(4_000)]
    [InlineData(7_000)]
    [InlineData(12_000)]
    [InlineData(30_000)]
    public void What_is_nested_too_deep_is_an_error_or_an_answer(int depth)
    {
        AnswerOrCondition(() => Spark.Range(1).Select(Enumerable.Range(0, depth).Aggregate(Col("id"), (sum, i) => sum + i)).Collect());
        AnswerOrCondition(() => Spark.Range(1).Select(Enumerable.Range(0, depth).Aggregate(Array(Lit(1)), (inner, _) => Array(inner))).Collect());
        AnswerOrCondition(() => Spark.Range(1).Filter(Enumerable.Range(0, depth).Aggregate(Col("id") == 0, (inner, _) => !inner)).Collect());
        AnswerOrCondition(() => Spark.Sql("with t0 as (select 1 a)" + string.Concat(Enumerable.Range(1, depth).Select(i => $", t{i} as (select a + 1 as a from t{i - 1})")) + $" select * from t{depth}").Collect());
        AnswerOrCondition(() => Spark.Sql($"select {string.Concat(Enumerable.Repeat("array(", depth))}1{new string(')', depth)}").Collect());
        AnswerOrCondition(() => Spark.Sql($"select cast(null as {string.Concat(Enumerable.Repeat("array<", depth))}int{new string('>', depth)})").Collect());
        Assert.Equal(1, Spark.Range(1).Count());
    }

    private static DataFrame Repeat(int times, Func<DataFrame, int, DataFrame> step)
    {
        var df = Spark.Range(2);
        for (var i = 0; i < times; i++) df = step(df, i);
        return df;
    }

    // Threads of the test runner have a small stack.
    private static T OnALargeStack<T>(Func<T> compute)
    {
        T? result = default;
        Exception? error = null;
        var thread = new Thread(() =>
        {
            try { result = compute(); }
            catch (Exception e) { error = e; }
        }, 64 << 20);
        thread.Start();
        thread.Join();
        return error == null ? result! : throw error;
    }

    private static void AnswerOrCondition(Func<object> query)
    {
        try { query(); }
        catch (SparkException e) { Assert.Equal("FAILED_TO_PARSE_TOO_COMPLEX", e.Condition); }
    }
}
