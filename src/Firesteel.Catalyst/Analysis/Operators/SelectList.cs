using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>Items of a select list: stars, names, generators, windows and aliases that refer to aliases.</summary>
static class SelectList
{
    /// <summary>The items resolved, each with a name; generators stand alone under an alias or several.</summary>
    public static List<Expression> Resolve(IEnumerable<Expression> list, ExpressionResolver resolver)
    {
        var items = new List<Expression>();
        foreach (var item in list)
        {
            if (item is UnresolvedStar star || item is UnresolvedAlias { Child: UnresolvedStar inner } && (star = inner) != null) { items.AddRange(ExpandStars.Expand(star, resolver)); continue; }
            if (item is UnresolvedRegex or UnresolvedAlias { Child: UnresolvedRegex }) { items.AddRange(ExpandRegex.Expand((UnresolvedRegex)(item is UnresolvedAlias a ? a.Child : item), resolver)); continue; }
            if (item is UnresolvedStarReplace replace) { items.AddRange(Replace(replace, resolver)); continue; }
            var resolved = ResolveItem(item, resolver);
            items.Add(resolved);
            if (resolved is Alias { Child: not VariableReference } alias && resolver.Scope.Lateral is { } lateral) lateral.Add(alias);
        }
        return items;
    }

    private static IEnumerable<Expression> Replace(UnresolvedStarReplace replace, ExpressionResolver resolver)
    {
        var columns = resolver.Scope.Columns;
        foreach (var name in replace.Names)
            if (!columns.Columns.Any(c => columns.SameName(c.Name, name))) throw AnalysisErrors.UnresolvedColumn(replace.Origin, [name], columns.Columns);
        var values = resolver.ResolveAll(replace.Values);
        return columns.Columns.Select(c => replace.Names.ToList().FindIndex(n => columns.SameName(n, c.Name)) is >= 0 and var at ? (Expression)new Alias(values[at], replace.Names[at]) : c).ToList();
    }

    private static Expression ResolveItem(Expression item, ExpressionResolver resolver)
    {
        switch (item)
        {
            case UnresolvedAlias a: return Name(a.Child, resolver);
            case Alias { Child: var child } alias:
                var resolved = resolver.Resolve(child);
                return ReferenceEquals(resolved, child) ? alias : alias with { Child = resolved };
            case MultiAlias m: return m with { Child = resolver.Resolve(m.Child) };
            case AttributeReference: return resolver.Resolve(item);
            case INamedExpression: return item;
            default: return Name(item, resolver);
        }
    }

    /// <summary>Names an item that the query gives no name.</summary>
    private static Expression Name(Expression item, ExpressionResolver resolver)
    {
        if (item is Alias or MultiAlias) return ResolveItem(item, resolver);
        var resolved = resolver.Resolve(item);
        switch (item)
        {
            case SemiStructuredExtract { Field: { } field }: return new Alias(resolved, field) { Origin = item.Origin };
            case Cast { Child: SemiStructuredExtract { Field: { } field } }: return new Alias(resolved, field) { Origin = item.Origin };
            case UnresolvedAttribute when resolved is AttributeReference: return resolved;
            case UnresolvedAttribute a when resolved is GetStructField or Replaced or OuterReference or LateralReference or VariableReference || a.Parts.Count > 1 && resolved is not INamedExpression:
                return new Alias(resolved, resolved is OuterReference o ? o.Sql : a.Parts[^1]) { Origin = item.Origin };
        }
        return resolved switch
        {
            INamedExpression => resolved,
            Cast { Child: Alias alias } => new Alias(resolved, alias.Name) { Origin = item.Origin },
            Cast { Child: AttributeReference column } => new Alias(resolved, column.Name) { Origin = item.Origin },
            Literal => new Alias(resolved, resolved.Sql) { Origin = item.Origin },
            GeneratorCall => new MultiAlias(resolved, ValueList<string>.Empty),
            _ => new Alias(resolved, resolved.Sql) { IsGenerated = true, Origin = item.Origin },
        };
    }

    /// <summary>The input with those of its hidden columns shown that the items read.</summary>
    public static LogicalPlan ShowHidden(IEnumerable<Expression> items, LogicalPlan child)
    {
        if (!HiddenColumns.Of(child).Any()) return child;
        var ids = items.SelectMany(i => i.References).Select(a => a.Id).ToHashSet();
        return HiddenColumns.Show(child, ids);
    }

    /// <summary>The plan that computes the items over an input: generators first, then aliases that others read, then windows.</summary>
    public static LogicalPlan Build(List<Expression> items, LogicalPlan child, LateralAliases? lateral, ExpressionResolver resolver, ValueList<AttributeReference>? hidden = null)
    {
        (items, child) = ExtractGenerators.Extract(items, child, resolver);
        if (lateral is { Read.Count: > 0 }) (items, child) = SplitLateralAliases.Split(items, child, lateral);
        return ExtractWindows.Build(items, child, hidden ?? ValueList<AttributeReference>.Empty);
    }
}
