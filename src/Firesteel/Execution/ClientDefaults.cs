namespace Firesteel.Execution;

/// <summary>Settings that clients ask the server for although they are in no documentation, with their defaults.</summary>
static class ClientDefaults
{
    private static readonly Dictionary<string, string> Defaults = new(StringComparer.Ordinal)
    {
        ["spark.sql.session.localRelationSizeLimit"] = "3221225472",
        ["spark.sql.session.localRelationBatchOfChunksSizeBytes"] = "1073741824",
        ["spark.sql.execution.pandas.convertToArrowArraySafely"] = "true",
        ["spark.sql.pyspark.legacy.inferArrayTypeFromFirstElement.enabled"] = "false",
        ["spark.sql.pyspark.legacy.inferMapTypeFromFirstPair.enabled"] = "false",
        ["spark.connect.session.planCompression.threshold"] = "10485760",
        ["spark.connect.session.planCompression.defaultAlgorithm"] = "ZSTD",
    };

    public static string? Of(string key) => Defaults.GetValueOrDefault(key);
}
