using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Plans;
using Firesteel.Sql.Sessions;

namespace Firesteel.Execution;

/// <summary>The last rows of a result as a plan.</summary>
static class LastRows
{
    public static LocalRelation Of(QueryResult result, int count)
    {
        var rows = new List<object?[]>();
        var skip = Math.Max(0, result.RowCount - count);
        foreach (var batch in result.Batches)
        {
            var first = (int)Math.Min(batch.SelectedCount, skip);
            skip -= first;
            for (var k = first; k < batch.SelectedCount; k++) rows.Add([.. batch.Columns.Select(c => LiteralVectors.Read(c, batch.Selection[k]))]);
        }
        return LocalData.OfLiterals(result.Schema, rows);
    }
}
