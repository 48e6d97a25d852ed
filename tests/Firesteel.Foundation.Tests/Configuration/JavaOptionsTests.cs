using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.Logging;

namespace Firesteel.Foundation.Tests.Configuration;

public sealed class JavaOptionsTests
{
    [Fact]
    public void Options_for_a_JVM_are_read_for_their_meaning()
    {
        var options = JavaOptions.Parse("""-Xmx4g -Dspark.a=1 -Dspark.b="two words" -Duser.name=x -Dlog4j.logger.org.apache.spark=DEBUG -Dlog4j2.configurationFile=file:/tmp/l.properties -XX:+UseG1GC""");
        Assert.Equal(["1", "two words"], [options.Settings["spark.a"], options.Settings["spark.b"]]);
        Assert.Equal("x", options.Properties["user.name"]);
        Assert.Equal("DEBUG", options.LogLevels["org.apache.spark"]);
        Assert.Equal("/tmp/l.properties", options.LogFile);
        Assert.Equal(["-Xmx4g", "-XX:+UseG1GC"], options.Ignored);
    }

    [Fact]
    public void The_longest_name_that_fits_a_logger_decides()
    {
        var levels = new NamedLevels();
        Assert.Null(levels.Of("DAGScheduler"));
        levels.Set("org.apache.spark", LogLevel.Warn);
        levels.Set("org.apache.spark.scheduler", LogLevel.Error);
        levels.Set("org.apache.spark.scheduler.TaskSetManager", LogLevel.Debug);
        Assert.Equal([LogLevel.Error, LogLevel.Debug, LogLevel.Warn], [levels.Of("DAGScheduler"), levels.Of("TaskSetManager"), levels.Of("SparkContext")]);
        Assert.Equal(LogLevel.Warn, levels.Of("Worker"));
    }

    [Theory]
    [InlineData("spark.network.crypto.enabled", "true")]
    [InlineData("spark.ssl.ui.enabled", "true")]
    [InlineData("spark.ssl.enabled", "true")]
    [InlineData("spark.acls.enable", "true")]
    [InlineData("spark.io.encryption.enabled", "true")]
    [InlineData("spark.ui.filters", "org.example.Filter")]
    [InlineData("spark.kerberos.keytab", "/x")]
    public void A_protection_that_is_not_there_is_not_promised(string key, string value)
    {
        Assert.Contains(key, Assert.Throws<SparkException>(() => SecuritySettings.RequireHonoured([KeyValuePair.Create(key, value)])).Message);
        if (value == "true") SecuritySettings.RequireHonoured([KeyValuePair.Create(key, "false")]);
    }
}
