using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>
/// WITH: each definition sees those before it, inner ones hide outer ones. A definition that is read once, or that reads columns of an
/// outer query, stands where it is read; the others become a <see cref="WithCte"/>.
/// </summary>
sealed class ResolveWith : OperatorRule<UnresolvedWith>
{
    protected override LogicalPlan Resolve(UnresolvedWith plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var around = resolver.Ctes;
        var scope = new CteScope(around, resolver.Settings.Names);
        var entries = new List<CteEntry>();
        resolver.Ctes = scope;
        try
        {
            foreach (var definition in plan.Definitions)
            {
                CheckNames(definition.Plan, scope, resolver);
                var entry = plan.IsRecursive && ReadsItself(definition) ? ResolveRecursion.Resolve(definition, scope, frame, resolver)
                    : new CteEntry(CteEntry.NextId(), definition.Name, Named(definition, resolver.Resolve(definition.Plan, frame), resolver));
                scope.Add(definition.Name, entry);
                entries.Add(entry);
            }
            var child = resolver.Resolve(plan.Child, frame);
            return Place(entries, child);
        }
        finally { resolver.Ctes = around; }
    }

    private static LogicalPlan Place(List<CteEntry> entries, LogicalPlan child)
    {
        var kept = new List<CteRelationDef>();
        var inlined = new Dictionary<long, LogicalPlan>();
        foreach (var entry in entries)
        {
            var body = Inline(entry.Plan!, inlined);
            if (entry.Reads == 0) continue;
            if (entry.Reads == 1 || HasOuterReference(body)) inlined[entry.Id] = body;
            else kept.Add(new CteRelationDef(entry.Id, entry.Name, body));
        }
        child = Inline(child, inlined);
        return kept.Count == 0 ? child : new WithCte(new(kept), child);
    }

    private static bool HasOuterReference(LogicalPlan plan) => plan.Contains(p => p.Expressions.Any(e => e.Contains(x => x is OuterReference)));

    // Readings after the first have ids of their own; a definition that is put in several places gets them by a projection.
    private static LogicalPlan Inline(LogicalPlan plan, Dictionary<long, LogicalPlan> definitions)
    {
        if (definitions.Count == 0) return plan;
        var replaced = plan.TransformUp(p => p is CteRelationRef r && definitions.TryGetValue(r.Id, out var body) ? InPlace(r, body)
            : p.MapExpressions(e => e.TransformUp(x => x is SubqueryExpression s ? Inside(s, definitions) : x)));
        return replaced;
    }

    private static Expression Inside(SubqueryExpression subquery, Dictionary<long, LogicalPlan> definitions)
    {
        if (!subquery.Plan.Contains(p => p is CteRelationRef || p.Expressions.Any(e => e.Contains(x => x is SubqueryExpression)))) return subquery;
        var plan = Inline(subquery.Plan, definitions);
        if (ReferenceEquals(plan, subquery.Plan)) return subquery;
        plan.MarkAnalyzed();
        return subquery with { Plan = plan };
    }

    private static LogicalPlan InPlace(CteRelationRef read, LogicalPlan body)
    {
        if (body.Output.Zip(read.Columns).All(z => z.First.Id == z.Second.Id)) return body;
        var copy = RefreshIds.Of(body);
        return new Project(new(copy.Output.Zip(read.Columns, (a, c) => (Expression)new Alias(a, c.Name, c.Id))), copy);
    }

    public static LogicalPlan Named(CteDefinition definition, LogicalPlan body, PlanResolver resolver)
        => definition.ColumnNames.Count == 0 ? body : ResolveColumnAliases.Rename(definition.ColumnNames, body, definition.Plan.Origin);

    private static bool ReadsItself(CteDefinition definition)
        => definition.Plan.Contains(p => p is UnresolvedRelation r && r.Name.Count == 1 && string.Equals(r.Name[0], definition.Name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Under the policy EXCEPTION a definition or subquery may not begin with definitions of names that are in sight.</summary>
    public static void CheckNames(LogicalPlan query, CteScope? around, PlanResolver resolver)
    {
        while (query is SubqueryAlias or UnresolvedColumnAliases) query = query.Children[0];
        if (query is not UnresolvedWith with || around == null || !string.Equals(resolver.Settings.Session.Conf("spark.sql.legacy.ctePrecedencePolicy"), "EXCEPTION", StringComparison.OrdinalIgnoreCase)) return;
        foreach (var definition in with.Definitions)
            if (around.Find(definition.Name) != null)
                throw AnalysisErrors.Error(with.Origin, "AMBIGUOUS_ALIAS_IN_NESTED_CTE", ("name", Firesteel.Types.SqlIdentifier.Quote(definition.Name)),
                    ("config", "\"spark.sql.legacy.ctePrecedencePolicy\""), ("docroot", "https://spark.apache.org/docs/latest"));
    }
}
