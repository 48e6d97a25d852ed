using Firesteel.Execution;
using Xunit;

namespace Firesteel.Tests.Sessions;

/// <summary>The Java classes that errors are known by, which clients choose their own classes after. Expected is what Spark throws.</summary>
public class ErrorClassesTests
{
    [Theory]
    [InlineData("select cast('1.23' as int)", "org.apache.spark.SparkNumberFormatException")]
    [InlineData("select cast('a' as date)", "org.apache.spark.SparkDateTimeException")]
    [InlineData("select cast('a' as timestamp)", "org.apache.spark.SparkDateTimeException")]
    [InlineData("select cast('xyz' as boolean)", "org.apache.spark.SparkRuntimeException")]
    [InlineData("select 1 / 0", "org.apache.spark.SparkArithmeticException")]
    [InlineData("select 2147483647 + 1", "org.apache.spark.SparkArithmeticException")]
    [InlineData("select make_date(2000, 13, 1)", "org.apache.spark.SparkDateTimeException")]
    [InlineData("select to_binary('a', 'base64')", "org.apache.spark.SparkIllegalArgumentException")]
    [InlineData("select next_day('2015-07-23', 'xx')", "org.apache.spark.SparkIllegalArgumentException")]
    [InlineData("select encode('hello', 'WINDOWS-1252')", "org.apache.spark.SparkIllegalArgumentException")]
    [InlineData("select to_date('26/October/2015', 'dd/MMMMM/yyyy')", "org.apache.spark.SparkUpgradeException")]
    [InlineData("select date_format('2018-11-17 13:33:33.333', 'e')", "org.apache.spark.SparkIllegalArgumentException")]
    [InlineData("select date_format('2018-11-17 13:33:33.333', 'V')", "org.apache.spark.SparkRuntimeException")]
    [InlineData("select array(1, 2, 3)[5]", "org.apache.spark.SparkArrayIndexOutOfBoundsException")]
    [InlineData("select element_at(array(1, 2, 3), 0)", "org.apache.spark.SparkRuntimeException")]
    [InlineData("select regexp_extract('1a 2b 14m', '(?l)')", "org.apache.spark.SparkRuntimeException")]
    [InlineData("select regexp_replace('wise', 's', 'something', -2)", "org.apache.spark.sql.AnalysisException")]
    [InlineData("select (select col1 from values (1), (2))", "org.apache.spark.SparkException")]
    [InlineData("select nosuch", "org.apache.spark.sql.AnalysisException")]
    [InlineData("selec 1", "org.apache.spark.sql.catalyst.parser.ParseException")]
    [InlineData("set spark.sql.session.timeZone=Nowhere", "org.apache.spark.SparkIllegalArgumentException")]
    public void An_error_has_the_class_that_Spark_throws(string sql, string expected)
        => Assert.Equal(expected, ErrorClasses.Of(Assert.ThrowsAny<SparkException>(() => Support.Sessions.Shared.Sql(sql).Collect()))[0]);

    [Fact]
    public void A_codec_that_is_not_there_is_an_illegal_argument()
    {
        var folder = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString());
        foreach (var format in new[] { "parquet", "orc", "json" })
        {
            var write = Support.Sessions.Shared.Range(1).Write().Option("compression", "nope").Format(format);
            Assert.Equal("org.apache.spark.SparkIllegalArgumentException", ErrorClasses.Of(Assert.ThrowsAny<SparkException>(() => write.Save(folder)))[0]);
        }
    }

    [Fact]
    public void What_a_writer_is_told_wrong_has_its_condition()
    {
        var folder = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString());
        var write = () => Support.Sessions.Shared.Range(1).Write();
        Assert.Equal("org.apache.spark.SparkClassNotFoundException", ErrorClasses.Of(Assert.ThrowsAny<SparkException>(() => write().Format("nosuch").Save(folder)))[0]);
        Assert.Equal("org.apache.spark.SparkIllegalArgumentException", ErrorClasses.Of(Assert.ThrowsAny<SparkException>(() => write().Save()))[0]);
        Assert.Equal("_LEGACY_ERROR_TEMP_1155", Assert.ThrowsAny<SparkException>(() => write().PartitionBy("zz").Parquet(folder)).Condition);
        Assert.Equal("OPTION_VALUE_EXCEEDS_ONE_CHARACTER", Assert.ThrowsAny<SparkException>(() => write().Option("quote", "xy").Csv(folder)).Condition);
    }
}
