using Firesteel.Foundation.Configuration;

namespace Firesteel.Foundation.Tests.Configuration;

public sealed class ConfigTextTests
{
    [Theory]
    [InlineData("512m", 512L << 20)]
    [InlineData("1G", 1L << 30)]
    [InlineData(" 10kb ", 10L << 10)]
    [InlineData("7", 7)]
    [InlineData("-1", -1)]
    [InlineData("3t", 3L << 40)]
    public void Sizes(string text, long bytes) => Assert.Equal(bytes, ConfigText.Bytes("k", text, ByteUnit.BYTE));

    [Fact]
    public void A_number_without_a_unit_has_the_keys_unit()
    {
        Assert.Equal(512L << 20, ConfigText.Bytes("k", "512", ByteUnit.MiB));
        Assert.Equal(5000, ConfigText.Duration("k", "5", TimeUnit.SECONDS));
    }

    [Theory]
    [InlineData("10s", 10_000)]
    [InlineData("2min", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("-1ms", -1)]
    [InlineData("99999999999999999d", long.MaxValue)]
    public void Durations(string text, long milliseconds) => Assert.Equal(milliseconds, ConfigText.Duration("k", text, TimeUnit.MILLISECONDS));

    [Theory]
    [InlineData("99999999999g")]
    [InlineData("1.5g")]
    [InlineData("g")]
    [InlineData("1 x")]
    public void A_bad_size_names_key_value_and_type(string text)
    {
        var error = Assert.Throws<SparkException>(() => ConfigText.Bytes("spark.x", text, ByteUnit.MiB));
        Assert.Equal("INVALID_CONF_VALUE.TYPE_MISMATCH", error.Condition);
        Assert.Equal(("spark.x", text, "bytes in MiB"), (error.Parameters["confName"], error.Parameters["confValue"], error.Parameters["confType"]));
    }
}
