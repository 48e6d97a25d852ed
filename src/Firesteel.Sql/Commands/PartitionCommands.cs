using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.FileSystems;
using Firesteel.Sql.DataSources;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>Partitions of a table: added, dropped, renamed, listed, repaired; and TRUNCATE, which may name one.</summary>
static class PartitionCommands
{
    public static void Register()
    {
        CommandExecutor.Register<ShowPartitions>(Show);
        CommandExecutor.Register<TruncateTable>(Truncate);
        CommandExecutor.Register<RepairTable>(Repair);
    }

    public static void Alter(CatalogTable table, AlterTableAction action, SessionState session, QueryRunner runner)
    {
        switch (action)
        {
            case AlterTableAction.AddPartitions add: Add(table, add, session, runner); break;
            case AlterTableAction.DropPartitions drop: Drop(table, drop, session, runner); break;
            case AlterTableAction.RenamePartition rename: Rename(table, rename, session, runner); break;
            default: throw Tables.Unsupported(table.Name, "ALTER TABLE ... PARTITION ... SET LOCATION");
        }
    }

    public static AnalysisException NotFound(CatalogTable table, IEnumerable<KeyValuePair<string, string>> values)
        => Statements.Error("PARTITIONS_NOT_FOUND", ("partitionList", ListText(values)), ("tableName", SqlIdentifier.Quote(table.Name.Skip(1))));

    private static void Add(CatalogTable table, AlterTableAction.AddPartitions add, SessionState session, QueryRunner runner)
    {
        foreach (var (spec, location) in add.Partitions)
        {
            var values = Whole(spec, table, session, runner);
            if (location != null) throw Tables.Unsupported(table.Name, "ADD PARTITION with a location of its own");
            if (TablePartitions.Exists(table, values) && !add.IfNotExists)
                throw Statements.Error("PARTITIONS_ALREADY_EXIST", ("partitionList", ListText(values)), ("tableName", SqlIdentifier.Quote(table.Name.Skip(1))));
            var (system, path) = FileSystemRegistry.Resolve(Folder(table, values));
            system.MakeFolders(path);
        }
    }

    private static void Drop(CatalogTable table, AlterTableAction.DropPartitions drop, SessionState session, QueryRunner runner)
    {
        foreach (var spec in drop.Partitions)
        {
            var given = PartitionSpecs.Resolve(spec, table, session, runner);
            var found = TablePartitions.List(table).Where(p => given.All(g => g.Value == null || p.Get(g.Key) == g.Value)).ToList();
            if (found.Count == 0 && !drop.IfExists) throw NotFound(table, given.Where(g => g.Value != null).Select(g => KeyValuePair.Create(g.Key, g.Value!)));
            foreach (var partition in found) Tables.DeleteFiles(Folder(table, partition));
        }
    }

    private static void Rename(CatalogTable table, AlterTableAction.RenamePartition rename, SessionState session, QueryRunner runner)
    {
        var (from, to) = (Whole(rename.From, table, session, runner), Whole(rename.To, table, session, runner));
        if (!TablePartitions.Exists(table, from)) throw NotFound(table, from);
        if (TablePartitions.Exists(table, to)) throw Statements.Error("PARTITIONS_ALREADY_EXIST", ("partitionList", ListText(to)), ("tableName", SqlIdentifier.Quote(table.Name.Skip(1))));
        var ((system, source), (_, target)) = (FileSystemRegistry.Resolve(Folder(table, from)), FileSystemRegistry.Resolve(Folder(table, to)));
        system.MakeFolders(target[..target.LastIndexOf('/')]);
        system.Rename(source, target);
    }

    private static QueryResult Show(ShowPartitions show, SessionState session, QueryRunner runner)
    {
        var table = Tables.GetTable(show.Table, session, runner, "SHOW PARTITIONS");
        if (table.PartitionColumns.Count == 0) throw Statements.Error("INVALID_PARTITION_OPERATION.PARTITION_SCHEMA_IS_EMPTY", ("name", SqlIdentifier.Quote(table.Name)));
        var wanted = PartitionSpecs.Resolve(show.Partition, table, session, runner);
        var names = TablePartitions.List(table).Where(p => wanted.All(w => w.Value == null || p.Get(w.Key) == w.Value)).Select(TablePartitions.NameOf);
        return CommandRows.Text(["partition"], names.Order(StringComparer.Ordinal).Select(n => new object?[] { n }));
    }

    private static QueryResult Truncate(TruncateTable truncate, SessionState session, QueryRunner runner)
    {
        var table = Tables.GetTable(truncate.Name, session, runner, "TRUNCATE TABLE");
        if (table.Type == CatalogTableType.External) throw Statements.Error("_LEGACY_ERROR_TEMP_1266", ("tableIdentWithDB", SqlIdentifier.Quote(table.Name)));
        if (truncate.Partition == null)
        {
            Empty(table.Location!);
            return CommandExecutor.Nothing;
        }
        if (table.PartitionColumns.Count == 0) throw Statements.Error("_LEGACY_ERROR_TEMP_1267", ("tableIdentWithDB", SqlIdentifier.Quote(table.Name)));
        var given = PartitionSpecs.Resolve(truncate.Partition, table, session, runner);
        var found = TablePartitions.List(table).Where(p => given.All(g => g.Value == null || p.Get(g.Key) == g.Value)).ToList();
        if (found.Count == 0 && given.Count == table.PartitionColumns.Count) throw NotFound(table, given.Where(g => g.Value != null).Select(g => KeyValuePair.Create(g.Key, g.Value!)));
        foreach (var partition in found) Empty(Folder(table, partition));
        return CommandExecutor.Nothing;
    }

    // Partitions are what the folders are: there is nothing to repair but a table that has none.
    private static QueryResult Repair(RepairTable repair, SessionState session, QueryRunner runner)
    {
        var table = Tables.GetTable(repair.Name, session, runner, "MSCK REPAIR TABLE");
        return table.PartitionColumns.Count > 0 ? CommandExecutor.Nothing
            : throw Statements.Error("NOT_A_PARTITIONED_TABLE", ("operation", "MSCK REPAIR TABLE"), ("tableIdentWithDB", SqlIdentifier.Quote(table.Name)));
    }

    private static void Empty(string folder)
    {
        var (system, path) = FileSystemRegistry.Resolve(folder);
        foreach (var entry in system.List(path)) system.Delete(entry.Path, recursive: true);
    }

    private static ValueMap Whole(PartitionSpec spec, CatalogTable table, SessionState session, QueryRunner runner)
        => new(PartitionSpecs.ResolveWhole(spec, table, session, runner).Select(v => KeyValuePair.Create(v.Key, v.Value!)));

    private static string Folder(CatalogTable table, ValueMap values) => TablePartitions.FolderOf(table, values.ToDictionary(v => v.Key, v => (string?)v.Value, StringComparer.OrdinalIgnoreCase));

    private static string ListText(IEnumerable<KeyValuePair<string, string>> values)
        => $"PARTITION ({string.Join(", ", values.Select(v => $"{SqlIdentifier.Quote(v.Key)} = {(v.Value == FileIndex.NullPartition ? "null" : v.Value)}"))})";
}
