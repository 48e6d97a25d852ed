using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Corpora;

/// <summary>What a statement answered: rows in the shell's text form, or an error.</summary>
sealed record Answer(StructType? Schema, List<string> Rows, Exception? Error)
{
    public static Answer Of(SessionState session, string sql)
    {
        using var result = new QueryRunner(session).Sql(sql);
        var rows = new List<string>();
        var text = new ValueText(TextStyle.Hive, session.TimeZone);
        foreach (var batch in result.Batches)
            for (var k = 0; k < batch.SelectedCount; k++)
                rows.Add(string.Join('\t', batch.Columns.Select(c => text.Text(c, batch.Selection[k]))));
        return new Answer(result.Schema, rows, null);
    }

    public static Answer Failed(Exception error) => new(null, [], error);
}
