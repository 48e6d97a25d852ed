using System.Globalization;
using Firesteel.Columnar.Memory;

namespace Firesteel.Deploy.Standalone;

/// <summary>Keeps an executor within the memory that it was granted: native buffers and managed heap together.</summary>
static class ExecutorMemory
{
    public const string Variable = "FIRESTEEL_EXECUTOR_MEMORY_MB";
    private const double HeapShare = 0.25;
    private const long LeastHeap = 96L << 20;

    public static void Apply()
    {
        if (!long.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes)) return;
        var total = megabytes << 20;
        var heap = Math.Max(LeastHeap, (long)(total * HeapShare));
        MemoryManager.Process = new MemoryManager(Math.Max(total / 4, total - heap));
        AppContext.SetData("GCHeapHardLimit", (ulong)heap);
        try { GC.RefreshMemoryLimit(); }
        catch (InvalidOperationException)
        {
            // More is in use already than the limit allows: the heap stays as it is, the pool has its bound all the same.
        }
    }
}
