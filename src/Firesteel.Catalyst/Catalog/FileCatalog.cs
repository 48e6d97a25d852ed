using System.Collections.Concurrent;
using System.Text.Json;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Catalog;

/// <summary>
/// The built-in catalog: a JSON file for each database, table, view and function under the warehouse directory, in
/// <c>_catalog/DATABASE/</c>. A file is written beside its place and moved there, so that a reader sees the old or the new one, whole.
/// Files are read when first asked for and again when another process has changed them. Without a directory everything is kept in memory.
/// </summary>
sealed class FileCatalog : ICatalog
{
    private readonly string? _warehouse;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, (DateTime Written, object Entry)> _entries = new(StringComparer.Ordinal);

    /// <param name="warehouse">The warehouse directory; null keeps nothing.</param>
    public FileCatalog(string name, string? warehouse)
    {
        Name = name;
        _warehouse = warehouse == null ? null : Path.GetFullPath(warehouse);
        if (FindDatabase(SessionCatalog.DefaultDatabase) == null)
            CreateDatabase(new CatalogDatabase([Name, SessionCatalog.DefaultDatabase], Path.Combine(_warehouse ?? "", "")) { Comment = "default database" });
    }

    public string Name { get; }

    public IEnumerable<CatalogDatabase> Databases() => List("").Where(k => k.StartsWith("database.", StringComparison.Ordinal)).Select(k => Load<CatalogDatabase>("", k)).OfType<CatalogDatabase>();
    public CatalogDatabase? FindDatabase(string name) => Load<CatalogDatabase>("", Key("database", name));
    public void CreateDatabase(CatalogDatabase database) => Store("", Key("database", database.Name[^1]), database);
    public void AlterDatabase(CatalogDatabase database) => CreateDatabase(database);

    public void DropDatabase(string name)
    {
        var folder = Fold(name);
        foreach (var key in List(folder).ToList()) Remove(folder, key);
        Remove("", Key("database", name));
    }

    public IEnumerable<string> Tables(string database) => Names<CatalogTable>(database, "table.", t => t.Name[^1]);
    public CatalogTable? FindTable(string database, string name) => Load<CatalogTable>(Fold(database), Key("table", name));
    public void PutTable(CatalogTable table) => Store(Fold(table.Name[1]), Key("table", table.Name[2]), table);
    public void DropTable(string database, string name) => Remove(Fold(database), Key("table", name));

    public void RenameTable(string database, string name, string newName)
    {
        if (FindTable(database, name) is not { } table) return;
        PutTable(table with { Name = [table.Name[0], table.Name[1], newName] });
        DropTable(database, name);
    }

    public IEnumerable<string> Functions(string database) => Names<SqlFunction>(database, "function.", f => f.Name[^1]);
    public SqlFunction? FindFunction(string database, string name) => Load<SqlFunction>(Fold(database), Key("function", name));
    public void PutFunction(SqlFunction function) => Store(Fold(function.Name[1]), Key("function", function.Name[2]), function);
    public void DropFunction(string database, string name) => Remove(Fold(database), Key("function", name));

    private IEnumerable<string> Names<T>(string database, string prefix, Func<T, string> name) where T : class
    {
        var folder = Fold(database);
        return List(folder).Where(k => k.StartsWith(prefix, StringComparison.Ordinal)).Select(k => Load<T>(folder, k)).OfType<T>().Select(name).Order(StringComparer.Ordinal).ToList();
    }

    private IEnumerable<string> List(string folder)
    {
        if (_warehouse == null) return _entries.Keys.Where(k => Path.GetDirectoryName(k) == folder).Select(k => Path.GetFileName(k)).ToList();
        var path = FolderPath(folder);
        return Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!) : [];
    }

    private T? Load<T>(string folder, string key) where T : class
    {
        var id = Path.Combine(folder, key);
        if (_warehouse == null) return _entries.TryGetValue(id, out var kept) ? (T)kept.Entry : null;
        var file = new FileInfo(FilePath(folder, key));
        if (!file.Exists) return null;
        if (_entries.TryGetValue(id, out var known) && known.Written == file.LastWriteTimeUtc) return (T)known.Entry;
        using var json = JsonDocument.Parse(File.ReadAllBytes(file.FullName));
        var entry = CatalogJson.Read<T>(json.RootElement);
        _entries[id] = (file.LastWriteTimeUtc, entry);
        return entry;
    }

    private void Store(string folder, string key, object entry)
    {
        var id = Path.Combine(folder, key);
        if (_warehouse == null)
        {
            _entries[id] = (default, entry);
            return;
        }
        lock (_gate)
        {
            Directory.CreateDirectory(FolderPath(folder));
            var (path, beside) = (FilePath(folder, key), Path.Combine(FolderPath(folder), $".{key}.{Guid.NewGuid():N}"));
            File.WriteAllBytes(beside, CatalogJson.Write(entry));
            File.Move(beside, path, overwrite: true);
            _entries[id] = (File.GetLastWriteTimeUtc(path), entry);
        }
    }

    private void Remove(string folder, string key)
    {
        _entries.TryRemove(Path.Combine(folder, key), out _);
        if (_warehouse != null) File.Delete(FilePath(folder, key));
    }

    private string FolderPath(string folder) => Path.Combine(_warehouse!, "_catalog", folder);
    private string FilePath(string folder, string key) => Path.Combine(FolderPath(folder), key + ".json");

    // Names are found whatever their case, and may hold characters that paths may not.
    private static string Fold(string name) => Uri.EscapeDataString(name.ToLowerInvariant()).Replace(".", "%2E", StringComparison.Ordinal);
    private static string Key(string kind, string name) => $"{kind}.{Fold(name)}";
}
