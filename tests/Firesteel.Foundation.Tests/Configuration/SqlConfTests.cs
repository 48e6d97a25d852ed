using Firesteel.Foundation.Configuration;

namespace Firesteel.Foundation.Tests.Configuration;

public sealed class SqlConfTests
{
    [Fact]
    public void A_typed_read_follows_set_and_unset()
    {
        var conf = new SqlConf(new Dictionary<string, string> { ["spark.sql.shuffle.partitions"] = "7" });
        Assert.Equal(7, conf.ShufflePartitions);
        conf.Set("spark.sql.shuffle.partitions", "3");
        Assert.Equal(3, conf.ShufflePartitions);
        conf.Unset("spark.sql.shuffle.partitions");
        Assert.Equal(7, conf.ShufflePartitions);
        Assert.Equal(200, new SqlConf(new Dictionary<string, string>()).ShufflePartitions);
    }

    [Theory]
    [InlineData("spark.sql.shuffle.partitions", "abc", "INVALID_CONF_VALUE.TYPE_MISMATCH")]
    [InlineData("spark.sql.shuffle.partitions", "-1", "INVALID_CONF_VALUE.REQUIREMENT")]
    [InlineData("spark.sql.ansi.enabled", "maybe", "INVALID_CONF_VALUE.TYPE_MISMATCH")]
    [InlineData("spark.sql.session.timeZone", "foo", "INVALID_CONF_VALUE.TIME_ZONE")]
    [InlineData("spark.sql.session.timeZone", "America/los_angeles", "INVALID_CONF_VALUE.TIME_ZONE")]
    [InlineData("spark.sql.session.timeZone", "+18:01", "INVALID_CONF_VALUE.TIME_ZONE")]
    [InlineData("spark.sql.sources.partitionOverwriteMode", "bar", "INVALID_CONF_VALUE.OUT_OF_RANGE_OF_OPTIONS")]
    [InlineData("spark.sql.autoBroadcastJoinThreshold", "99999999999999999g", "INVALID_CONF_VALUE.TYPE_MISMATCH")]
    [InlineData("spark.sql.warehouse.dir", "x", "CANNOT_MODIFY_STATIC_CONFIG")]
    [InlineData("spark.sql.globalTempDatabase", "x", "CANNOT_MODIFY_STATIC_CONFIG")]
    [InlineData("spark.driver.memory", "1g", "CANNOT_MODIFY_CONFIG")]
    public void A_refused_value_leaves_the_setting_as_it_was(string key, string value, string condition)
    {
        var conf = new SqlConf(new Dictionary<string, string>());
        Assert.Equal(condition, Assert.ThrowsAny<SparkException>(() => conf.Set(key, value)).Condition);
        Assert.False(conf.Contains(key));
    }

    [Theory]
    [InlineData("PST")]
    [InlineData("+5")]
    [InlineData("GMT+5")]
    [InlineData("+05:30")]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    public void Time_zones_that_Spark_takes(string zone)
    {
        var conf = new SqlConf(new Dictionary<string, string>());
        conf.Set("spark.sql.session.timeZone", zone);
        Assert.Equal(zone, conf.SessionTimeZone);
    }

    [Fact]
    public void Words_are_read_in_any_case()
    {
        var conf = new SqlConf(new Dictionary<string, string>());
        conf.Set("spark.sql.mapKeyDedupPolicy", "last_win");
        conf.Set("spark.sql.storeAssignmentPolicy", "legacy");
        Assert.Equal((MapKeyDedupPolicy.LastWin, StoreAssignmentPolicy.Legacy), (conf.MapKeyDedupPolicy, conf.StoreAssignmentPolicy));
    }

    [Fact]
    public void Set_answers_values_defaults_and_undefined()
    {
        var conf = new SqlConf(new Dictionary<string, string>());
        Assert.Equal("10485760b", conf.Show("spark.sql.autoBroadcastJoinThreshold"));
        Assert.Equal("<undefined>", conf.Show("spark.foo.bar"));
        Assert.Equal("4096", conf.Show("spark.sql.orc.columnarReaderBatchSize"));
        conf.Set("spark.foo.bar", "1");
        Assert.Equal("1", conf.Show("spark.foo.bar"));
        conf.Set("spark.my.password", "hunter2");
        Assert.DoesNotContain("hunter2", conf.Show("spark.my.password"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_falls_back_has_the_others_value()
    {
        var conf = new SqlConf(new Dictionary<string, string>());
        Assert.Equal(64L << 20, conf.Get(AdaptiveConfig.AdvisoryPartitionSize));
        conf.Set("spark.sql.adaptive.shuffle.targetPostShuffleInputSize", "1m");
        Assert.Equal(1L << 20, conf.Get(AdaptiveConfig.AdvisoryPartitionSize));
        Assert.Equal("1m", conf.Get("spark.sql.adaptive.advisoryPartitionSizeInBytes"));
    }

    [Fact]
    public void A_key_without_value_and_default_is_not_found() =>
        Assert.Equal("SQL_CONF_NOT_FOUND", Assert.Throws<SparkException>(() => new SqlConf(new Dictionary<string, string>()).Get("spark.foo.bar")).Condition);
}
