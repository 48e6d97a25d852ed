using Firesteel.Tests.Support;
using Firesteel.Types;
using Xunit;
using static Firesteel.Functions;

namespace Firesteel.Tests.Udfs;

/// <summary>Functions of the program, on columns, in SQL and on objects.</summary>
public class UdfTests
{
    private static SparkSession Spark => Support.Sessions.Shared;

    public sealed record Person(string Name, int? Age, string[] Tags);

    [Fact]
    public void A_lambda_becomes_a_function_on_columns()
    {
        var shout = Udf<string, int, string>((s, n) => s.ToUpperInvariant() + new string('!', n));
        Assert.Equal(["[A!!]", "[B!!]"], Spark.CreateDataFrame(["a", "b"]).Select(shout(Col("value"), 2)).Collect().Select(r => r.ToString()));
    }

    [Fact]
    public void A_null_reaches_only_types_that_have_one()
    {
        var frame = Spark.Sql("select * from values (1), (null) as t(a)");
        var plain = Udf<int, int>(x => x + 1);
        var nullable = Udf<int?, string>(x => x is null ? "none" : "some");
        Assert.Equal(["[2,some]", "[null,none]"], frame.Select(plain(Col("a")), nullable(Col("a"))).Collect().Select(r => r.ToString()));
    }

    [Fact]
    public void Sql_calls_what_is_registered()
    {
        var twice = Spark.Udf().Register<long, long>("twice", x => 2 * x);
        Assert.Equal([0L, 2L, 4L], Spark.Sql("select twice(id) from range(3)").Collect().Select(r => r.GetAs<long>(0)));
        Assert.Equal(["twice(id)"], Spark.Range(1).Select(twice(Col("id"))).Columns());
        Assert.Equal("WRONG_NUM_ARGS.WITHOUT_SUGGESTION", Assert.ThrowsAny<AnalysisException>(() => Spark.Sql("select twice(1, 2)")).Condition);
    }

    [Fact]
    public void What_a_function_throws_fails_the_query_and_nothing_else()
    {
        var fail = Udf<long, long>(x => x < 5 ? x : throw new InvalidOperationException("too much"));
        var error = Assert.ThrowsAny<SparkException>(() => Spark.Range(10).Select(fail(Col("id"))).Collect());
        Assert.Equal("FAILED_EXECUTE_UDF", error.Condition);
        Assert.Contains("too much", error.Message);
        Assert.Equal(5, Spark.Range(5).Select(fail(Col("id"))).Count());
    }

    [Fact]
    public void A_function_may_give_arrays_and_rows()
    {
        var words = Udf<string, string[]>(s => s.Split(' '));
        var pair = Udf<long>(x => new GenericRow([x, $"n{x}"]), new StructType(new StructField("n", LongType.Instance), new StructField("t", StringType.Instance)));
        Assert.Equal(["[x]", "[y]"], Spark.CreateDataFrame(["x y"]).Select(Explode(words(Col("value")))).Collect().Select(r => r.ToString()));
        Assert.Equal(["[1,n1]"], Spark.Range(1, 2).Select(pair(Col("id")).As("p")).Select("p.n", "p.t").Collect().Select(r => r.ToString()));
    }

    [Fact]
    public void Objects_are_rows_and_rows_are_objects()
    {
        Person[] people = [new("Ann", 30, ["a", "b"]), new("Bob", null, [])];
        var set = Spark.CreateDataset(people);
        Assert.Equal("struct<Name:string,Age:int,Tags:array<string>>", set.Schema().SimpleString);
        Assert.Equal(["Ann"], set.Filter(p => p.Age > 18).Map(p => p.Name).Collect());
        Assert.Equal([("Ann", "a"), ("Ann", "b")], set.FlatMap(p => p.Tags.Select(t => (p.Name, t))).Collect());
        var back = set.OrderBy(Col("Name").Desc()).Collect();
        Assert.Equal("Bob", back[0].Name);
        Assert.Null(back[0].Age);
        Assert.Equal(["a", "b"], back[1].Tags);
    }

    [Fact]
    public void Simple_values_are_datasets_of_one_column()
    {
        Assert.Equal([0L, 1L, 4L], Spark.Range(3).As<long>().Map(x => x * x).Collect());
        Assert.Equal(6L, Spark.Range(4).As<long>().Reduce((a, b) => a + b));
    }
}
