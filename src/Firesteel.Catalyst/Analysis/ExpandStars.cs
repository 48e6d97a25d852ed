using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis;

/// <summary>Replaces stars by the columns they stand for, in select lists and among arguments.</summary>
static class ExpandStars
{
    /// <summary>The columns of <c>*</c>, of a source's <c>t.*</c> or of a struct's <c>s.*</c>, without those after EXCEPT.</summary>
    public static IReadOnlyList<Expression> Expand(UnresolvedStar star, ExpressionResolver resolver)
    {
        var columns = Columns(star, resolver);
        return star.Except.Count == 0 ? columns : ExpandStarExcept.Remove(star, columns, resolver);
    }

    /// <summary>Arguments with stars expanded; <c>count(*)</c> counts rows.</summary>
    public static ValueList<Expression> InArguments(UnresolvedFunction call, ExpressionResolver resolver)
    {
        if (!call.Arguments.Any(a => a is UnresolvedStar or UnresolvedRegex)) return call.Arguments;
        if (call.NameParts.Count == 1 && call.NameParts[0].Equals("count", StringComparison.OrdinalIgnoreCase) && call.Arguments is [UnresolvedStar])
        {
            var star = (UnresolvedStar)call.Arguments[0];
            if (star.Target.Count == 0 && star.Except.Count == 0 && !call.IsDistinct) return [Literal.Of(1)];
            if (star.Target.Count > 0 && Named(star, resolver) && resolver.Settings.Session.Conf("spark.sql.legacy.allowStarWithSingleTableIdentifierInCount") != "true")
                throw AnalysisErrors.Error(call.Origin, "INVALID_USAGE_OF_STAR_WITH_TABLE_IDENTIFIER_IN_COUNT", ("tableName", SqlIdentifier.Quote(star.Target)));
        }
        return new(call.Arguments.SelectMany(a => a switch
        {
            UnresolvedStar s => Expand(s, resolver),
            UnresolvedRegex r => Operators.ExpandRegex.Expand(r, resolver),
            _ => [a],
        }));
    }

    private static bool Named(UnresolvedStar star, ExpressionResolver resolver)
        => (resolver.Scope.Below ?? resolver.Scope.Columns).WithQualifier(star.Target).Count > 0 || resolver.Scope.Hidden.WithQualifier(star.Target).Count > 0;

    private static IReadOnlyList<Expression> Columns(UnresolvedStar star, ExpressionResolver resolver)
    {
        if (star.Columns is { } taken) return taken;
        var columns = resolver.Scope.Below ?? resolver.Scope.Columns;
        if (star.Target.Count == 0) return columns.Columns;
        var hidden = resolver.Scope.Hidden.WithQualifier(star.Target);
        var named = columns.WithQualifier(star.Target);
        // A side's keys of a USING join belong to the side, though they are hidden.
        if (named.Count > 0 || hidden.Count > 0) return [.. hidden.Where(h => named.All(n => n.Id != h.Id)), .. named];
        if (resolver.Scope.Frame is { } frame && frame.Outer.Columns.WithQualifier(star.Target) is { Count: > 0 } outer)
            return [.. outer.Select(o => new Alias(frame.Read(o), o.Name))];
        if (ResolveColumns.TryResolve(new UnresolvedAttribute(star.Target) { Origin = star.Origin }, resolver) is { } source)
        {
            if (source.DataType is StructType { UserDefined: null } type)
                return [.. type.Fields.Select((f, i) => new Alias(new GetStructField(source, i, f.Name), f.Name))];
            throw AnalysisErrors.Error(star.Origin, "_LEGACY_ERROR_TEMP_1050", ("attributes", $"List({string.Join(", ", star.Target)})"));
        }
        throw AnalysisErrors.Error(star.Origin, "CANNOT_RESOLVE_STAR_EXPAND", ("targetString", SqlIdentifier.Quote(star.Target)),
            ("columns", string.Join(", ", columns.Columns.Select(c => SqlIdentifier.Quote(c.Name)))));
    }
}
