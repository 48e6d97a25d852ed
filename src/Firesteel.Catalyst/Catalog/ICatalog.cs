using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Catalog;

/// <summary>
/// A place where databases, tables, views and functions are kept. Names are without the catalog's own; they are compared as the
/// catalog sees fit. Thread-safe.
/// </summary>
interface ICatalog
{
    string Name { get; }

    IEnumerable<CatalogDatabase> Databases();
    CatalogDatabase? FindDatabase(string name);
    void CreateDatabase(CatalogDatabase database);
    void AlterDatabase(CatalogDatabase database);
    void DropDatabase(string name);

    IEnumerable<string> Tables(string database);
    CatalogTable? FindTable(string database, string name);

    /// <summary>Adds the table, or puts it in the place of the one of that name.</summary>
    void PutTable(CatalogTable table);
    void RenameTable(string database, string name, string newName);
    void DropTable(string database, string name);

    IEnumerable<string> Functions(string database);
    SqlFunction? FindFunction(string database, string name);
    void PutFunction(SqlFunction function);
    void DropFunction(string database, string name);
}

/// <summary>Opens the data behind tables; data sources register one each.</summary>
interface ITableProvider
{
    /// <summary>Short name of the source and other names that it goes by.</summary>
    ValueList<string> Names { get; }

    /// <summary>Whether a catalog may hold tables of the source.</summary>
    bool MakesTables => true;

    /// <summary>The data of a catalog's table.</summary>
    /// <param name="options">Options given where the table is read.</param>
    ITable Open(CatalogTable table, ValueMap options, TimeTravel? timeTravel);
}
