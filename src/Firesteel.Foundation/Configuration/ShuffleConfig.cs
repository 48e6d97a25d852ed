namespace Firesteel.Foundation.Configuration;

/// <summary>Shuffle files and their transport.</summary>
static class ShuffleConfig
{
    public static readonly ConfigEntry<bool> ShuffleCompress =
        ConfigBuilder.Of("spark.shuffle.compress").Doc("Compress map outputs.").Boolean("true");

    public static readonly ConfigEntry<bool> ShuffleSpillCompress =
        ConfigBuilder.Of("spark.shuffle.spill.compress").Doc("Compress spilled data.").Boolean("true");

    public static readonly ConfigEntry<string> CompressionCodec =
        ConfigBuilder.Of("spark.io.compression.codec").Doc("Codec of blocks, shuffle and spill.").OneOf("lz4", "lz4", "lzf", "snappy", "zstd");

    public static readonly ConfigEntry<int> ZstdLevel =
        ConfigBuilder.Of("spark.io.compression.zstd.level").Doc("Level of zstd there.").Int("1");

    public static readonly ConfigEntry<long> ShuffleFileBuffer =
        ConfigBuilder.Of("spark.shuffle.file.buffer").Doc("Buffer of each shuffle file that is written.").Bytes("32k", ByteUnit.KiB);

    public static readonly ConfigEntry<bool> ShuffleChecksumEnabled =
        ConfigBuilder.Of("spark.shuffle.checksum.enabled").Doc("Checksums of map outputs, to tell where corruption came from.").Boolean("true");

    public static readonly ConfigEntry<bool> ShuffleServiceEnabled =
        ConfigBuilder.Of("spark.shuffle.service.enabled").Doc("Let the worker serve shuffle files, so that executors may go.").NotYet().Boolean("false");

    public static readonly ConfigEntry<int> ShuffleServicePort =
        ConfigBuilder.Of("spark.shuffle.service.port").Doc("Port of the worker's shuffle service.").NotYet().Int("7337");

    public static readonly ConfigEntry<long> ReducerMaxSizeInFlight =
        ConfigBuilder.Of("spark.reducer.maxSizeInFlight").Doc("Map output that one reader asks for at a time.").Bytes("48m", ByteUnit.MiB);

    public static readonly ConfigEntry<long> MaxRemoteBlockSizeFetchToMem =
        ConfigBuilder.Of("spark.network.maxRemoteBlockSizeFetchToMem").Doc("Larger remote blocks go to disk and not to memory.").Bytes("200m");
}
