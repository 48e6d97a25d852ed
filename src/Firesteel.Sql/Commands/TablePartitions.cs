using Firesteel.Catalyst.Catalog;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.FileSystems;
using Firesteel.Sql.DataSources;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>The partitions of a table as its folders show them.</summary>
static class TablePartitions
{
    /// <summary>Folders such as <c>year=2024/month=1</c>, in order.</summary>
    public static IReadOnlyList<ValueMap> List(CatalogTable table)
    {
        var found = new List<ValueMap>();
        var (system, root) = FileSystemRegistry.Resolve(table.Location!);
        if (system.GetStatus(root) != null) Walk(system, root, 0, [], table.PartitionColumns, found);
        return found;
    }

    public static string FolderOf(CatalogTable table, IReadOnlyDictionary<string, string?> values)
        => table.Location!.TrimEnd('/') + string.Concat(table.PartitionColumns.Select(c => $"/{PartitionText.Escape(c)}={PartitionText.Escape(values[c]!)}"));

    public static bool Exists(CatalogTable table, IReadOnlyDictionary<string, string> values)
    {
        var (system, path) = FileSystemRegistry.Resolve(FolderOf(table, values.ToDictionary(v => v.Key, v => (string?)v.Value, StringComparer.OrdinalIgnoreCase)));
        return system.GetStatus(path) != null;
    }

    /// <summary>The name that SHOW PARTITIONS prints.</summary>
    public static string NameOf(ValueMap values) => string.Join('/', values.Select(v => $"{PartitionText.Escape(v.Key)}={PartitionText.Escape(v.Value)}"));

    private static void Walk(IFileSystem system, string folder, int depth, List<KeyValuePair<string, string>> values, ValueList<string> columns, List<ValueMap> found)
    {
        if (depth == columns.Count)
        {
            found.Add(new ValueMap(values));
            return;
        }
        foreach (var child in system.List(folder))
        {
            var equals = child.Name.IndexOf('=', StringComparison.Ordinal);
            if (!child.IsFolder || equals <= 0 || !PartitionText.Unescape(child.Name[..equals]).Equals(columns[depth], StringComparison.OrdinalIgnoreCase)) continue;
            Walk(system, child.Path, depth + 1, [.. values, KeyValuePair.Create(columns[depth], PartitionText.Unescape(child.Name[(equals + 1)..]))], columns, found);
        }
    }
}
