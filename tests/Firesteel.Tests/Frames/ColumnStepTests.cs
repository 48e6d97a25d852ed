using Firesteel.Catalyst.Expressions;
using Xunit;
using static Firesteel.Functions;

namespace Firesteel.Tests.Frames;

/// <summary>Columns renamed, replaced and made distinct, as Spark 4.3 does it.</summary>
public class ColumnStepTests
{
    private static SparkSession Spark => Support.Sessions.Shared;

    [Fact]
    public void Names_change_one_after_the_other()
    {
        var frame = Spark.Range(1);
        Assert.Equal(["b"], frame.WithColumnsRenamed([new("id", "a"), new("a", "b")]).Columns());
        Assert.Equal(["a"], frame.WithColumnsRenamed([new("a", "b"), new("id", "a")]).Columns());
    }

    [Fact]
    public void A_column_keeps_the_metadata_of_its_name()
    {
        var column = new Column(new Alias(Literal.Of(1), "inner") { ExplicitMetadata = new(new Dictionary<string, string> { ["k"] = "\"v\"" }) });
        Assert.True(Spark.Range(1).WithColumn("outer", column).Schema().Fields.Single(f => f.Name == "outer").Metadata.ContainsKey("k"));
    }

    [Fact]
    public void Without_columns_one_row_is_distinct() => Assert.Single(Spark.Range(3).DistinctBy([]).Collect());

    [Fact]
    public void A_field_goes_by_its_own_name()
    {
        var frame = Spark.Sql("select named_struct('p', 1, 'q', 'z') r");
        Assert.Equal(["q"], frame.Select(frame["r.q"]).Columns());
        Assert.Single(frame.Filter(frame["r.p"] == 1).GroupBy(frame["r.q"]).Count().Collect());
    }

    [Theory]
    [InlineData("coalesce", "_LEGACY_ERROR_TEMP_1048")]
    [InlineData("repartition", "_LEGACY_ERROR_TEMP_1047")]
    public void Hints_of_partitions_take_numbers_and_columns(string hint, string condition)
        => Assert.Equal(condition, Assert.Throws<AnalysisException>(() => Spark.Range(1).Hint(hint, 1.5).Schema()).Condition);

    [Theory]
    [InlineData("select * from a.b.c.d", "REQUIRES_SINGLE_PART_NAMESPACE")]
    [InlineData("select count(distinct t.*) from values (1, 2) t(a, b)", "INVALID_USAGE_OF_STAR_WITH_TABLE_IDENTIFIER_IN_COUNT")]
    [InlineData("select 1 from values (1) t(a) where *", "INVALID_USAGE_OF_STAR_OR_REGEX")]
    public void Names_and_stars_that_do_not_fit_are_refused(string sql, string condition)
        => Assert.Equal(condition, Assert.Throws<AnalysisException>(() => Spark.Sql(sql)).Condition);

    [Fact]
    public void The_fields_of_a_struct_are_counted() => Assert.Equal(1L, Spark.Sql("select count(s.*) from (select named_struct('a', 1, 'b', 2) s)").Collect()[0][0]);
}
