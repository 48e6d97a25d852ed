using Firesteel.Python.Gateway.Binding;

namespace Firesteel.Python.Gateway.Core;

/// <summary>Storage levels of DataFrames.</summary>
static class StorageRoom
{
    public static void Register(ClassTable table) => table.Class<DataFrame>("org.apache.spark.sql.classic.Dataset")
        .Get("storageLevel", f => f.StorageLevel())
        .Call("persist", (f, a) => a.Count > 0 ? f.Persist(a.Of<StorageLevel>(0)) : f.Persist());
}
