using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Remote;

/// <summary>What a catalog is asked.</summary>
enum CatalogQuestion
{
    CurrentDatabase, SetCurrentDatabase, ListDatabases, GetDatabase, DatabaseExists,
    ListTables, GetTable, TableExists, ListColumns, ListFunctions, FunctionExists,
    CreateTable, DropTempView, DropGlobalTempView,
    CacheTable, UncacheTable, IsCached, ClearCache, RefreshTable,
    CurrentCatalog, SetCurrentCatalog,
}

/// <summary>A question to a server's catalog; its answer is rows.</summary>
sealed record CatalogCall(CatalogQuestion Question, string Name = "", string? Database = null) : UnresolvedLeafPlan
{
    public string? Path { get; init; }
    public string? Source { get; init; }
    public StructType? TableSchema { get; init; }
    public ValueMap Options { get; init; } = ValueMap.Empty;
    public StorageLevel? Level { get; init; }
}
