using Firesteel.Catalyst.Catalog;
using Firesteel.Columnar.Memory;
using Firesteel.Core.Scheduler;
using Firesteel.Foundation.Configuration;
using Firesteel.Sql.DataSources;

namespace Firesteel.Sql.Sessions;

/// <summary>What the sessions of one application share: schedulers, memory, the catalog and global views.</summary>
sealed class EngineContext : IDisposable
{
    public EngineContext(SparkConf conf, DriverRuntime runtime, MemoryManager memory)
    {
        (Conf, Runtime, Memory) = (conf, runtime, memory);
        Providers.Register(new FileTableProvider());
        Providers.Register(new NoopTableProvider());
        var warehouse = conf.Get(CatalogConfig.WarehouseDir.Key, CatalogConfig.WarehouseDir.Print(CatalogConfig.WarehouseDir.Default));
        Warehouse = Foundation.FileSystems.FileSystemRegistry.Resolve(warehouse).Path;
        Catalog = new FileCatalog(SessionCatalog.DefaultCatalogName, conf.Get("spark.sql.catalogImplementation", "hive") == "in-memory" ? null : Warehouse);
    }

    public SparkConf Conf { get; }
    public DriverRuntime Runtime { get; }
    public MemoryManager Memory { get; }

    /// <summary>Plans whose rows are kept.</summary>
    public Caching.CacheManager Cache { get; } = new();

    public TableProviders Providers { get; } = new();
    public TemporaryViews GlobalViews { get; } = new();
    public ICatalog Catalog { get; }

    /// <summary>Local path of the warehouse directory.</summary>
    public string Warehouse { get; }

    public void Dispose() => Runtime.Dispose();
}
