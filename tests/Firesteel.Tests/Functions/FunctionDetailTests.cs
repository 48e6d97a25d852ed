using Xunit;

namespace Firesteel.Tests.Functions;

/// <summary>Details of functions that Spark 4.3 was asked for.</summary>
public class FunctionDetailTests
{
    private static SparkSession Spark => Support.Sessions.Shared;

    [Theory]
    [InlineData("percentile(v, 0.3)", "values (1), (2) t(v)", "1.3")]
    [InlineData("percentile(v, 0.9)", "values (1.1D), (2.7D), (5.3D) t(v)", "4.779999999999999")]
    [InlineData("to_char(123.456, '999.99')", "values (1) t(v)", "###.##")]
    [InlineData("to_char(123.450, '999.99')", "values (1) t(v)", "123.45")]
    [InlineData("to_char(-1234, 'S999')", "values (1) t(v)", "-###")]
    [InlineData("to_char(-1.25, '999.9PR')", "values (1) t(v)", "<###.#>")]
    [InlineData("to_char(12345, '9,999')", "values (1) t(v)", "# ###")]
    public void Values_are_those_of_Spark(string expression, string from, string expected) => Assert.Equal(expected, Spark.Sql($"select string({expression}) from {from}").Collect()[0][0]);

    [Fact]
    public void A_map_of_JSON_is_called_entries() => Assert.Equal(["entries"], Spark.Sql("select from_json('{}', 'map<string,int>')").Columns());

    [Theory]
    [InlineData("select zz from values (1, 2, 3, 4) t(zzz, zza, a, bbbb)", "`a`, `zza`, `zzz`, `bbbb`")]
    [InlineData("select abd from values (1, 2, 3, 4) t(abc, abdd, xabd, ab)", "`ab`, `abc`, `abdd`, `xabd`")]
    public void Names_alike_are_proposed(string sql, string proposal) => Assert.Equal(proposal, Assert.Throws<AnalysisException>(() => Spark.Sql(sql)).Parameters["proposal"]);

    [Theory]
    [InlineData("select sequence(5, 2, 1)", "_LEGACY_ERROR_TEMP_3243")]
    [InlineData("select map_from_arrays(array(1, 2), array(1))", "_LEGACY_ERROR_TEMP_2128")]
    public void Errors_have_conditions(string sql, string condition) => Assert.Equal(condition, Assert.ThrowsAny<SparkException>(() => Spark.Sql(sql).Collect()).Condition);
}
