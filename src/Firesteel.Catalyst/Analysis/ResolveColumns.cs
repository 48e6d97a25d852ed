using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis;

/// <summary>
/// Names of columns. Looked up in this order: lambda parameters, the input, its hidden columns, functions that need no parentheses,
/// aliases further left, the query around a subquery, session variables.
/// </summary>
static class ResolveColumns
{
    private static readonly HashSet<string> BareFunctions = new(StringComparer.OrdinalIgnoreCase)
    {
        "current_date", "current_timestamp", "current_time", "localtimestamp", "current_user", "user", "session_user", "current_catalog", "current_database", "current_schema",
    };

    public static Expression Resolve(UnresolvedAttribute name, ExpressionResolver resolver)
        => TryResolve(name, resolver) ?? throw AnalysisErrors.UnresolvedColumn(name.Origin, name.Parts, Visible(resolver.Scope));

    public static Expression? TryResolve(UnresolvedAttribute name, ExpressionResolver resolver)
    {
        var (parts, scope) = (name.Parts, resolver.Scope);
        if (name.PlanId is { } plan) return ResolvePlanColumns.Resolve(name, plan, resolver);
        if (resolver.FindLambdaVariable(parts[0]) is { } variable) return Fields(variable, parts, 1, name.Origin, resolver);

        if (FromInput(name, resolver, scope) is { } column) return column;
        if (parts.Count == 1 && BareFunctions.Contains(parts[0]) && resolver.Context.Functions.TryGet(parts[0], out _)) return resolver.Call(parts[0].ToLowerInvariant(), name.Origin);
        if (scope.Lateral != null && !resolver.IsInsideAggregate && FromLateralAlias(name, resolver, scope.Lateral) is { } lateral) return lateral;
        if (scope.Frame is { } frame && FromOuter(name, resolver, frame) is { } outer) return outer;
        return scope.AllowsVariables ? ResolveVariables.Find(name, resolver) : null;
    }

    /// <summary>A column of the input, fields of it named by further parts.</summary>
    private static Expression? FromInput(UnresolvedAttribute name, ExpressionResolver resolver, Scope scope)
    {
        var belowFirst = scope.Below != null && (scope.PrefersBelow || resolver.IsInsideAggregate);
        if (belowFirst && Lookup(name, scope.Below!, resolver) is { } below) return below;
        // Where columns of one name are selected twice, ORDER BY means the one below, if there is one.
        var isAmbiguous = (scope.Further.Count > 0 || !belowFirst && scope.Below != null) && scope.Columns.Find(name.Parts, out _).Count > 1;
        if (!isAmbiguous && Lookup(name, scope.Columns, resolver) is { } column) return column;
        if (!belowFirst && scope.Below != null && Lookup(name, scope.Below, resolver) is { } late) return late;
        foreach (var further in scope.Further)
            if (Lookup(name, further, resolver) is { } missing) return missing;
        if (isAmbiguous) return Lookup(name, scope.Columns, resolver);
        return scope.Hidden.Columns.Count > 0 && (scope.Hidden.Find(name.Parts, out var used) is [var hidden, ..] && (used > 1 || MetadataColumn.Is(hidden))) ? Lookup(name, scope.Hidden, resolver) : null;
    }

    private static Expression? Lookup(UnresolvedAttribute name, ColumnSet columns, ExpressionResolver resolver)
    {
        var found = columns.Find(name.Parts, out var used);
        if (found.Count == 0) return null;
        if (found.Count > 1) throw AnalysisErrors.AmbiguousReference(name.Origin, name.Parts, found);
        // The column is shown as the query writes it.
        var column = found[0] with { Origin = name.Origin, Name = name.Parts[used - 1] };
        try
        {
            return Fields(column, name.Parts, used, name.Origin, resolver);
        }
        catch (AnalysisException e) when (resolver.Scope.LeavesMissingFields && IsMissingField(e.Condition))
        {
            return null;
        }
    }

    private static bool IsMissingField(string condition) => condition is "INVALID_EXTRACT_BASE_FIELD_TYPE" or "INVALID_EXTRACT_FIELD_TYPE" or "FIELD_NOT_FOUND" or "AMBIGUOUS_REFERENCE_TO_FIELDS";

    private static Expression? FromLateralAlias(UnresolvedAttribute name, ExpressionResolver resolver, LateralAliases aliases)
    {
        var found = aliases.Find(name.Parts[0]);
        if (found.Count == 0) return null;
        if (found.Count > 1)
            throw AnalysisErrors.Error(name.Origin, "AMBIGUOUS_LATERAL_COLUMN_ALIAS", ("name", Firesteel.Types.SqlIdentifier.Quote(name.Parts)), ("n", $"{found.Count}"));
        aliases.Read.Add(found[0].Id);
        return Fields(new LateralReference(found[0].ToAttribute()), name.Parts, 1, name.Origin, resolver);
    }

    // Only the query right around is seen: Spark has no correlation over two levels.
    private static Expression? FromOuter(UnresolvedAttribute name, ExpressionResolver resolver, SubqueryFrame frame)
    {
        var resolved = FromInput(name, resolver, frame.Outer with { PrefersBelow = frame.Outer.PrefersBelow });
        return resolved?.TransformUp(e => e is AttributeReference a ? frame.Read(a) : e);
    }

    private static Expression Fields(Expression column, ValueList<string> parts, int used, Origin origin, ExpressionResolver resolver)
    {
        for (; used < parts.Count; used++) column = ResolveExtractValue.Extract(column, Literal.Of(parts[used]), origin, resolver);
        return column;
    }

    private static IEnumerable<AttributeReference> Visible(Scope scope) => scope.Columns.Columns;
}
