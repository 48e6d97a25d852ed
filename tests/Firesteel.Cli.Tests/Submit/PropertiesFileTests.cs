using Firesteel.Cli.Submit;

namespace Firesteel.Cli.Tests.Submit;

public sealed class PropertiesFileTests
{
    [Theory]
    [InlineData("spark.a b", "spark.a", "b")]
    [InlineData("spark.a=b", "spark.a", "b")]
    [InlineData("  spark.a  =  b c  ", "spark.a", "b c")]
    [InlineData("spark.a: b", "spark.a", "b")]
    [InlineData("spark.a\tb=c", "spark.a", "b=c")]
    [InlineData("spark.a", "spark.a", "")]
    [InlineData(@"spark.a x\ty\u0041", "spark.a", "x\tyA")]
    [InlineData(@"spark\ a b", "spark a", "b")]
    [InlineData("spark.a b \\\n   c", "spark.a", "b c")]
    public void Lines(string text, string key, string value)
    {
        var settings = PropertiesFile.Parse(text.Split('\n'));
        Assert.Equal(KeyValuePair.Create(key, value), Assert.Single(settings));
    }

    [Fact]
    public void Comments_and_blank_lines_do_not_count() => Assert.Empty(PropertiesFile.Parse(["# spark.a b", "  ! spark.a b", "", "   "]));
}
