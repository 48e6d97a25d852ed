using Xunit;

namespace Firesteel.Tests.Frames;

/// <summary>Samples with replacement hold the rows that Spark 4.3 draws for the same seed.</summary>
public sealed class SamplingTests
{
    private static SparkSession Spark => Support.Sessions.Shared;

    [Theory]
    [InlineData(0.5, 3L, "5,9,10,18,19,19")]
    [InlineData(1.5, 42L, "1,2,3,4,5,6,7,7,8,9,9,10,10,11,11,11,12,12,13,13,16,17,17,18,19,19")]
    [InlineData(0.01, 7L, "")]
    [InlineData(0.0, 7L, "")]
    public void Frames(double fraction, long seed, string expected)
        => Assert.Equal(expected, string.Join(",", Spark.Range(0, 20, 1, 3).Sample(fraction, withReplacement: true, seed).Collect().Select(r => r[0])));

    // Means from 40 on are drawn in another way.
    [Theory]
    [InlineData(0.5, 3L, 1000L, 3, 492, 80300632L)]
    [InlineData(39.9, 7L, 200L, 2, 7940, 4148548075L)]
    [InlineData(41.5, 8L, 200L, 2, 8240, 4516850614L)]
    [InlineData(1000.5, 10L, 50L, 2, 49912, 40889132841L)]
    public void Large(double fraction, long seed, long rows, int partitions, int count, long weighted)
    {
        var taken = Spark.Range(0, rows, 1, partitions).Sample(fraction, withReplacement: true, seed).Collect();
        Assert.Equal((count, weighted), (taken.Length, taken.Select((r, i) => (i + 1) * r.GetAs<long>(0)).Sum()));
    }

    [Fact]
    public void Copies_are_rows_of_their_own()
    {
        var draws = Spark.Range(0, 5, 1, 1).Sample(2.0, withReplacement: true, 1).SelectExpr("id", "rand(3) as r").Collect();
        Assert.Equal([0.25738143505962285, 0.6698885713796182, 0.9416651198480125, 0.7298503424273113, 0.11490071667933077], draws.Take(5).Select(r => r.GetAs<double>(1)));
        Assert.Equal(14, draws.Length);
    }

    [Theory]
    [InlineData(0.3, 5L, "1,2,6,7,11,12")]
    [InlineData(0.39, 6L, "5,9,11,14,16")]
    [InlineData(0.7, 1L, "0,0,1,2,3,3,5,9,11,11,11,13,13,14,14,15,16,18")]
    public void Rdds(double fraction, long seed, string expected)
        => Assert.Equal(expected, string.Join(",", Spark.SparkContext.Parallelize(Enumerable.Range(0, 20), 3).Sample(withReplacement: true, fraction, seed).Collect()));

    [Fact]
    public void Fractions_have_bounds()
    {
        Assert.Contains("nonnegative with replacement", Assert.Throws<ArgumentException>(() => Spark.Range(1).Sample(-0.1, withReplacement: true)).Message, StringComparison.Ordinal);
        Assert.Contains("on interval [0, 1] without replacement", Assert.Throws<ArgumentException>(() => Spark.Range(1).Sample(1.5)).Message, StringComparison.Ordinal);
    }
}
