namespace Firesteel.Foundation.Configuration;

/// <summary>How memory is shared.</summary>
static class MemoryConfig
{
    public static readonly ConfigEntry<double> MemoryFraction =
        ConfigBuilder.Of("spark.memory.fraction").Doc("Share of memory for execution and storage; the rest is the program's.").Double("0.6");

    public static readonly ConfigEntry<double> StorageFraction =
        ConfigBuilder.Of("spark.memory.storageFraction").Doc("Share of that which storage keeps when execution wants more.").Double("0.5");

    public static readonly ConfigEntry<bool> OffHeapEnabled =
        ConfigBuilder.Of("spark.memory.offHeap.enabled").Doc("Buffers are always native memory here; the key changes nothing.").NotYet().Boolean("false");

    public static readonly ConfigEntry<long> OffHeapSize =
        ConfigBuilder.Of("spark.memory.offHeap.size").Doc("Native memory beside the heap, where offHeap.enabled is on.").NotYet().Bytes("0b");
}
