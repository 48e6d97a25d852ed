using System.Runtime.CompilerServices;
using Firesteel.Catalyst.Plans;
using Firesteel.Python.Gateway.Binding;

namespace Firesteel.Python.Gateway.Core;

/// <summary>Storage levels of DataFrames.</summary>
static class StorageRoom
{
    // All is kept in memory here; what a program asked for is told back.
    private static readonly ConditionalWeakTable<LogicalPlan, StorageLevel> Levels = [];

    public static void Register(ClassTable table) => table.Class<DataFrame>("org.apache.spark.sql.classic.Dataset")
        .Get("storageLevel", f => !f.SparkSession.SparkContext.Cached.Contains(f.Plan) ? StorageLevel.None : Levels.TryGetValue(f.Plan, out var level) ? level : StorageLevel.MemoryAndDisk)
        .Call("persist", (f, a) =>
        {
            if (a.Count > 0) Levels.AddOrUpdate(f.Plan, a.Of<StorageLevel>(0));
            return f.Cache();
        });
}
