using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis;

/// <summary>What the analyzer asks of the session that a query belongs to.</summary>
/// <param name="Catalog">Tables, views, SQL functions and variables.</param>
/// <param name="Session">Settings, user and clock.</param>
/// <param name="Functions">Functions by name.</param>
sealed record AnalyzerContext(SessionCatalog Catalog, IBindingSession Session, FunctionRegistry Functions)
{
    /// <summary>Parses any statement, for EXECUTE IMMEDIATE.</summary>
    public Func<string, LogicalPlan> ParseStatement { get; init; } = static _ => throw new InvalidOperationException("The session has no parser.");

    /// <summary>Parses a query: views keep theirs as text.</summary>
    public Func<string, LogicalPlan> ParsePlan { get; init; } = static _ => throw new InvalidOperationException("The session has no parser.");

    /// <summary>Parses one expression: bodies of SQL functions, names in IDENTIFIER.</summary>
    public Func<string, Expression> ParseExpression { get; init; } = static _ => throw new InvalidOperationException("The session has no parser.");

    /// <summary>Opens files that a query names by format and path; null where the format is none of files.</summary>
    public Func<string, string, ValueMap, ITable?> OpenFiles { get; init; } = static (_, _, _) => null;

    /// <summary>Computes a constant expression.</summary>
    public Func<Expression, Literal> Evaluate { get; init; } = static e => e as Literal ?? throw new InvalidOperationException("The session has no evaluator.");

    /// <summary>Asks Python about its table functions; null where the session has none.</summary>
    public Expressions.Python.IPythonAnalyzer? Python { get; init; }

    /// <summary>The variables that names may mean: the session's, or those of a script before them.</summary>
    public IVariables Variables { get; init; } = Catalog.Variables;

    /// <summary>Values of the statement's parameter markers.</summary>
    public QueryParameters Parameters { get; init; } = QueryParameters.None;
}
