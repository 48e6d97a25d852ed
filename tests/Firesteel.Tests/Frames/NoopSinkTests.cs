using Xunit;
using static Firesteel.Functions;

namespace Firesteel.Tests.Frames;

/// <summary>The source <c>noop</c>: rows are computed and nothing is kept, with the errors that Spark 4.3 gives.</summary>
public sealed class NoopSinkTests
{
    private static SparkSession Spark => Support.Sessions.Shared;

    [Theory]
    [InlineData("noop", "append")]
    [InlineData("NoOp", "overwrite")]
    [InlineData("org.apache.spark.sql.execution.datasources.noop.NoopDataSource", "overwrite")]
    public void All_rows_are_computed(string source, string mode)
    {
        var seen = Spark.SparkContext.LongAccumulator("seen");
        var count = Udf((long id) => { seen.Add(1); return id; });
        Spark.Range(0, 10_000, 1, 3).Select(count(Col("id"))).Write().Format(source).Mode(mode).Option("x", "1").Save();
        Assert.Equal(10_000, seen.Value);
    }

    [Fact]
    public void Errors_of_rows_are_told()
        => Assert.Equal("USER_RAISED_EXCEPTION", Assert.ThrowsAny<SparkException>(() => Spark.Sql("select raise_error('x')").Write().Format("noop").Mode("append").Save()).Condition);

    [Theory]
    [InlineData("errorifexists", "\"ErrorIfExists\"")]
    [InlineData("ignore", "\"Ignore\"")]
    public void Other_modes_are_refused(string mode, string name)
    {
        var error = Assert.Throws<AnalysisException>(() => Spark.Range(1).Write().Format("noop").Mode(mode).Save());
        Assert.Equal(("UNSUPPORTED_DATA_SOURCE_SAVE_MODE", "noop", name), (error.Condition, error.Parameters["source"], error.Parameters["createMode"]));
    }

    [Fact]
    public void Nothing_is_read_from_it_and_no_table_is_made_of_it()
    {
        Assert.Equal("_LEGACY_ERROR_TEMP_1135", Assert.Throws<AnalysisException>(() => Spark.Read().Format("noop").Load()).Condition);
        Assert.Equal("_LEGACY_ERROR_TEMP_1135", Assert.Throws<AnalysisException>(() => Spark.Sql("create temporary view nothing using noop")).Condition);
        var error = Assert.ThrowsAny<SparkException>(() => Spark.Range(1).Write().Format("noop").Mode("overwrite").SaveAsTable("nothing"));
        Assert.Equal(("CANNOT_CREATE_DATA_SOURCE_TABLE.EXTERNAL_METADATA_UNSUPPORTED", "`default`.`nothing`"), (error.Condition, error.Parameters["tableName"]));
        Assert.Throws<ArgumentException>(() => Spark.Range(1).Write().Format("noop").Mode("append").PartitionBy("id").Save());
        Assert.Equal("_LEGACY_ERROR_TEMP_1183", Assert.Throws<AnalysisException>(() => Spark.Sql("select make_interval(1)").Write().Format("noop").Mode("append").Save()).Condition);
    }
}
