using Firesteel.Catalyst.Expressions;

namespace Firesteel.Python.Gateway.Sql;

/// <summary>Where in the Python program this thread's call comes from, for errors that its columns lead to.</summary>
static class CallOrigin
{
    [ThreadStatic]
    private static QueryContext? _current;

    public static void Set(string? function, string? callSite)
        => _current = string.IsNullOrEmpty(function) ? null : new QueryContext(function, 0, function.Length - 1) { CallSite = callSite ?? "" };

    /// <summary>The answer of a call; a column remembers where it was made, at least by which method.</summary>
    public static object? Mark(object? answer, string method)
    {
        if (answer is not Column { Expression: { } expression } || expression.Origin.Context is not null || expression is AttributeReference or Literal) return answer;
        var context = _current ?? new QueryContext(method, 0, method.Length - 1) { CallSite = $"org.apache.spark.sql.functions.{method}" };
        return new Column(ColumnText.Carry(expression, expression with { Origin = new Origin(context) }));
    }
}
