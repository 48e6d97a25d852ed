using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>What a GROUP BY groups by.</summary>
/// <param name="Columns">The expressions, each once.</param>
/// <param name="Sets">Which of them are in each grouping set; one set of all without analytics.</param>
sealed record GroupingColumns(IReadOnlyList<Expression> Columns, IReadOnlyList<IReadOnlyList<Expression>> Sets, bool IsAnalytics);

/// <summary>The expressions of GROUP BY, by position, by alias, ALL, or as grouping sets.</summary>
static class ResolveGrouping
{
    private const int MaxSets = 4096;

    public static GroupingColumns Resolve(Aggregate plan, List<Expression> items, ExpressionResolver resolver)
    {
        if (plan.IsGroupByAll)
        {
            // ALL may be a column's name after all.
            var all = new UnresolvedAttribute(["all"]) { Origin = plan.Origin };
            return ByAlias(all, items, resolver) is not UnresolvedAttribute and var column ? Plain([column]) : Plain(All(items));
        }
        if (plan.AggregateList.Any(i => i is UnresolvedStar) && plan.Grouping.Any(g => g is UnresolvedOrdinal or Literal { Value: int } && resolver.Settings.GroupByOrdinal))
            throw AnalysisErrors.Error(plan.Origin, "STAR_GROUP_BY_POS");
        if (!plan.Grouping.Any(g => g is GroupingSets)) return Plain([.. plan.Grouping.Select(g => One(g, items, resolver))]);
        // Several elements side by side: every set of one with every set of the next.
        List<List<Expression>> sets = [[]];
        foreach (var element in plan.Grouping)
        {
            var own = element is GroupingSets g ? Sets(g, items, resolver) : [[One(element, items, resolver)]];
            sets = [.. sets.SelectMany(s => own.Select(o => new List<Expression>([.. s, .. o])))];
            if (sets.Count > MaxSets) throw AnalysisErrors.Error(plan.Origin, "GROUPING_SIZE_LIMIT_EXCEEDED", ("maxSize", "64"));
        }
        var columns = plan.Grouping.SelectMany(e => e is GroupingSets g ? g.Children : (IEnumerable<Expression>)[e]).Select(e => One(e, items, resolver)).Distinct().ToList();
        return new(columns, sets, true);
    }

    private static GroupingColumns Plain(List<Expression> columns) => new(columns, [columns], false);

    private static List<List<Expression>> Sets(GroupingSets sets, List<Expression> items, ExpressionResolver resolver)
    {
        var lists = sets.Sets.Select(s => s.Select(e => One(e, items, resolver)).ToList()).ToList();
        switch (sets.Kind)
        {
            case GroupingKind.Rollup:
                return [.. Enumerable.Range(0, lists.Count + 1).Select(n => lists.Take(lists.Count - n).SelectMany(l => l).ToList())];
            case GroupingKind.Cube:
                if (lists.Count > 12) throw AnalysisErrors.Error(sets.Origin, "GROUPING_SIZE_LIMIT_EXCEEDED", ("maxSize", "64"));
                // All of them first, none last, the first column leaving last.
                return [.. Enumerable.Range(0, 1 << lists.Count).Select(bits => lists.Where((_, i) => (bits >> (lists.Count - 1 - i) & 1) == 0).SelectMany(l => l).ToList())];
            default:
                return lists;
        }
    }

    private static Expression One(Expression group, List<Expression> items, ExpressionResolver resolver)
    {
        if (group is UnresolvedOrdinal constant && !resolver.Settings.GroupByOrdinal) return Literal.Of(constant.Position);
        var position = group switch
        {
            UnresolvedOrdinal o => o.Position,
            Literal { Value: int n } when resolver.Settings.GroupByOrdinal => n,
            _ => (int?)null,
        };
        if (position is { } at) return ByPosition(at, group, items);
        var named = resolver.Settings.GroupByAliases ? group.TransformDown(e => e is UnresolvedAttribute a ? ByAlias(a, items, resolver) : e) : group;
        return resolver.Resolve(named);
    }

    private static Expression ByPosition(int position, Expression group, List<Expression> items)
    {
        if (position < 1 || position > items.Count)
            throw AnalysisErrors.Error(group.Origin, "GROUP_BY_POS_OUT_OF_RANGE", ("index", $"{position}"), ("size", $"{items.Count}"));
        var item = items[position - 1];
        if (AggregateShape.HasAggregate(item))
            throw AnalysisErrors.Error(group.Origin, "GROUP_BY_POS_AGGREGATE", ("index", $"{position}"), ("aggExpr", item.ToSql(SqlStyle.Exact)));
        return Unnamed(item, group.Origin);
    }

    // Columns of the input come before aliases.
    private static Expression ByAlias(UnresolvedAttribute name, List<Expression> items, ExpressionResolver resolver)
    {
        var own = resolver.Plans.Over(resolver.Scope with { Frame = null, AllowsVariables = false });
        if (ResolveColumns.TryResolve(name, own) is { } column) return column;
        if (name.Parts.Count > 1) return name;
        var item = items.Find(i => i is INamedExpression n && resolver.Scope.Columns.SameName(n.Name, name.Parts[0]));
        if (item == null) return name;
        if (item.Collect<AggregateCall>().FirstOrDefault() is { } inner && AggregateShape.HasAggregate(item))
            throw AnalysisErrors.Error(name.Origin, "GROUP_BY_AGGREGATE", ("sqlExpr", inner.ToSql(SqlStyle.Exact)));
        return Unnamed(item, name.Origin);
    }

    private static Expression Unnamed(Expression item, Origin origin)
    {
        if (item.Contains(e => e is LateralReference)) throw AnalysisErrors.Error(origin, "UNSUPPORTED_FEATURE.LATERAL_COLUMN_ALIAS_IN_GROUP_BY");
        return item is Alias a ? a.Child : item;
    }

    private static List<Expression> All(List<Expression> items)
    {
        var groups = items.Where(i => !AggregateShape.HasAggregate(i)).Select(i => Unnamed(i, i.Origin)).ToList();
        foreach (var item in items.Where(AggregateShape.HasAggregate))
            if (HasBareColumn(item, groups)) throw AnalysisErrors.Error(item.Origin, "UNRESOLVED_ALL_IN_GROUP_BY");
        return [.. groups.Distinct()];
    }

    private static bool HasBareColumn(Expression item, List<Expression> groups)
        => !groups.Contains(item) && item is not AggregateCall && (item is AttributeReference || item.Children.Any(c => HasBareColumn(c, groups)));
}
