using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary><c>python_worker_logs()</c>: what the session's Python workers have logged up to now.</summary>
static class ResolvePythonWorkerLogs
{
    private const string Query = """
        SELECT entry.* FROM (SELECT from_json(line, 'ts timestamp, level string, msg string, context map<string, string>,
          exception struct<class: string, msg: string, stacktrace: array<struct<class: string, method: string, file: string, line: string>>>, logger string',
          map('timestampFormat', 'yyyy-MM-dd HH:mm:ss.SSSSSSZ')) AS entry FROM lines)
        """;

    public static bool IsMeant(UnresolvedTableValuedFunction plan) => plan.Definition == null && plan.Name is [var name] && name.Equals("python_worker_logs", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="AnalysisException">FEATURE_NOT_ENABLED.</exception>
    public static LogicalPlan Resolve(UnresolvedTableValuedFunction plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var logs = resolver.Context.PythonWorkerLogs()
            ?? throw AnalysisErrors.Error(plan.Origin, "FEATURE_NOT_ENABLED", ("featureName", "Python Worker Logging"), ("configKey", "spark.sql.pyspark.worker.logging.enabled"), ("configValue", "true"));
        var rows = logs.DefaultIfEmpty("{}").Select(l => new ValueList<Expression>([Literal.Of(l)]));
        LogicalPlan lines = new UnresolvedInlineTable(["line"], new(rows));
        if (logs.Count == 0) lines = new Filter(Literal.False, lines);
        return resolver.Resolve(resolver.Context.ParsePlan(Query).TransformUp(p => p is UnresolvedRelation ? lines : p), frame);
    }
}
