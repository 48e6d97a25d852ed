using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Optimizer;
using Firesteel.Catalyst.Parser;
using Firesteel.Catalyst.Plans;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Java;
using Firesteel.Sql.Planning;

namespace Firesteel.Python.Gateway.Sql;

/// <summary><c>QueryExecution</c> and the plans that programs look into: their text, schema and expected size.</summary>
static class PlanRoom
{
    private static readonly string[] Modes = ["simple", "extended", "codegen", "cost", "formatted"];

    public static void Register(ClassTable table)
    {
        table.Class<QueryExecutionHandle>("org.apache.spark.sql.execution.QueryExecution")
            .Get("toString", q => q.Frame.ExplainString("extended"))
            .Get("simpleString", q => q.Frame.ExplainString("simple"))
            .Call("explainString", (q, a) => q.Frame.ExplainString(a[0]?.ToString() ?? "simple"))
            .Get("stringWithStats", q => q.Frame.ExplainString("cost"))
            .Get("logical", q => q.Frame.Plan)
            .Get("analyzed", q => q.Frame.Plan)
            .Get("commandExecuted", q => q.Frame.Plan)
            .Get("normalized", q => q.Frame.Plan)
            .Get("withCachedData", q => Cached(q.Frame))
            .Get("optimizedPlan", q => Optimized(q.Frame))
            .Get("sparkPlan", q => Physical(q.Frame))
            .Get("executedPlan", q => Physical(q.Frame))
            .Get("toRdd", q => PythonRows.Pickled(q.Frame))
            .Do("assertAnalyzed", (_, _) => { })
            .Get("mode", _ => new NamedValue("org.apache.spark.sql.execution.CommandExecutionMode", "ALL"))
            .Get("sparkSession", q => q.Frame.SparkSession);
        table.Class<NamedValue>("org.apache.spark.sql.execution.CommandExecutionMode").Get("name", v => v.Name);
        table.Static("org.apache.spark.sql.execution.ExplainMode")
            .Static("fromString", a => Modes.Contains(a.Text(0).ToLowerInvariant()) ? new NamedValue("org.apache.spark.sql.execution.ExplainMode", a.Text(0).ToLowerInvariant())
                : throw new ArgumentException($"Unknown explain mode: {a.Text(0)}. Accepted explain modes are {string.Join(", ", Modes.Select(m => $"'{m}'"))}."));
        table.Class<LogicalPlan>("org.apache.spark.sql.catalyst.plans.logical.LogicalPlan")
            .Get("toString", p => p.TreeString())
            .Get("treeString", p => p.TreeString())
            .Get("numberedTreeString", p => Numbered(p.TreeString()))
            .Get("simpleString", p => p.Describe())
            .Get("nodeName", p => p.GetType().Name)
            .Get("schema", p => p.Schema)
            .Get("output", p => new ScalaSeq([.. p.Output]))
            .Get("children", p => new ScalaSeq([.. p.Children]))
            .Get("resolved", p => p.Resolved)
            .Get("isStreaming", p => p.IsStreaming)
            .Get("maxRows", p => ScalaOption.Of(p.MaxRows))
            .Get("canonicalized", p => p)
            .Get("semanticHash", p => PlanShape.Hash(PlanShape.Of(p)))
            .Call("sameResult", (p, a) => PlanShape.Of(p) == PlanShape.Of(a.Of<LogicalPlan>(0)))
            .Get("stats", p => new PlanStatistics(p));
        table.Class<Catalyst.Expressions.AttributeReference>("org.apache.spark.sql.catalyst.expressions.AttributeReference")
            .Get("name", a => a.Name)
            .Get("dataType", a => a.DataType)
            .Get("nullable", a => a.Nullable);
        table.Class<PlanStatistics>("org.apache.spark.sql.catalyst.plans.logical.Statistics")
            .Get("sizeInBytes", s => s.SizeInBytes)
            .Get("rowCount", s => ScalaOption.Of(s.RowCount))
            .Get("isBroadcastable", s => s.SizeInBytes <= BroadcastThreshold())
            .Get("simpleString", s => s.ToString()[11..^1]);
        table.Class<PhysicalPlanHandle>("org.apache.spark.sql.execution.SparkPlan")
            .Get("toString", p => p.Text)
            .Get("treeString", p => p.Text)
            .Get("numberedTreeString", p => Numbered(p.Text))
            .Get("nodeName", p => p.Text[..p.Text.IndexOfAny([' ', '\n'])])
            .Get("schema", p => p.Frame.Schema());
        table.Class<ParserHandle>("org.apache.spark.sql.catalyst.parser.ParserInterface")
            .Call("parsePlan", (_, a) => SqlParser.ParseStatement(a.Text(0)))
            .Call("parseExpression", (_, a) => new ExpressionHandle(SqlParser.ParseExpression(a.Text(0))))
            .Call("parseDataType", (_, a) => SqlParser.ParseDataType(a.Text(0)))
            .Call("parseTableSchema", (_, a) => SqlParser.ParseTableSchema(a.Text(0)))
            .Call("parseMultipartIdentifier", (_, a) => new ScalaSeq([.. SqlParser.ParseMultipartIdentifier(a.Text(0))]))
            .Call("parseTableIdentifier", (_, a) => new TableIdentifier(SqlParser.ParseMultipartIdentifier(a.Text(0))));
    }

    private static LogicalPlan Cached(DataFrame frame) => frame.SparkSession.State.Engine.Cache.Apply(frame.Plan);
    private static LogicalPlan Optimized(DataFrame frame) => frame.SparkSession.State.Optimize(Cached(frame));
    private static PhysicalPlanHandle Physical(DataFrame frame) => new(frame, frame.SparkSession.State.Plan(Optimized(frame)).TreeString());

    private static long BroadcastThreshold() => SparkSession.Active().State.Settings.AutoBroadcastJoinThreshold;

    private static string Numbered(string tree) => string.Concat(tree.TrimEnd('\n').Split('\n').Select((line, i) => $"{i:00} {line}\n"));

    internal sealed record QueryExecutionHandle(DataFrame Frame);
    internal sealed record ParserHandle;

    private sealed record PhysicalPlanHandle(DataFrame Frame, string Text);
}
