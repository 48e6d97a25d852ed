namespace Firesteel.Foundation.Configuration;

/// <summary>Older names of keys that Spark still accepts.</summary>
static class DeprecatedKeys
{
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["spark.deploy.spreadOut"] = "spark.deploy.spreadOutApps",
        ["spark.unsafe.offHeap"] = "spark.memory.offHeap.enabled",
        ["spark.storage.blockManagerSlaveTimeoutMs"] = "spark.storage.blockManagerHeartbeatTimeoutMs",
        ["spark.kryoserializer.buffer.mb"] = "spark.kryoserializer.buffer",
        ["spark.kryoserializer.buffer.max.mb"] = "spark.kryoserializer.buffer.max",
    };

    /// <summary>The name in use today.</summary>
    public static string Current(string key) => Renamed.GetValueOrDefault(key, key);
}
