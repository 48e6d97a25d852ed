namespace Firesteel.Tests.Support;

/// <summary>The session that tests share: two threads, few shuffle partitions, a warehouse of its own.</summary>
static class Sessions
{
    private static readonly Lazy<SparkSession> Lazy = new(() => SparkSession.Builder().Master("local[2]").AppName("tests")
        .Config("spark.sql.shuffle.partitions", 2)
        .Config("spark.sql.session.timeZone", "America/Los_Angeles")
        .Config("spark.sql.warehouse.dir", Directory.CreateTempSubdirectory("firesteel-tests-").FullName)
        .GetOrCreate());

    public static SparkSession Shared => Lazy.Value;
}
