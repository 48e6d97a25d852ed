using System.Collections.Concurrent;
using Firesteel.Catalyst.Functions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Catalog;

/// <summary>
/// What names mean to one session: its temporary views, functions and variables, the catalogs that it reaches, and which catalog and
/// database are current.
/// </summary>
sealed class SessionCatalog
{
    public const string DefaultCatalogName = "spark_catalog";
    public const string DefaultDatabase = "default";
    public const string GlobalTemporary = "global_temp";

    private readonly ConcurrentDictionary<string, ICatalog> _catalogs = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, SqlFunction> _temporaryFunctions = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="globalViews">Views that all sessions of the application share.</param>
    public SessionCatalog(ICatalog catalog, TableProviders providers, TemporaryViews? globalViews = null)
    {
        Providers = providers;
        GlobalViews = globalViews ?? new();
        Register(catalog);
        (CurrentCatalog, CurrentDatabase) = (catalog.Name, DefaultDatabase);
    }

    public TableProviders Providers { get; }
    public TemporaryViews Views { get; } = new();
    public TemporaryViews GlobalViews { get; }
    public SessionVariables Variables { get; } = new();
    public string CurrentCatalog { get; private set; }
    public string CurrentDatabase { get; private set; }
    public IEnumerable<ICatalog> Catalogs => _catalogs.Values.OrderBy(c => c.Name, StringComparer.Ordinal);
    public IEnumerable<SqlFunction> TemporaryFunctions => _temporaryFunctions.Values.OrderBy(f => f.Name[^1], StringComparer.Ordinal);

    /// <summary>Takes over another session's views, functions, catalogs and current database.</summary>
    public void CopyNames(SessionCatalog other)
    {
        foreach (var (name, catalog) in other._catalogs) _catalogs[name] = catalog;
        foreach (var view in other.Views.All) Views.Put(view, replace: true);
        foreach (var (name, function) in other._temporaryFunctions) _temporaryFunctions[name] = function;
        (CurrentCatalog, CurrentDatabase) = (other.CurrentCatalog, other.CurrentDatabase);
    }

    public void Register(ICatalog catalog) => _catalogs[catalog.Name] = catalog;

    public ICatalog? FindCatalog(string name) => _catalogs.GetValueOrDefault(name);

    public ICatalog Catalog(string name)
        => FindCatalog(name) ?? throw new AnalysisException("CATALOG_NOT_FOUND", new Dictionary<string, string> { ["catalogName"] = SqlIdentifier.Quote(name), ["config"] = $"\"spark.sql.catalog.{name}\"" });

    /// <summary>Makes a database, in a catalog or in the current one, the current one.</summary>
    public void Use(ValueList<string> name)
    {
        if (name.Count == 1 && FindCatalog(name[0]) is { } alone && Catalog(CurrentCatalog).FindDatabase(name[0]) == null)
        {
            (CurrentCatalog, CurrentDatabase) = (alone.Name, DefaultDatabase);
            return;
        }
        var catalog = name.Count > 1 ? Catalog(name[0]) : Catalog(CurrentCatalog);
        if (name[^1].Equals(GlobalTemporary, StringComparison.OrdinalIgnoreCase)) throw new AnalysisException("_LEGACY_ERROR_TEMP_1068", new Dictionary<string, string> { ["database"] = GlobalTemporary });
        var database = catalog.FindDatabase(name[^1]) ?? throw SchemaNotFound([catalog.Name, name[^1]]);
        (CurrentCatalog, CurrentDatabase) = (catalog.Name, database.Name[^1]);
    }

    /// <summary>A name of a table in full: catalog, database, table.</summary>
    public ValueList<string> Qualify(ValueList<string> name, IBindingSession? session = null) => name.Count switch
    {
        1 => [session?.CurrentCatalog ?? CurrentCatalog, session?.CurrentDatabase ?? CurrentDatabase, name[0]],
        2 when FindCatalog(name[0]) is { } c && Catalog(session?.CurrentCatalog ?? CurrentCatalog).FindDatabase(name[0]) == null => [c.Name, DefaultDatabase, name[1]],
        2 => [session?.CurrentCatalog ?? CurrentCatalog, name[0], name[1]],
        _ => name,
    };

    /// <summary>A database's name in full.</summary>
    public ValueList<string> QualifyDatabase(ValueList<string> name) => name.Count == 1 ? [CurrentCatalog, name[0]] : name;

    public TemporaryView? FindTemporaryView(ValueList<string> name) => name.Count switch
    {
        1 => Views.Find(name[0]),
        2 when name[0].Equals(GlobalTemporary, StringComparison.OrdinalIgnoreCase) => GlobalViews.Find(name[1]),
        2 when name[0].Equals("session", StringComparison.OrdinalIgnoreCase) => Views.Find(name[1]),
        3 when name[0].Equals("system", StringComparison.OrdinalIgnoreCase) && name[1].Equals("session", StringComparison.OrdinalIgnoreCase) => Views.Find(name[2]),
        _ => null,
    };

    /// <param name="name">In full (see <see cref="Qualify"/>).</param>
    public CatalogTable? FindTable(ValueList<string> name) => name.Count == 3 ? FindCatalog(name[0])?.FindTable(name[1], name[2]) : null;

    /// <exception cref="AnalysisException">SCHEMA_NOT_FOUND, or TABLE_OR_VIEW_ALREADY_EXISTS.</exception>
    public void CreateTable(CatalogTable table, bool replace)
    {
        var catalog = Catalog(table.Name[0]);
        if (catalog.FindDatabase(table.Name[1]) == null) throw SchemaNotFound([table.Name[0], table.Name[1]]);
        if (!replace && catalog.FindTable(table.Name[1], table.Name[2]) != null)
            throw new AnalysisException("TABLE_OR_VIEW_ALREADY_EXISTS", new Dictionary<string, string> { ["relationName"] = SqlIdentifier.Quote(table.Name) });
        catalog.PutTable(table);
    }

    /// <summary>The data of a table.</summary>
    public ITable Open(CatalogTable table, ValueMap options, TimeTravel? timeTravel = null)
        => Providers.Get(table.Provider ?? "parquet").Open(table, options, timeTravel);

    public void PutTemporaryFunction(SqlFunction function) => _temporaryFunctions[function.Name[^1]] = function;

    public bool DropTemporaryFunction(string name) => _temporaryFunctions.TryRemove(name, out _);

    /// <summary>A function defined in SQL: temporary, or of the catalog.</summary>
    public SqlFunction? FindFunction(ValueList<string> name)
    {
        if (name.Count == 1 && _temporaryFunctions.TryGetValue(name[0], out var temporary)) return temporary;
        if (name.Count > 3) return null;
        var full = Qualify(name);
        return full.Count == 3 ? FindCatalog(full[0])?.FindFunction(full[1], full[2]) : null;
    }

    public static AnalysisException SchemaNotFound(ValueList<string> name)
        => new("SCHEMA_NOT_FOUND", new Dictionary<string, string> { ["schemaName"] = SqlIdentifier.Quote(name) });
}
