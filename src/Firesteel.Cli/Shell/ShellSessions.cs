using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Execution;

namespace Firesteel.Cli.Shell;

/// <summary>Opens the session behind the shell.</summary>
static class ShellSessions
{
    /// <summary>A session with the settings that this process was started with.</summary>
    public static IShellSession Open() => new SqlSession(SparkSession.Builder().GetOrCreate());

    private sealed class SqlSession(SparkSession session) : IShellSession
    {
        public string CurrentDatabase => session.State.CurrentDatabase;

        public ShellResult Execute(string sql, CancellationToken cancellation)
        {
            var result = QueryActions.Sql(session, sql, cancellation);
            if (result.Schema.Count > 0) return new ShellResult([.. result.Schema.Fields.Select(f => f.Name)], Rows());
            result.Dispose();
            return ShellResult.Nothing;

            IEnumerable<IReadOnlyList<string>> Rows()
            {
                using (result)
                {
                    var text = new ValueText(TextStyle.Hive, session.State.TimeZone);
                    var row = new string[result.Schema.Count];
                    foreach (var batch in result.Batches)
                        for (var k = 0; k < batch.SelectedCount; k++)
                        {
                            for (var c = 0; c < row.Length; c++) row[c] = text.Text(batch.Columns[c], batch.Selection[k]);
                            yield return row;
                        }
                }
            }
        }

        public string? GetConf(string key) => session.State.Settings.GetOption(key) ?? Foundation.Configuration.ConfigRegistry.DefaultOf(key);

        public IEnumerable<string> Complete(string prefix)
        {
            var names = session.Catalog.ListTables().Select(t => t.Name).Concat(session.State.Functions.Names);
            return names.Where(n => n.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal);
        }

        public void Dispose() => session.Stop();
    }
}
