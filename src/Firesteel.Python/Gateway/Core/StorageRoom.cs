using Firesteel.Python.Gateway.Binding;

namespace Firesteel.Python.Gateway.Core;

/// <summary>Storage levels, and those of DataFrames.</summary>
static class StorageRoom
{
    public static void Register(ClassTable table)
    {
        table.Class<JavaStorageLevel>("org.apache.spark.storage.StorageLevel")
            .New(a => new JavaStorageLevel(a.Bool(0), a.Bool(1), a.Bool(2), a.Bool(3), a.Count > 4 ? a.Int(4) : 1))
            .Get("useDisk", l => l.UseDisk)
            .Get("useMemory", l => l.UseMemory)
            .Get("useOffHeap", l => l.UseOffHeap)
            .Get("deserialized", l => l.Deserialized)
            .Get("replication", l => l.Replication);
        table.Class<DataFrame>("org.apache.spark.sql.classic.Dataset")
            .Get("storageLevel", f => f.SparkSession.SparkContext.Cached.Contains(f.Plan) ? Levels.TryGetValue(f.Plan, out var level) ? level : JavaStorageLevel.MemoryAndDisk : JavaStorageLevel.None)
            .Call("persist", (f, a) =>
            {
                if (a.Count > 0) Levels.AddOrUpdate(f.Plan, a.Of<JavaStorageLevel>(0));
                return f.Cache();
            });
    }

    // All is kept in memory here; what a program asked for is told back.
    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<Catalyst.Plans.LogicalPlan, JavaStorageLevel> Levels = [];
}

/// <summary>A storage level as Java has it.</summary>
sealed record JavaStorageLevel(bool UseDisk, bool UseMemory, bool UseOffHeap, bool Deserialized, int Replication)
{
    public static readonly JavaStorageLevel None = new(false, false, false, false, 1);
    public static readonly JavaStorageLevel MemoryAndDisk = new(true, true, false, true, 1);
    public override string ToString() => $"StorageLevel({(UseDisk ? "disk, " : "")}{(UseMemory ? "memory, " : "")}{(Deserialized ? "deserialized, " : "")}{Replication} replicas)";
}
