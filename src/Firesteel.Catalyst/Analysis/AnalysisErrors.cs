using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis;

/// <summary>The errors of analysis that more than one rule raises.</summary>
static class AnalysisErrors
{
    public static AnalysisException Error(Origin origin, string condition, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var map = new Dictionary<string, string>();
        foreach (var (name, value) in parameters) map[name] = value;
        return new AnalysisException(condition, map, origin.Context);
    }

    public static AnalysisException UnresolvedColumn(Origin origin, IReadOnlyList<string> parts, IEnumerable<AttributeReference> visible)
    {
        var suggestions = NameSuggestions.For(parts, visible);
        return suggestions.Count == 0
            ? Error(origin, "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION", ("objectName", SqlIdentifier.Quote(parts)))
            : Error(origin, "UNRESOLVED_COLUMN.WITH_SUGGESTION", ("objectName", SqlIdentifier.Quote(parts)), ("proposal", string.Join(", ", suggestions)));
    }

    public static AnalysisException AmbiguousReference(Origin origin, IReadOnlyList<string> parts, IEnumerable<AttributeReference> candidates)
        => Error(origin, "AMBIGUOUS_REFERENCE", ("name", SqlIdentifier.Quote(parts)),
            ("referenceNames", $"[{string.Join(", ", candidates.Select(c => SqlIdentifier.Quote(c.Qualifier.Append(c.Name))).Order(StringComparer.Ordinal))}]"));

    public static AnalysisException RelationNotFound(Origin origin, ValueList<string> name, string searchPath = "")
        => Error(origin, "TABLE_OR_VIEW_NOT_FOUND", ("relationName", SqlIdentifier.Quote(name)), ("searchPath", searchPath));

    /// <summary>An expression or a type as it stands in a message.</summary>
    public static string Quote(Expression expression) => $"\"{expression.Sql}\"";

    public static string Quote(DataType type) => type.QuotedSql;
}
