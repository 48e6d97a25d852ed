using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Parser;
using Firesteel.Execution;
using Firesteel.Foundation.Collections;
using Firesteel.Remote;
using Firesteel.Types;

namespace Firesteel;

/// <summary>A database as <see cref="Catalog"/> lists it.</summary>
public sealed record Database(string Name, string? Catalog, string? Description, string LocationUri);

/// <summary>A table or view as <see cref="Catalog"/> lists it.</summary>
public sealed record Table(string Name, string? Catalog, IReadOnlyList<string>? Namespace, string? Description, string TableType, bool IsTemporary)
{
    public string? Database => Namespace is [var only] ? only : null;
}

/// <summary>A column as <see cref="Catalog"/> lists it.</summary>
public sealed record CatalogColumn(string Name, string? Description, string DataType, bool Nullable, bool IsPartition, bool IsBucket);

/// <summary>A function as <see cref="Catalog"/> lists it.</summary>
public sealed record CatalogFunction(string Name, bool IsTemporary);

/// <summary>Databases, tables, views and functions of a session.</summary>
public sealed class Catalog
{
    private readonly SparkSession _session;

    internal Catalog(SparkSession session) => _session = session;

    internal SparkSession Session => _session;

    private SessionCatalog Names => _session.State.Catalog;
    private RemoteCatalog? Remote => _session.Remote is { } remote ? new(remote) : null;

    public string CurrentCatalog() => Remote?.Text(CatalogQuestion.CurrentCatalog) ?? Names.CurrentCatalog;
    public string CurrentDatabase() => Remote?.Text(CatalogQuestion.CurrentDatabase) ?? Names.CurrentDatabase;

    public void SetCurrentDatabase(string name)
    {
        if (Remote is { } remote) remote.Do(CatalogQuestion.SetCurrentDatabase, name);
        else Names.Use(SqlParser.ParseMultipartIdentifier(name));
    }

    public void SetCurrentCatalog(string name)
    {
        if (Remote is { } remote) remote.Do(CatalogQuestion.SetCurrentCatalog, name);
        else Names.Use([Names.Catalog(name).Name]);
    }

    public IReadOnlyList<Database> ListDatabases()
        => Remote is { } remote ? remote.Databases(CatalogQuestion.ListDatabases) : [.. Names.Catalog(Names.CurrentCatalog).Databases().Select(ToDatabase).OrderBy(d => d.Name, StringComparer.Ordinal)];

    /// <exception cref="AnalysisException">SCHEMA_NOT_FOUND.</exception>
    public Database GetDatabase(string name) => Remote is { } remote ? remote.Databases(CatalogQuestion.GetDatabase, name)[0] : ToDatabase(Find(name) ?? throw SessionCatalog.SchemaNotFound(Names.QualifyDatabase(SqlParser.ParseMultipartIdentifier(name))));

    public bool DatabaseExists(string name) => Remote?.Flag(CatalogQuestion.DatabaseExists, name) ?? Find(name) is not null;

    /// <summary>Tables and views of a database, the current one where none is named, and the session's temporary views.</summary>
    public IReadOnlyList<Table> ListTables(string? database = null)
    {
        if (Remote is { } remote) return remote.Tables(CatalogQuestion.ListTables, "", database);
        var full = Names.QualifyDatabase(database is null ? [Names.CurrentDatabase] : SqlParser.ParseMultipartIdentifier(database));
        var views = Names.Views.All.Select(ToTable);
        if (full[^1].Equals(SessionCatalog.GlobalTemporary, StringComparison.OrdinalIgnoreCase))
            return [.. Names.GlobalViews.All.Select(ToTable).Concat(views).OrderBy(t => t.Name, StringComparer.Ordinal)];
        var catalog = Names.Catalog(full[0]);
        if (catalog.FindDatabase(full[^1]) is null) throw SessionCatalog.SchemaNotFound(full);
        var kept = catalog.Tables(full[^1]).Select(t => catalog.FindTable(full[^1], t)).OfType<CatalogTable>().Select(ToTable);
        return [.. kept.Concat(views).OrderBy(t => t.Name, StringComparer.Ordinal)];
    }

    // A global temporary view names its database, others have none.
    private static Table ToTable(TemporaryView view)
        => new(view.Name[^1], null, view.Name.Count > 1 && view.Name[^2].Equals(SessionCatalog.GlobalTemporary, StringComparison.OrdinalIgnoreCase) ? [view.Name[^2]] : [], null, "TEMPORARY", true);

    /// <exception cref="AnalysisException">TABLE_OR_VIEW_NOT_FOUND.</exception>
    public Table GetTable(string name)
    {
        if (Remote is { } remote) return remote.Tables(CatalogQuestion.GetTable, name)[0];
        var parts = SqlParser.ParseMultipartIdentifier(name);
        if (Names.FindTemporaryView(parts) is { } view) return ToTable(view);
        return ToTable(Names.FindTable(Names.Qualify(parts)) ?? throw Sql.Commands.Tables.NotFound(parts, _session.State));
    }

    public bool TableExists(string name)
    {
        if (Remote is { } remote) return remote.Flag(CatalogQuestion.TableExists, name);
        var parts = SqlParser.ParseMultipartIdentifier(name);
        return Names.FindTemporaryView(parts) is not null || Names.FindTable(Names.Qualify(parts)) is not null;
    }

    public bool TableExists(string database, string name) => TableExists($"{SqlIdentifier.Quote(database)}.{SqlIdentifier.Quote(name)}");

    public IReadOnlyList<CatalogColumn> ListColumns(string table)
    {
        if (Remote is { } remote) return remote.Columns(table);
        var known = Names.FindTable(Names.Qualify(SqlParser.ParseMultipartIdentifier(table)));
        return [.. _session.Table(table).Schema().Fields.Select(f =>
            new CatalogColumn(f.Name, f.Comment, f.DataType.SimpleString, f.Nullable, known?.PartitionColumns.Contains(f.Name) == true, known?.Buckets?.Columns.Contains(f.Name) == true))];
    }

    public IReadOnlyList<CatalogFunction> ListFunctions()
        => Remote is { } remote ? remote.Functions() : [.. _session.State.Functions.Names.Order(StringComparer.Ordinal).Select(n => new CatalogFunction(n, !Catalyst.Functions.FunctionRegistry.BuiltIn.TryGet(n, out _)))];

    public bool FunctionExists(string name) => Remote?.Flag(CatalogQuestion.FunctionExists, name) ?? _session.State.Functions.TryGet(name, out _) || Names.FindFunction(SqlParser.ParseMultipartIdentifier(name)) is not null;

    /// <summary>Makes a table over files, or an empty one of a schema.</summary>
    public DataFrame CreateTable(string name, string? path = null, string? source = null, StructType? schema = null, IReadOnlyDictionary<string, string>? options = null)
    {
        if (_session.Remote is not null)
        {
            var call = new CatalogCall(CatalogQuestion.CreateTable, name) { Path = path, Source = source, TableSchema = schema, Options = new ValueMap(options ?? new Dictionary<string, string>()) };
            Remote!.Run(call);
            return _session.Table(name);
        }
        var spec = Catalyst.Plans.Commands.TableSpec.Empty with
        {
            Provider = source ?? _session.Conf().Get("spark.sql.sources.default"),
            Location = path,
            Options = new ValueMap(options ?? new Dictionary<string, string>(), ignoreCase: true),
        };
        var columns = (schema ?? StructType.Empty).Fields.Select(f => new Catalyst.Plans.Commands.ColumnDefinition(f.Name, f.DataType, f.Nullable, f.Comment));
        QueryActions.Run(_session, new Catalyst.Plans.Commands.CreateTable(new(SqlParser.ParseMultipartIdentifier(name)), Catalyst.Plans.Commands.TableCreation.Create, new(columns), spec, path is not null, null), "createTable").Dispose();
        return _session.Table(name);
    }

    /// <returns>Whether there was such a view.</returns>
    public bool DropTempView(string name) => Remote?.Flag(CatalogQuestion.DropTempView, name) ?? Names.Views.Drop(name);

    /// <inheritdoc cref="DropTempView"/>
    public bool DropGlobalTempView(string name) => Remote?.Flag(CatalogQuestion.DropGlobalTempView, name) ?? Names.GlobalViews.Drop(name);

    /// <summary>Keeps the rows of a table or view from the first query on that reads them.</summary>
    public void CacheTable(string name) => CacheTable(name, StorageLevel.MemoryAndDisk);

    /// <inheritdoc cref="CacheTable(string)"/>
    public void CacheTable(string name, StorageLevel level)
    {
        if (Remote is { } remote)
        {
            remote.Run(new CatalogCall(CatalogQuestion.CacheTable, name) { Level = level });
            return;
        }
        Kept.Add(_session.Table(name).Plan, _session.State, level, Qualified(name));
    }

    public void UncacheTable(string name)
    {
        if (Remote is { } remote)
        {
            remote.Do(CatalogQuestion.UncacheTable, name);
            return;
        }
        Kept.RemoveNamed(Qualified(name), _session.Table(name).Plan);
    }

    public bool IsCached(string name) => Remote?.Flag(CatalogQuestion.IsCached, name) ?? (Kept.Find(_session.Table(name).Plan) is not null || Kept.HasName(Qualified(name)));

    public void ClearCache()
    {
        if (Remote is { } remote) remote.Do(CatalogQuestion.ClearCache);
        else Kept.Clear();
    }

    /// <summary>Forgets what is remembered about a table's files; they are looked at anew by every query.</summary>
    public void RefreshTable(string name)
    {
        if (Remote is { } remote) remote.Do(CatalogQuestion.RefreshTable, name);
        else GetTable(name);
    }

    private Sql.Caching.CacheManager Kept => _session.State.Engine.Cache;

    private ValueList<string> Qualified(string name)
    {
        var parts = SqlParser.ParseMultipartIdentifier(name);
        return Names.FindTemporaryView(parts) is not null ? parts : Names.Qualify(parts);
    }

    private CatalogDatabase? Find(string name)
    {
        var full = Names.QualifyDatabase(SqlParser.ParseMultipartIdentifier(name));
        return Names.FindCatalog(full[0])?.FindDatabase(full[^1]);
    }

    private static Database ToDatabase(CatalogDatabase database) => new(database.Name[^1], database.Name[0], database.Comment, database.Location);
    private static Table ToTable(CatalogTable table) => new(table.Name[^1], table.Name[0], [table.Name[1]], table.Comment, table.Type.ToString().ToUpperInvariant(), false);
}
