namespace Firesteel.Sql.DataSources;

/// <summary>Errors of sources that are not there.</summary>
static class DataSourceErrors
{
    /// <summary>No source goes by the name; those that Spark has in modules of their own are named as such.</summary>
    public static AnalysisException NotFound(string provider) => new(provider.ToLowerInvariant() switch
    {
        "avro" or "com.databricks.spark.avro" or "org.apache.spark.sql.avro" => "AVRO_DATA_SOURCE_NOT_ENABLED",
        "kafka" => "KAFKA_DATA_SOURCE_NOT_ENABLED",
        _ => "DATA_SOURCE_NOT_FOUND",
    }, new Dictionary<string, string> { ["provider"] = provider });
}
