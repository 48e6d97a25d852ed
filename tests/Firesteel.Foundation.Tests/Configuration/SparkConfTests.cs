namespace Firesteel.Foundation.Tests.Configuration;

public sealed class SparkConfTests
{
    [Fact]
    public void Setters_chain_and_getters_read_units()
    {
        var conf = new SparkConf(false).SetAppName("report").SetMaster("local[2]").Set("spark.driver.memory", "2g").SetExecutorEnv("A", "1");
        Assert.Equal(("report", "local[2]"), (conf.Get("spark.app.name"), conf.Get("spark.master")));
        Assert.Equal(2048, conf.GetSizeAsMb("spark.driver.memory", "1g"));
        Assert.Equal(10, conf.GetTimeAsSeconds("spark.network.timeout", "10s"));
        Assert.Equal("A", Assert.Single(conf.GetExecutorEnv()).Key);
        Assert.Throws<KeyNotFoundException>(() => conf.Get("spark.foo"));
    }

    [Fact]
    public void An_older_name_is_the_same_key() =>
        Assert.True(new SparkConf(false).Set("spark.unsafe.offHeap", "true").Contains("spark.memory.offHeap.enabled"));

    [Fact]
    public void Secrets_do_not_reach_the_debug_text()
    {
        var text = new SparkConf(false).Set("spark.ssl.keyPassword", "hunter2").Set("spark.a", "b").ToDebugString();
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        Assert.StartsWith("spark.a=b\n", text, StringComparison.Ordinal);
    }
}
