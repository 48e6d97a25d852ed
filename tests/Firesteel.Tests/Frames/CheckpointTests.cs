using Xunit;
using static Firesteel.Functions;

namespace Firesteel.Tests.Frames;

/// <summary>Frames written to files under the checkpoint directory.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("firesteel-checkpoint-").FullName;

    private static SparkSession Spark => Support.Sessions.Shared;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Rows_are_read_from_the_files_whatever_they_were_computed_from()
    {
        var source = Path.Combine(_folder, "source");
        Spark.Range(0, 10, 1, 3).Write().Parquet(source);
        Spark.SparkContext.SetCheckpointDir(Path.Combine(_folder, "kept"));
        var frame = Spark.Read().Parquet(source).SelectExpr("id", "id % 3 k", "named_struct('a', array(id)) s", "make_interval(1, 2) i", "id as id").Repartition(3, Col("k")).SortWithinPartitions("k");
        var kept = frame.Checkpoint();
        var rows = kept.Collect().Select(r => $"{r}").ToList();
        Directory.Delete(source, recursive: true);
        Assert.Equal(rows, kept.Collect().Select(r => $"{r}"));
        Assert.Equal(10, rows.Count);
        Assert.Equal(["id", "k", "s", "i", "id"], kept.Columns());
        Assert.Equal("[0,9]", $"{kept.Where(frame["k"] == 0).SelectExpr("min(s.a[0])", "max(s.a[0])").Collect()[0]}");
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(_folder, "kept"), "part-*", SearchOption.AllDirectories));
    }
}
