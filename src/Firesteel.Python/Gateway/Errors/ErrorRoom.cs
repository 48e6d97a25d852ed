using Firesteel.Foundation.Errors;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Java;

namespace Firesteel.Python.Gateway.Errors;

/// <summary>What PySpark asks about exceptions to make its own of them.</summary>
static class ErrorRoom
{
    public static void Register(ClassTable table)
    {
        table.Class<Exception>("java.lang.Throwable")
            .Get("getMessage", JavaErrors.Message)
            .Get("getLocalizedMessage", JavaErrors.Message)
            .Get("toString", e => $"{JavaErrors.Classes(e)[0]}: {JavaErrors.Message(e)}")
            .Get("getCause", e => e.InnerException)
            .Get("getStackTrace", e => (e.StackTrace ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => (object)new StackElement(l.Trim())).ToArray())
            .Get("getCondition", Condition)
            .Get("getErrorClass", Condition)
            .Get("getSqlState", SqlState)
            .Get("getMessageParameters", Parameters);
        table.Class<StackElement>("java.lang.StackTraceElement").Get("toString", s => s.Text);
        table.Static("py4j.reflection.TypeUtil").Static("isInstanceOf", a => !a.IsNull(1) && a.Gateway.Classes.IsInstance(a[1]!, a.Text(0)));
        table.Static("org.apache.spark.util.Utils").Static("exceptionString", a => a.IsNull(0) ? "" : JavaErrors.StackTrace(a.Of<Exception>(0)));
        table.Static("org.apache.spark.api.python.PythonErrorUtils")
            .Static("getCondition", a => Condition(a.Of<Exception>(0)))
            .Static("getErrorClass", a => Condition(a.Of<Exception>(0)))
            .Static("getSqlState", a => SqlState(a.Of<Exception>(0)))
            .Static("getMessageParameters", a => Parameters(a.Of<Exception>(0)))
            .Static("getQueryContext", a => a.Of<Exception>(0) is SparkException { Context: { } c } and not ParseException ? new object[] { c } : Array.Empty<object>())
            .Static("getBreakingChangeInfo", _ => null);
        table.Static("org.apache.spark.SparkThrowableHelper")
            .Static("getMessage", a => ErrorConditions.Format(a.Text(0), a.TextMap(1), null));
        table.Class<QueryContext>("org.apache.spark.sql.catalyst.trees.SQLQueryContext").Is("org.apache.spark.QueryContext")
            .Get("contextType", c => c.CallSite is null ? QueryContextKind.Sql : QueryContextKind.DataFrame)
            .Get("objectType", c => c.ObjectType)
            .Get("objectName", c => c.ObjectName)
            .Get("startIndex", c => c.StartIndex)
            .Get("stopIndex", c => c.StopIndex)
            .Get("fragment", c => c.Fragment)
            .Get("callSite", c => c.CallSite ?? "")
            .Get("summary", c => c.Summary());
        table.Class<QueryContextKind>("org.apache.spark.QueryContextType").Get("toString", k => k.Name);
    }

    private static string? Condition(Exception error) => error is SparkException { Condition.Length: > 0 } e ? e.Condition : null;
    private static string? SqlState(Exception error) => error is SparkException { Condition.Length: > 0 } e ? e.SqlState : null;

    private static Dictionary<object, object?> Parameters(Exception error)
        => error is SparkException e ? e.Parameters.ToDictionary(p => (object)p.Key, p => (object?)p.Value) : [];

    private sealed record StackElement(string Text);

    private sealed record QueryContextKind(string Name)
    {
        public static readonly QueryContextKind Sql = new("SQL");
        public static readonly QueryContextKind DataFrame = new("DataFrame");
    }
}
