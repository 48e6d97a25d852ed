namespace Firesteel.Foundation.Configuration;

/// <summary>Keys of SQL that clients ask for although they are in no documentation, with their defaults.</summary>
static class InternalKeys
{
    private static readonly Dictionary<string, string> Defaults = new(StringComparer.Ordinal)
    {
        ["spark.sql.session.localRelationSizeLimit"] = "3221225472",
        ["spark.sql.session.localRelationBatchOfChunksSizeBytes"] = "1073741824",
        ["spark.sql.execution.pandas.convertToArrowArraySafely"] = "true",
        ["spark.sql.pyspark.legacy.inferArrayTypeFromFirstElement.enabled"] = "false",
        ["spark.sql.pyspark.legacy.inferMapTypeFromFirstPair.enabled"] = "false",
        ["spark.python.sql.dataFrameDebugging.enabled"] = "true",
        ["spark.connect.execute.reattachable.enabled"] = "true",
        ["spark.connect.maxPlanSize"] = "536870912b",
        ["spark.connect.session.planCache.enabled"] = "true",
        ["spark.connect.session.planCache.maxSize"] = "32",
        ["spark.connect.session.planCompression.threshold"] = "10485760",
        ["spark.connect.session.planCompression.defaultAlgorithm"] = "ZSTD",
    };

    public static string? Find(string key) => Defaults.GetValueOrDefault(key);
}
