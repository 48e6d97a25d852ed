using Firesteel.Foundation.Errors;

namespace Firesteel;

/// <summary>An error with one of Spark's conditions, its SQLSTATE and message parameters.</summary>
public class SparkException : Exception
{
    /// <param name="condition">Condition name, with its sub-condition after a dot: <c>DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES</c>.</param>
    /// <param name="parameters">Message parameters by name.</param>
    /// <param name="context">Where in the query it happened, if known.</param>
    /// <param name="cause">The error behind this one.</param>
    public SparkException(string condition, IReadOnlyDictionary<string, string>? parameters = null, QueryContext? context = null, Exception? cause = null)
        : base(ErrorConditions.Format(condition, parameters ?? EmptyParameters, context), cause)
    {
        Condition = condition;
        Parameters = parameters ?? EmptyParameters;
        Context = context;
    }

    private SparkException(string message, Exception? cause, bool _) : base(message, cause)
    {
        Condition = "";
        Parameters = EmptyParameters;
    }

    private static readonly IReadOnlyDictionary<string, string> EmptyParameters = new Dictionary<string, string>();

    /// <summary>An error that has no condition, such as a job that failed for what user code threw.</summary>
    internal static SparkException WithoutCondition(string message, Exception? cause = null) => new(message, cause, true);

    /// <summary>The message in the words of the server that said it; null for this engine's own.</summary>
    internal string? Text { get; init; }

    public override string Message => Text ?? base.Message;

    /// <summary>The error condition, such as <c>DIVIDE_BY_ZERO</c>; empty if there is none.</summary>
    public string Condition { get; }

    /// <summary>Five-character SQLSTATE of the condition.</summary>
    public string SqlState => ErrorConditions.SqlState(Condition);

    public IReadOnlyDictionary<string, string> Parameters { get; }

    /// <summary>The fragment of the query that the error is about, if known.</summary>
    public QueryContext? Context { get; }
}

/// <summary>The query is well formed but has no meaning: a name, type or use that does not fit.</summary>
public class AnalysisException(string condition, IReadOnlyDictionary<string, string>? parameters = null, QueryContext? context = null, Exception? cause = null)
    : SparkException(condition, parameters, context, cause);

/// <summary>The text is not SQL.</summary>
public sealed class ParseException(string condition, IReadOnlyDictionary<string, string>? parameters = null, QueryContext? context = null, Exception? cause = null)
    : AnalysisException(condition, parameters, context, cause);

/// <summary>An operation failed on the data while a query ran (overflow, division by zero, bad cast, bad file).</summary>
public sealed class SparkRuntimeException(string condition, IReadOnlyDictionary<string, string>? parameters = null, QueryContext? context = null, Exception? cause = null)
    : SparkException(condition, parameters, context, cause);
