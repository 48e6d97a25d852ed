using Firesteel.Sql.Commands;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Corpora;

/// <summary>What a statement answered: rows in the shell's text form, or an error.</summary>
sealed record Answer(StructType? Schema, List<string> Rows, Exception? Error)
{
    public static Answer Of(SessionState session, string sql)
    {
        var plan = session.Parse(sql);
        using var result = new QueryRunner(session).Run(plan);
        List<string> rows = [.. ShellText.Rows(plan, result, session.TimeZone)];
        return new Answer(result.Schema, rows, null);
    }

    public static Answer Failed(Exception error) => new(null, [], error);
}
