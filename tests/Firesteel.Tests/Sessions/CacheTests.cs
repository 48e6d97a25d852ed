using Xunit;

namespace Firesteel.Tests.Sessions;

/// <summary>Rows that are kept: CACHE TABLE and what finds them again.</summary>
public class CacheTests
{
    private static SparkSession Spark => Support.Sessions.Shared;

    public static TheoryData<string> Blocks => [.. Frames.FrameBlocks.All.Keys];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Rows_as_blocks(string name) => Frames.FrameBlocks.All[name](Spark);

    [Fact]
    public void Storage_levels_are_told_and_explained()
    {
        Spark.Sql("CACHE TABLE kept_on_disk OPTIONS('storageLevel' 'DISK_ONLY') AS SELECT id, id * 2 AS x FROM range(10)");
        Assert.Equal(StorageLevel.DiskOnly, Spark.Table("kept_on_disk").StorageLevel());
        var lines = Spark.Sql("EXPLAIN SELECT x FROM kept_on_disk").First().GetAs<string>(0).Split('\n');
        Assert.Matches(@"^Scan In-memory table kept_on_disk \[x#\d+L?\]$", lines[1]);
        Assert.Matches(@"^   \+- InMemoryRelation \[id#\d+L?, x#\d+L?\], StorageLevel\(disk, 1 replicas\)$", lines[2]);
        Assert.StartsWith("         +- ", lines[3]);
        Assert.Equal("Invalid StorageLevel: LOUD", Assert.Throws<ArgumentException>(() => Spark.Sql("CACHE TABLE t OPTIONS('storageLevel' 'LOUD') AS SELECT 1 AS a")).Message);
        Spark.Sql("UNCACHE TABLE kept_on_disk");
        Assert.Equal(StorageLevel.None, Spark.Table("kept_on_disk").StorageLevel());
    }

    [Fact]
    public void A_cached_view_is_computed_once()
    {
        var calls = Spark.SparkContext.LongAccumulator("calls");
        Spark.Udf().Register("counted", (long n) =>
        {
            calls.Add(1);
            return n;
        });
        Spark.Sql("CREATE OR REPLACE TEMPORARY VIEW counting AS SELECT counted(id) AS n FROM range(10)");
        Spark.Sql("CACHE TABLE counting");
        Assert.Equal(10, calls.Value);
        Assert.Equal(45L, Spark.Sql("SELECT sum(n) FROM counting").First().GetAs<long>(0));
        Assert.Equal(10, Spark.Table("counting").Count());
        Assert.Equal(10, calls.Value);
        Assert.True(Spark.Catalog.IsCached("counting"));
        Spark.Sql("UNCACHE TABLE counting");
        Assert.False(Spark.Catalog.IsCached("counting"));
        Assert.Equal(45L, Spark.Sql("SELECT sum(n) FROM counting").First().GetAs<long>(0));
        Assert.Equal(20, calls.Value);
        Spark.Sql("CACHE LAZY TABLE counting");
        Assert.Equal(20, calls.Value);
        Spark.Sql("SELECT sum(n) FROM counting").Collect();
        Spark.Sql("SELECT sum(n) FROM counting").Collect();
        Assert.Equal(30, calls.Value);
        Spark.Sql("UNCACHE TABLE counting");
        Spark.Sql("UNCACHE TABLE IF EXISTS no_such_table");
        Assert.Throws<AnalysisException>(() => Spark.Sql("CACHE TABLE no_such_table"));
    }

    [Fact]
    public void A_cached_table_that_is_written_to_is_not_stale()
    {
        Spark.Sql("CREATE TABLE kept_rows (n INT) USING parquet");
        Spark.Sql("INSERT INTO kept_rows VALUES (1), (2)");
        Spark.Sql("CACHE TABLE kept_rows");
        Assert.Equal(3L, Spark.Sql("SELECT sum(n) FROM kept_rows").First().GetAs<long>(0));
        Spark.Sql("INSERT INTO kept_rows VALUES (3)");
        Assert.Equal(6L, Spark.Sql("SELECT sum(n) FROM kept_rows").First().GetAs<long>(0));
        Spark.Sql("UNCACHE TABLE kept_rows");
        Spark.Sql("DROP TABLE kept_rows");
    }
}
