using Xunit;

namespace Firesteel.Tests.Frames;

/// <summary>Fields within structs matched by name: unions, schemas and grouping sets as Spark 4.3 answers them.</summary>
public class NestedFieldTests
{
    private static SparkSession Spark => Support.Sessions.Shared;

    private static DataFrame Left => Spark.Sql("select named_struct('a', 1, 'b', named_struct('x', 1)) s, array(named_struct('p', 1)) l");
    private static DataFrame Right => Spark.Sql("select named_struct('c', 'q', 'b', named_struct('y', 2, 'x', 3), 'a', 5) s, array(named_struct('q', 'w', 'p', 4)) l");

    [Fact]
    public void A_union_by_name_adds_missing_fields_to_both_sides()
    {
        var union = Left.UnionByName(Right, true);
        Assert.Equal("struct<s:struct<a:int,b:struct<x:int,y:int>,c:string>,l:array<struct<p:int,q:string>>>", union.Schema().SimpleString);
        Assert.Equal(["{\"s\":{\"a\":1,\"b\":{\"x\":1}},\"l\":[{\"p\":1}]}", "{\"s\":{\"a\":5,\"b\":{\"x\":3,\"y\":2},\"c\":\"q\"},\"l\":[{\"p\":4,\"q\":\"w\"}]}"], union.SelectExpr("to_json(struct(*))").Collect().Select(r => (string)r[0]!));
    }

    [Fact]
    public void A_union_by_name_puts_fields_in_the_order_of_the_first()
        => Assert.Equal("struct<s:struct<a:int,b:struct<x:int>>>", Left.Select("s").UnionByName(Spark.Sql("select named_struct('b', named_struct('x', 3), 'a', 5) s")).Schema().SimpleString);

    [Fact]
    public void A_schema_reaches_into_structs_and_leaves_null_what_is_missing()
    {
        var fitted = Left.To(Catalyst.Parser.SqlParser.ParseTableSchema("s struct<b:struct<x:bigint>,a:string>, l array<struct<z:int,p:bigint>>, n int"));
        Assert.Equal("{\"s\":{\"b\":{\"x\":1},\"a\":\"1\"},\"l\":[{\"p\":1}]}", fitted.SelectExpr("to_json(struct(*))").Collect()[0][0]);
        Assert.Equal("NULLABLE_COLUMN_OR_FIELD", Assert.Throws<AnalysisException>(() => Spark.Sql("select if(rand() > 2, 1, null) i").To(Catalyst.Parser.SqlParser.ParseTableSchema("i int not null"))).Condition);
        Assert.Equal("UNRESOLVED_COLUMN.WITH_SUGGESTION", Assert.Throws<AnalysisException>(() => Left.To(Catalyst.Parser.SqlParser.ParseTableSchema("zz int not null"))).Condition);
    }

    [Theory]
    [InlineData("select k, p, sum(i) from values (1, 2, 3) t(i, k, p) group by k, p grouping sets ((k))", "2,,1")]
    [InlineData("select map_keys(map('a', 1)) is not null, 1, 1", "true,1,1")]
    public void Columns_that_no_set_has_are_null(string sql, string row) => Assert.Equal(row, string.Join(",", Enumerable.Range(0, 3).Select(i => Spark.Sql(sql).Collect()[0][i]?.ToString()?.ToLowerInvariant())));

    [Theory]
    [InlineData("select nth_value(a, 2) over (partition by a) from values (1) t(a)", "WINDOW_FUNCTION_FRAME_NOT_ORDERED")]
    [InlineData("select lag(a) over (order by a rows between 1 preceding and current row) from values (1) t(a)", "_LEGACY_ERROR_TEMP_1035")]
    public void Windows_that_do_not_fit_are_refused(string sql, string condition) => Assert.Equal(condition, Assert.Throws<AnalysisException>(() => Spark.Sql(sql)).Condition);

    [Fact]
    public void Without_ANSI_rules_timestamps_are_averaged_in_seconds()
    {
        var session = Spark.NewSession();
        session.Conf().Set("spark.sql.ansi.enabled", "false");
        Assert.Equal([1.5, 3.0], new[] { 0, 1 }.Select(i => (double)session.Sql("select avg(t), sum(t) from values (timestamp_seconds(1)), (timestamp_seconds(2)) v(t)").Collect()[0][i]!));
    }

    [Fact]
    public void Void_columns_go_through_Parquet()
    {
        var path = Path.Combine(Path.GetTempPath(), $"void-{Guid.NewGuid():N}");
        try
        {
            Spark.Sql("select null a, 1 b, array(null, null) c, named_struct('x', null) d").Write().Parquet(path);
            var read = Spark.Read().Parquet(path);
            Assert.Equal("struct<a:void,b:int,c:array<void>,d:struct<x:void>>", read.Schema().SimpleString);
            Assert.Equal("1,2,false", string.Join(",", read.SelectExpr("b", "size(c)", "d is null").Collect()[0] is var r ? [$"{r[0]}", $"{r[1]}", $"{r[2]}".ToLowerInvariant()] : Array.Empty<string>()));
        }
        finally
        {
            Directory.Delete(path, true);
        }
    }
}
