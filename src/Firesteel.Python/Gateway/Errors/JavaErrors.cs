using Firesteel.Execution;

namespace Firesteel.Python.Gateway.Errors;

/// <summary>Exceptions as Java would know them: their classes and what they say.</summary>
static class JavaErrors
{
    private const string Throwable = "org.apache.spark.SparkThrowable";

    /// <summary>Names of the error's class and of those above it, its own first.</summary>
    public static string[] Classes(Exception error)
    {
        if (error is JavaException java) return [java.ClassName, .. Above(java.ClassName), "java.lang.Exception", "java.lang.Throwable", "java.lang.Object"];
        var known = ErrorClasses.Of(error);
        return [.. known, .. known.SelectMany(Above), .. error is SparkException { Condition.Length: > 0 } ? [Throwable] : Array.Empty<string>()];
    }

    /// <summary>What <c>getMessage</c> answers. A parse error shows the whole text of the query with carets.</summary>
    public static string Message(Exception error)
    {
        if (error is SparkException { Condition: "PYTHON_EXCEPTION" } python) return $"{python.Parameters["msg"]}:\n{python.Parameters["traceback"]}";
        if (error is not ParseException { Context: { } context } parse) return error.Message;
        var end = parse.Message.IndexOf(" SQLSTATE: ", StringComparison.Ordinal);
        var head = end < 0 ? parse.Message : $"{parse.Message[..end]} SQLSTATE: {parse.SqlState}";
        var lines = context.SqlText.Split('\n');
        var shown = lines.Take(context.Line).Append(new string('-', context.Position) + "^^^").Concat(lines.Skip(context.Line));
        return $"\n{head} (line {context.Line}, pos {context.Position})\n\n== SQL ==\n{string.Join('\n', shown)}\n";
    }

    /// <summary>Message and stack trace.</summary>
    public static string StackTrace(Exception error)
    {
        var text = new System.Text.StringBuilder();
        for (Exception? e = error; e is not null; e = e.InnerException)
        {
            if (!ReferenceEquals(e, error)) text.Append("Caused by: ");
            text.Append(Classes(e)[0]).Append(": ").Append(Message(e)).Append('\n');
            foreach (var line in (e.StackTrace ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries)) text.Append('\t').Append(line.Trim()).Append('\n');
        }
        return text.ToString();
    }

    private static string[] Above(string name) => name switch
    {
        "java.lang.NumberFormatException" => ["java.lang.IllegalArgumentException", "java.lang.RuntimeException"],
        "java.lang.ArrayIndexOutOfBoundsException" => ["java.lang.IndexOutOfBoundsException", "java.lang.RuntimeException"],
        "java.io.FileNotFoundException" => ["java.io.IOException"],
        "org.apache.hadoop.mapred.InvalidInputException" => ["java.io.IOException"],
        _ when name.StartsWith("java.lang.", StringComparison.Ordinal) || name.StartsWith("java.util.", StringComparison.Ordinal) => ["java.lang.RuntimeException"],
        _ => [],
    };
}
