using Xunit;

namespace Firesteel.Tests.Frames;

/// <summary>What EXPLAIN shows besides the plan.</summary>
public class ExplainTests
{
    private static SparkSession Spark => Support.Sessions.Shared;

    // The statistics are those of Apache Spark.
    [Theory]
    [InlineData("select id + 1 from range(1000) where id > 3", "Statistics(sizeInBytes=7.8 KiB)", "Statistics(sizeInBytes=7.8 KiB)", "Statistics(sizeInBytes=7.8 KiB, rowCount=1.00E+3)")]
    [InlineData("select * from range(999)", "Statistics(sizeInBytes=7.8 KiB, rowCount=999)")]
    [InlineData("select * from range(12345678)", "Statistics(sizeInBytes=94.2 MiB, rowCount=1.23E+7)")]
    public void Cost_shows_statistics(string query, params string[] expected)
    {
        var sections = Spark.Sql("explain cost " + query).First().GetAs<string>(0).Split("== ");
        Assert.Equal(["", "Optimized Logical Plan", "Physical Plan"], sections.Select(s => s.Split(" ==")[0]));
        Assert.Equal(expected, sections[1].Trim().Split('\n').Skip(1).Select(line => line[line.IndexOf("Statistics", StringComparison.Ordinal)..]));
        Assert.DoesNotContain("Statistics", sections[2]);
        Assert.DoesNotContain("Statistics", Spark.Sql("explain extended " + query).First().GetAs<string>(0));
    }
}
