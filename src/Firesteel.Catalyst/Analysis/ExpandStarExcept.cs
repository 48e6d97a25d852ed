using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis;

/// <summary><c>* EXCEPT (…)</c>: leaves out columns, or fields inside struct columns.</summary>
static class ExpandStarExcept
{
    public static IReadOnlyList<Expression> Remove(UnresolvedStar star, IReadOnlyList<Expression> columns, ExpressionResolver resolver)
    {
        var removed = star.Except.Select(parts => Target(star, parts, columns, resolver)).ToList();
        for (var i = 0; i < removed.Count; i++)
            for (var j = 0; j < removed.Count; j++)
                if (i != j && removed[i].Column == removed[j].Column && removed[i].Path.Take(removed[j].Path.Length).SequenceEqual(removed[j].Path))
                    throw AnalysisErrors.Error(star.Origin, "EXCEPT_OVERLAPPING_COLUMNS", ("columns", string.Join(", ", star.Except.Select(e => string.Join(".", e.Select(SqlIdentifier.QuoteIfNeeded))))));
        var kept = new List<Expression>();
        for (var i = 0; i < columns.Count; i++)
        {
            var paths = removed.Where(r => r.Column == i).Select(r => r.Path).ToList();
            if (paths.Count == 0) kept.Add(columns[i]);
            else if (paths.TrueForAll(p => p.Length > 0)) kept.Add(new Alias(Without(columns[i], paths, resolver), ((INamedExpression)columns[i]).Name));
        }
        return kept;
    }

    private static (int Column, int[] Path) Target(UnresolvedStar star, ValueList<string> parts, IReadOnlyList<Expression> columns, ExpressionResolver resolver)
    {
        var set = new ColumnSet(new(columns.Select(c => ((INamedExpression)c).ToAttribute())), resolver.Settings.CaseSensitive);
        var found = set.Find(parts, out var used);
        // Names after s.* start at the struct; a qualified one may also be given in full.
        if (found.Count == 0)
            throw AnalysisErrors.UnresolvedColumn(star.Origin, parts, set.Columns);
        if (found.Count > 1) throw AnalysisErrors.AmbiguousReference(star.Origin, parts, found);
        var column = set.Columns.ToList().FindIndex(c => c.Id == found[0].Id);
        var path = new List<int>();
        var type = found[0].DataType;
        for (; used < parts.Count; used++)
        {
            if (type is not StructType fields)
                throw AnalysisErrors.Error(star.Origin, "EXCEPT_NESTED_COLUMN_INVALID_TYPE", ("columnName", SqlIdentifier.Quote(parts)), ("dataType", AnalysisErrors.Quote(type)));
            var at = fields.IndexOf(parts[used], resolver.Settings.CaseSensitive);
            if (at < 0) throw AnalysisErrors.UnresolvedColumn(star.Origin, parts, set.Columns);
            path.Add(at);
            type = fields[at].DataType;
        }
        return (column, [.. path]);
    }

    private static Expression Without(Expression source, List<int[]> paths, ExpressionResolver resolver)
    {
        var type = (StructType)source.DataType;
        var parts = new List<Expression>();
        for (var i = 0; i < type.Count; i++)
        {
            var inner = paths.Where(p => p[0] == i).Select(p => p[1..]).ToList();
            if (inner.Exists(p => p.Length == 0)) continue;
            var field = new GetStructField(source, i, type[i].Name);
            parts.Add(Literal.Of(type[i].Name));
            parts.Add(inner.Count == 0 ? field : Without(field, inner, resolver));
        }
        return resolver.Call("named_struct", source.Origin, [.. parts]);
    }
}
