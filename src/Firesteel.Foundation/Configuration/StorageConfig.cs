namespace Firesteel.Foundation.Configuration;

/// <summary>Blocks, broadcasts, local folders.</summary>
static class StorageConfig
{
    public static readonly ConfigEntry<string> LocalDir =
        ConfigBuilder.Of("spark.local.dir").Doc("Folders for shuffle files and spilled data, separated by commas; SPARK_LOCAL_DIRS goes before it.").Since("0.5.0").Text("/tmp");

    public static readonly ConfigEntry<long> BroadcastBlockSize =
        ConfigBuilder.Of("spark.broadcast.blockSize").Doc("Pieces that a broadcast travels in.").Bytes("4m", ByteUnit.KiB);

    public static readonly ConfigEntry<bool> BroadcastCompress =
        ConfigBuilder.Of("spark.broadcast.compress").Doc("Compress broadcasts.").Boolean("true");

    public static readonly ConfigEntry<int> BlockManagerPort =
        ConfigBuilder.Of("spark.blockManager.port").Doc("Port for blocks; 0 takes any.").Int("0");

    public static readonly ConfigEntry<int> DriverBlockManagerPort =
        ConfigBuilder.Of("spark.driver.blockManager.port").Doc("Port for the driver's blocks; spark.blockManager.port where it is not set.").FallsBackTo(BlockManagerPort, ConfigTypes.Int);

    public static readonly ConfigEntry<long> StorageMemoryMapThreshold =
        ConfigBuilder.Of("spark.storage.memoryMapThreshold").Doc("Files are read and never mapped here; the key changes nothing.").NotYet().Bytes("2m");

    public static readonly ConfigEntry<bool> CleanerReferenceTracking =
        ConfigBuilder.Of("spark.cleaner.referenceTracking").Doc("Drop blocks of what the program no longer holds.").NotYet().Boolean("true");
}
