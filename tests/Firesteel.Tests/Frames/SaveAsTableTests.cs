using Xunit;

namespace Firesteel.Tests.Frames;

/// <summary>Rows added to tables by name: only what describes the table as it is goes in.</summary>
public sealed class SaveAsTableTests : IDisposable
{
    private readonly SparkSession _spark = Support.Sessions.Shared;
    private readonly string _table = $"t{Guid.NewGuid():N}";

    private DataFrame Rows => _spark.Sql("select 1 i, 'a' s, 1.5D d");

    public void Dispose() => _spark.Sql($"drop table if exists {_table}");

    [Fact]
    public void Columns_and_formats_are_those_of_the_table()
    {
        Rows.Write().SaveAsTable(_table);
        Rows.Select("d", "s", "i").Write().Mode("append").SaveAsTable(_table);
        Assert.Equal(2, _spark.Table(_table).Count());
        Refused("1161", Rows.Select("i").Write());
        Refused("1162", Rows.ToDF("i", "s", "z").Write());
        Refused("1159", Rows.Write().Format("json"));
        Refused("1160", Rows.Write().Option("path", "/elsewhere"));
        Refused("1163", Rows.Write().PartitionBy("s"));
        Refused("1164", Rows.Write().BucketBy(2, "i"));
    }

    [Fact]
    public void Partitions_and_buckets_are_said_again()
    {
        Rows.Write().PartitionBy("s").BucketBy(2, "i").SortBy("d").SaveAsTable(_table);
        Refused("1163", Rows.Write());
        Refused("1164", Rows.Write().PartitionBy("s").BucketBy(2, "i"));
        Rows.Write().Mode("append").PartitionBy("s").BucketBy(2, "i").SortBy("d").SaveAsTable(_table);
        Assert.Equal(2, _spark.Table(_table).Count());
        Assert.Equal("_LEGACY_ERROR_TEMP_1312", Assert.Throws<AnalysisException>(() => Rows.Write().BucketBy(2, "i").InsertInto(_table)).Condition);
    }

    [Fact]
    public void A_temporary_view_of_the_name_is_no_table()
    {
        Rows.CreateOrReplaceTempView(_table);
        Rows.Write().Mode("append").SaveAsTable(_table);
        Assert.True(_spark.Catalog.DropTempView(_table));
        Assert.Equal(1, _spark.Table(_table).Count());
    }

    [Theory]
    [InlineData("i + 1", "NON_AGGREGATE_FUNC_ARG_IS_ATTRIBUTE")]
    [InlineData("count(distinct i)", "AGGREGATE_EXPRESSION_WITH_DISTINCT_UNSUPPORTED")]
    [InlineData("sum(sum(i))", "NESTED_AGGREGATES_UNSUPPORTED")]
    [InlineData("row_number() over (order by i)", "WINDOW_EXPRESSIONS_UNSUPPORTED")]
    [InlineData("rand(1)", "NON_AGGREGATE_FUNC_ARG_IS_NON_DETERMINISTIC")]
    public void Only_plain_aggregates_are_observed(string metric, string reason) => Assert.Equal(
        "INVALID_OBSERVED_METRICS." + reason, Assert.Throws<AnalysisException>(() => Rows.Observe(new Observation("o"), Firesteel.Functions.Expr(metric))).Condition);

    private void Refused(string number, DataFrameWriter writer)
        => Assert.Equal("_LEGACY_ERROR_TEMP_" + number, Assert.Throws<AnalysisException>(() => writer.Mode("append").SaveAsTable(_table)).Condition);
}
