using Xunit;

namespace Firesteel.Tests.Frames;

/// <summary>freqItems gives what Spark 4.3 gives, in its order: which values stay depends on how partitions are merged.</summary>
public sealed class FrequentItemTests
{
    private static SparkSession Spark => Support.Sessions.Shared;

    [Theory]
    [InlineData(1, 0.4, "[1]", "[0]", "[0,1]", "[0.0]")]
    [InlineData(2, 0.1, "[0,1,2,3,4,5,6]", "[1,2,0]", "[null,0,1]", "[0.0,1.0,3.0,4.0,5.0,9.0]")]
    [InlineData(3, 0.25, "[]", "[1,2,0]", "[null,0,1]", "[0.0,3.0,5.0,9.0]")]
    [InlineData(4, 0.5, "[1]", "[0]", "[0,1]", "[3.0]")]
    [InlineData(6, 0.3, "[]", "[1,2,0]", "[null,0,1]", "[0.0,1.0,3.0]")]
    public void Items(int partitions, double support, params string[] expected)
    {
        var rows = Spark.Range(0, 100, 1, partitions).SelectExpr("id % 7 a", "cast(id % 3 as string) b", "if(id % 5 == 0, null, id % 2) c", "cast(id * id % 11 as double) d");
        var found = rows.Stat().FreqItems(["a", "b", "c", "d"], support);
        Assert.Equal("struct<a_freqItems:array<bigint>,b_freqItems:array<string>,c_freqItems:array<bigint>,d_freqItems:array<double>>", found.Schema().SimpleString);
        Assert.Equal(expected, found.SelectExpr("to_json(a_freqItems)", "replace(to_json(b_freqItems), '\"', '')", "to_json(c_freqItems)", "to_json(d_freqItems)").First().Values);
    }

    // More values than are counted come and go.
    [Fact]
    public void Many_values()
    {
        var last = Spark.Range(0, 1000, 1, 2).Stat().FreqItems(["id"]).SelectExpr("explode(id_freqItems)").Collect().Select(r => r.GetAs<long>(0));
        Assert.Equal(Enumerable.Range(909, 91).Select(i => (long)i), last);
    }

    [Theory]
    [InlineData(1, 0.05, "96,14,99,58,61,74,93,20,42,80,36,1,33,77,39,52,17,55")]
    [InlineData(3, 0.05, "96,99,58,61,48,67,20,42,80,36,1,77,39,17,4,55,7,64")]
    [InlineData(5, 0.02, "99,58,61,74,45,20,36,1,77,52,17,64,14,11,23,83,80,39,71,30,33,4,96,86,93,42,55")]
    public void Texts(int partitions, double support, string expected)
    {
        var found = Spark.Range(0, 3000, 1, partitions).SelectExpr("cast((id * 7919) % 101 as string) b").Stat().FreqItems(["b"], support);
        Assert.Equal(expected, found.SelectExpr("array_join(b_freqItems, ',')").First()[0]);
    }

    [Fact]
    public void No_rows_and_no_share()
    {
        Assert.Equal(0, Spark.Range(0).Stat().FreqItems(["id"]).SelectExpr("size(id_freqItems)").First()[0]);
        Assert.Equal("requirement failed: Support must be in [1e-4, 1], but got 1.1.", Assert.Throws<ArgumentException>(() => Spark.Range(1).Stat().FreqItems(["id"], 1.1)).Message);
    }
}
