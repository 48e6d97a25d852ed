using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.DataSources;
using Firesteel.Sql.DataSources.Writing;
using Firesteel.Sql.Sessions;

namespace Firesteel.Sql.Commands;

/// <summary>Writes the rows of a query into a table's files.</summary>
static class TableWriter
{
    public enum Mode { Append, Overwrite, OverwritePartitions }

    /// <param name="query">Analysed; its columns are the table's, in order.</param>
    /// <param name="staticPartitions">Partition values that the statement fixes; an overwrite clears only their folders.</param>
    public static void Write(CatalogTable table, LogicalPlan query, Mode mode, ValueMap staticPartitions, SessionState session, QueryRunner runner)
        => runner.Write(query, new FileWriteSpec(table.Location!, FormatOf(table.Provider!), table.Options, table.PartitionColumns, mode == Mode.Append ? SaveMode.Append : SaveMode.Overwrite, session.Settings)
        {
            StaticPartitions = staticPartitions,
            DynamicOverwrite = mode == Mode.OverwritePartitions,
            AsNullable = true,
        });

    public static IFileFormat FormatOf(string provider) => FileFormats.Find(provider) ?? throw Statements.Error("DATA_SOURCE_NOT_FOUND", ("provider", provider));
}
