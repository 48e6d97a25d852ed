using System.Text;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Sql.Planning;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>EXPLAIN: a query's plans as text, under Spark's headings.</summary>
static class ExplainCommand
{
    private static readonly StructType Schema = new(new StructField("plan", StringType.Instance));

    public static void Register() => CommandExecutor.Register<Explain>((explain, session, runner) => CommandRows.Of(Schema, [[Text(explain, session, runner)]]));

    private static string Text(Explain explain, SessionState session, QueryRunner runner)
    {
        var text = new StringBuilder();
        if (explain.Mode == ExplainMode.Extended) Section(text, "Parsed Logical Plan", explain.Query.TreeString());
        try
        {
            Append(explain, session, runner, text);
        }
        catch (AnalysisException e)
        {
            // Spark answers with the error instead of raising it.
            text.Clear().Append("Error occurred during query planning: \n").Append(e.Message);
        }
        return text.ToString();
    }

    private static void Append(Explain explain, SessionState session, QueryRunner runner, StringBuilder text)
    {
        if (explain.Query is Command command)
        {
            var line = $"Execute {command.Describe()}\n";
            if (explain.Mode == ExplainMode.Extended) foreach (var title in (ReadOnlySpan<string>)["Analyzed Logical Plan", "Optimized Logical Plan"]) Section(text, title, command.TreeString());
            Section(text, "Physical Plan", line);
            return;
        }
        var analyzed = runner.Analyze(explain.Query);
        var optimized = session.Optimize(session.Engine.Cache.Apply(analyzed));
        if (explain.Mode == ExplainMode.Extended)
            Section(text, "Analyzed Logical Plan", string.Join(", ", analyzed.Schema.Fields.Select(f => $"{f.Name}: {f.DataType.SimpleString}")) + "\n" + analyzed.TreeString());
        if (explain.Mode is ExplainMode.Extended or ExplainMode.Cost) Section(text, "Optimized Logical Plan", explain.Mode == ExplainMode.Cost ? PlanStatistics.Tree(optimized) : optimized.TreeString());
        Section(text, "Physical Plan", session.Plan(optimized).ToString() + "\n");
    }

    private static void Section(StringBuilder text, string title, string plan)
    {
        if (text.Length > 0) text.Append('\n');
        text.Append("== ").Append(title).Append(" ==\n").Append(plan);
    }
}
