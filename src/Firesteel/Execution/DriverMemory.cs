using Firesteel.Columnar.Memory;
using Firesteel.Foundation.Configuration;

namespace Firesteel.Execution;

/// <summary>Shares the driver's memory between the engine's pool and the managed heap.</summary>
static class DriverMemory
{
    private const double PoolShare = 0.75;
    private const long LeastHeap = 96L << 20;

    /// <summary>The pool of this process: what the settings leave it, or most of the machine's memory where they say nothing.</summary>
    public static MemoryManager Apply(SparkConf conf)
    {
        if (conf.GetOption(DriverConfig.DriverMemory.Key) is null) return MemoryManager.Process;
        var total = conf.Get(DriverConfig.DriverMemory);
        var heap = Math.Max(LeastHeap, (long)(total * (1 - PoolShare)));
        var pool = Math.Max(total / 4, total - heap);
        if (MemoryManager.Process.Limit != pool && MemoryManager.Process.Used == 0) MemoryManager.Process = new MemoryManager(pool);
        AppContext.SetData("GCHeapHardLimit", (ulong)heap);
        try { GC.RefreshMemoryLimit(); }
        catch (InvalidOperationException)
        {
            // More is in use already than the limit allows: the heap stays as it is, the pool has its bound all the same.
        }
        return MemoryManager.Process;
    }
}
