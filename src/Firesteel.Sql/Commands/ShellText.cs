using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Sql.Sessions;

namespace Firesteel.Sql.Commands;

/// <summary>Rows as Spark's SQL shell prints them: columns between tabs; descriptions padded, lists of tables by name alone.</summary>
static class ShellText
{
    private const int Width = 20;

    public static IEnumerable<string> Rows(LogicalPlan statement, QueryResult result, string timeZone)
    {
        var text = new ValueText(TextStyle.Hive, timeZone);
        var isDescription = statement is DescribeTable { Column: null, AsJson: false } or DescribeQuery;
        var isNameAlone = statement is ShowTables { Extended: false } or ShowViews;
        foreach (var batch in result.Batches)
            for (var k = 0; k < batch.SelectedCount; k++)
            {
                var row = batch.Selection[k];
                if (isNameAlone) yield return text.Text(batch.Columns[1], row);
                else if (isDescription) yield return string.Join('\t', batch.Columns.Select(c => (c.IsNull(row) ? "" : text.Text(c, row)).PadRight(Width)));
                else yield return string.Join('\t', batch.Columns.Select(c => text.Text(c, row)));
            }
    }
}
