using Firesteel.Remote;
using Proto = Firesteel.Connect.Messages.Catalog;

namespace Firesteel.Connect.Codec;

/// <summary>Questions to a catalog as messages.</summary>
static class CatalogEncoder
{
    public static Proto Encode(CatalogCall call)
    {
        var name = call.Name;
        switch (call.Question)
        {
            case CatalogQuestion.CurrentDatabase: return new Proto { CurrentDatabase = new() };
            case CatalogQuestion.SetCurrentDatabase: return new Proto { SetCurrentDatabase = new() { DbName = name } };
            case CatalogQuestion.ListDatabases: return new Proto { ListDatabases = new() };
            case CatalogQuestion.GetDatabase: return new Proto { GetDatabase = new() { DbName = name } };
            case CatalogQuestion.DatabaseExists: return new Proto { DatabaseExists = new() { DbName = name } };
            case CatalogQuestion.ListTables:
                var tables = new Messages.ListTables();
                if (call.Database is { } database) tables.DbName = database;
                return new Proto { ListTables = tables };
            case CatalogQuestion.GetTable: return new Proto { GetTable = new() { TableName = name } };
            case CatalogQuestion.TableExists: return new Proto { TableExists = new() { TableName = name } };
            case CatalogQuestion.ListColumns: return new Proto { ListColumns = new() { TableName = name } };
            case CatalogQuestion.ListFunctions: return new Proto { ListFunctions = new() };
            case CatalogQuestion.FunctionExists: return new Proto { FunctionExists = new() { FunctionName = name } };
            case CatalogQuestion.CreateTable:
                var table = new Messages.CreateTable { TableName = name, Options = { call.Options.ToDictionary() } };
                if (call.Path is not null) table.Path = call.Path;
                if (call.Source is not null) table.Source = call.Source;
                if (call.TableSchema is not null) table.Schema = TypeCodec.Encode(call.TableSchema);
                return new Proto { CreateTable = table };
            case CatalogQuestion.DropTempView: return new Proto { DropTempView = new() { ViewName = name } };
            case CatalogQuestion.DropGlobalTempView: return new Proto { DropGlobalTempView = new() { ViewName = name } };
            case CatalogQuestion.CacheTable: return new Proto { CacheTable = new() { TableName = name, StorageLevel = call.Level is { } level ? StorageLevels.Encode(level) : null } };
            case CatalogQuestion.UncacheTable: return new Proto { UncacheTable = new() { TableName = name } };
            case CatalogQuestion.IsCached: return new Proto { IsCached = new() { TableName = name } };
            case CatalogQuestion.ClearCache: return new Proto { ClearCache = new() };
            case CatalogQuestion.RefreshTable: return new Proto { RefreshTable = new() { TableName = name } };
            case CatalogQuestion.CurrentCatalog: return new Proto { CurrentCatalog = new() };
            case CatalogQuestion.SetCurrentCatalog: return new Proto { SetCurrentCatalog = new() { CatalogName = name } };
            default: throw new ArgumentOutOfRangeException(nameof(call));
        }
    }
}
