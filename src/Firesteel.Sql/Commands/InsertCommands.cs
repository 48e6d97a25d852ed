using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.FileSystems;
using Firesteel.Sql.DataSources.Writing;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>INSERT INTO, INSERT OVERWRITE, and inserts that share a source.</summary>
static class InsertCommands
{
    public static void Register()
    {
        CommandExecutor.Register<InsertInto>(Insert);
        CommandExecutor.Register<MultiInsert>(InsertAll);
        CommandExecutor.Register<InsertIntoDirectory>(InsertDirectory);
    }

    private static QueryResult InsertAll(MultiInsert inserts, SessionState session, QueryRunner runner)
    {
        foreach (var insert in inserts.Inserts) runner.Run(insert).Dispose();
        return CommandExecutor.Nothing;
    }

    private static QueryResult Insert(InsertInto insert, SessionState session, QueryRunner runner)
    {
        var table = Target(insert.Target, session, runner);
        if (insert.ReplaceWhere != null) throw Tables.Unsupported(table.Name, "REPLACE WHERE");
        var partition = PartitionSpecs.Resolve(insert.Partition, table, session, runner);
        var columns = new InsertColumns(table, partition, insert, session);
        var query = runner.Analyze(columns.PutDefaults(insert.Query));
        var aligned = columns.Align(query);
        var fixedValues = new ValueMap(partition.Where(p => p.Value != null).Select(p => KeyValuePair.Create(p.Key, p.Value!)));
        var dynamic = session.Settings.PartitionOverwriteMode == PartitionOverwriteMode.Dynamic && fixedValues.Count < table.PartitionColumns.Count && table.PartitionColumns.Count > 0;
        var mode = !insert.Overwrite ? TableWriter.Mode.Append : dynamic ? TableWriter.Mode.OverwritePartitions : TableWriter.Mode.Overwrite;
        if (mode == TableWriter.Mode.Overwrite) CheckNotReadFrom(table, query);
        if (insert.IfPartitionNotExists && fixedValues.Count == table.PartitionColumns.Count && TablePartitions.Exists(table, fixedValues)) return CommandExecutor.Nothing;
        var rows = runner.Analyze(aligned);
        try
        {
            TableWriter.Write(table, rows, mode, fixedValues, session, runner);
        }
        catch (SparkException e) when (e.Condition is "CAST_OVERFLOW" or "ARITHMETIC_OVERFLOW" or "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION")
        {
            throw StoreAssignment.Overflow(e, (Project)rows);
        }
        return CommandExecutor.Nothing;
    }

    private static CatalogTable Target(LogicalPlan target, SessionState session, QueryRunner runner)
    {
        var name = target switch
        {
            UnresolvedRelation r => r.Name,
            UnresolvedIdentifierRelation i => session.NameOf(i.Name, runner.Parameters),
            _ => throw new InvalidOperationException($"No target of an insert: {target.Describe()}"),
        };
        if (session.Catalog.FindTemporaryView(name) is not null)
            throw Statements.Error("EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE", ("viewName", SqlIdentifier.Quote(name)), ("operation", "INSERT"));
        var table = Tables.Get(name, session);
        return table.Type == CatalogTableType.View ? throw Tables.ExpectedTable(table.Name, "INSERT") : table;
    }

    private static void CheckNotReadFrom(CatalogTable table, LogicalPlan query)
    {
        if (query.Collect<SourceRelation>().Any(s => s.Name?.Equals(table.Name) == true))
            throw Statements.Error("UNSUPPORTED_OVERWRITE.TABLE", ("table", SqlIdentifier.Quote(table.Name)));
    }

    private static QueryResult InsertDirectory(InsertIntoDirectory insert, SessionState session, QueryRunner runner)
    {
        if (insert.Provider == null) throw Statements.Error("NOT_SUPPORTED_COMMAND_WITHOUT_HIVE_SUPPORT", ("cmd", "INSERT OVERWRITE DIRECTORY with the Hive format"));
        var path = insert.Path ?? insert.Options.Where(o => o.Key.Equals("path", StringComparison.OrdinalIgnoreCase)).Select(o => o.Value).FirstOrDefault()
            ?? throw Statements.Error("_LEGACY_ERROR_TEMP_0049");
        var spec = new FileWriteSpec(FileSystemRegistry.Qualify(path), TableWriter.FormatOf(insert.Provider), insert.Options, ValueList<string>.Empty, SaveMode.Overwrite, session.Settings);
        runner.Write(runner.Analyze(insert.Query), spec);
        return CommandExecutor.Nothing;
    }
}
