using Firesteel.Core.Scheduler;

namespace Firesteel.Core.Storage;

/// <summary>Keeps an RDD's blocks alive: when nobody holds the RDD any more, they are dropped everywhere.</summary>
sealed class BlockOwner(DriverRuntime runtime, int rddId)
{
    public void Release(bool blocking)
    {
        GC.SuppressFinalize(this);
        runtime.RemoveRdd(rddId);
        if (blocking) runtime.Blocks.WaitUntilDropped($"rdd_{rddId}_");
    }

    ~BlockOwner() => runtime.InBackground(() => runtime.RemoveRdd(rddId));
}
