using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Sql.DataSources;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>PARTITION (a = 1, b): names made those of the table, values made the texts that folders carry.</summary>
static class PartitionSpecs
{
    /// <returns>By the table's own column names, in the table's order; null where no value is given.</returns>
    public static Dictionary<string, string?> Resolve(PartitionSpec? spec, CatalogTable table, SessionState session, QueryRunner runner)
    {
        var result = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (spec == null) return result;
        foreach (var (name, value) in spec.Values)
        {
            var column = table.PartitionColumns.FirstOrDefault(c => c.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw Statements.Error("PARTITIONS_NOT_FOUND", ("partitionList", SqlIdentifier.Quote(name)), ("tableName", SqlIdentifier.Quote(table.Name)));
            result[column] = value == null ? null : Text(Statements.Evaluate(value, runner), table.Schema.Fields.First(f => f.Name == column).DataType, session);
        }
        return table.PartitionColumns.Where(result.ContainsKey).ToDictionary(c => c, c => result[c], StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>As <see cref="Resolve"/>, of a statement that wants a value for every partition column.</summary>
    public static Dictionary<string, string?> ResolveWhole(PartitionSpec spec, CatalogTable table, SessionState session, QueryRunner runner)
    {
        var names = spec.Values.Select(v => v.Key).ToList();
        if (names.Count != table.PartitionColumns.Count || !names.All(n => table.PartitionColumns.Contains(n, StringComparer.OrdinalIgnoreCase)))
            throw Statements.Error("_LEGACY_ERROR_TEMP_1232", ("specKeys", string.Join(", ", names)), ("partitionColumnNames", string.Join(", ", table.PartitionColumns)), ("tableName", SqlIdentifier.Quote(table.Name)));
        return Resolve(spec, table, session, runner);
    }

    private static string Text(Literal value, DataType type, SessionState session)
    {
        if (value.Value == null) return FileIndex.NullPartition;
        var stored = ConstantFolding.Evaluate(new Cast(new Cast(value, CheckCasts.WithoutLength(type), EvalMode.Ansi) { TimeZone = session.TimeZone }, StringType.Instance, EvalMode.Ansi) { TimeZone = session.TimeZone }, session.TimeZone);
        return stored.Value as string is { Length: > 0 } text ? text : FileIndex.NullPartition;
    }
}
