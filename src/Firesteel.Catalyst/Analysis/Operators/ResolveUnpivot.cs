using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>UNPIVOT: a row for each group of columns, under the group's name.</summary>
sealed class ResolveUnpivot : OperatorRule<Unpivot>
{
    protected override LogicalPlan Resolve(Unpivot plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var child = resolver.Resolve(plan.Child, frame);
        var expressions = resolver.Over(resolver.ScopeOf(frame, child));
        var ids = plan.Ids == null ? null : Columns(plan.Ids, expressions);
        var groups = plan.Groups?.Select(g => (Columns: Columns(g.Columns, expressions), g.Alias)).ToList();
        if (groups == null)
        {
            var taken = ids!.SelectMany(i => i.References).Select(a => a.Id).ToHashSet();
            groups = [.. child.Output.Where(a => !taken.Contains(a.Id)).Select(a => (new List<Expression> { a }, (string?)null))];
        }
        if (groups.Count == 0) throw AnalysisErrors.Error(plan.Origin, "UNPIVOT_REQUIRES_VALUE_COLUMNS");
        if (ids == null)
        {
            var taken = groups.SelectMany(g => g.Columns).SelectMany(e => e.References).Select(a => a.Id).ToHashSet();
            ids = [.. child.Output.Where(a => !taken.Contains(a.Id))];
        }
        var width = plan.ValueColumns.Count;
        if (groups.Exists(g => g.Columns.Count != width))
            throw AnalysisErrors.Error(plan.Origin, "UNPIVOT_VALUE_SIZE_MISMATCH", ("names", $"{width}"));
        foreach (var column in ids.Concat(groups.SelectMany(g => g.Columns)))
            if (column is not INamedExpression) throw AnalysisErrors.Error(plan.Origin, "UNPIVOT_REQUIRES_ATTRIBUTES", ("given", "value"), ("empty", "id"), ("expressions", AnalysisErrors.Quote(column)));
        var types = Enumerable.Range(0, width).Select(c => TypeCoercion.WidestCommonTypeWithoutStrings(groups.Select(g => g.Columns[c].DataType).Distinct(), resolver.Settings.Ansi)
            ?? throw AnalysisErrors.Error(plan.Origin, "UNPIVOT_VALUE_DATA_TYPE_MISMATCH", ("types", string.Join(", ", groups.Select(g => g.Columns[c]).GroupBy(e => e.DataType).OrderBy(t => t.Key.Sql, StringComparer.Ordinal).Select(t => $"\"{t.Key.Sql}\" ({string.Join(", ", t.Select(e => $"`{((INamedExpression)e).Name}`"))})"))))).ToList();
        var projections = groups.Select(g => new ValueList<Expression>(
        [
            .. ids,
            Literal.Of(g.Alias ?? string.Join("_", g.Columns.Select(e => ((INamedExpression)e).Name))),
            .. g.Columns.Select((e, c) => CoerceTypes.To(e, types[c], expressions)),
        ]));
        var columns = ids.Select(i => (i is INamedExpression n ? n.ToAttribute() : new AttributeReference(i.Sql, i.DataType, i.Nullable, ExprId.Next())).NewInstance())
            .Append(new AttributeReference(plan.NameColumn, StringType.Instance, false, ExprId.Next()))
            .Concat(plan.ValueColumns.Select((n, c) => new AttributeReference(n, types[c], groups.Exists(g => g.Columns[c].Nullable), ExprId.Next()))).ToList();
        LogicalPlan expanded = new Expand(new(projections.Select(p => new ValueList<Expression>(p.Select(e => e is Alias a ? a.Child : e)))), new(columns), child);
        if (plan.IncludeNulls) return expanded;
        var present = columns.TakeLast(width).Select(c => (Expression)new IsNotNull(c)).Aggregate((a, b) => new Or(a, b));
        return new Filter(present, expanded);
    }

    private static List<Expression> Columns(IEnumerable<Expression> columns, ExpressionResolver expressions) => SelectList.Resolve(columns, expressions);
}
