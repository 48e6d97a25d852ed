using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>WINDOW: puts named specifications where they are used.</summary>
sealed class ResolveWindowClause : OperatorRule<WithWindowDefinition>
{
    protected override LogicalPlan Resolve(WithWindowDefinition plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var definitions = plan.Definitions.ToDictionary(d => d.Key, d => d.Value, StringComparer.OrdinalIgnoreCase);
        return resolver.Resolve(Substitute(plan.Child), frame);

        // The names hold in this query, not in those in its FROM.
        LogicalPlan Substitute(LogicalPlan node)
        {
            var mapped = node.MapExpressions(e => e.TransformUp(Named));
            return mapped is SubqueryAlias or WithWindowDefinition ? mapped : mapped.MapChildren(Substitute);
        }

        Expression Named(Expression e)
        {
            if (e is not UnresolvedWindowExpression w) return e;
            if (!definitions.TryGetValue(w.WindowName, out var spec))
                throw AnalysisErrors.Error(w.Origin, "MISSING_WINDOW_SPECIFICATION", ("windowName", w.WindowName), ("docroot", "https://spark.apache.org/docs/latest"));
            return new WindowExpression(w.Function, spec) { Origin = w.Origin };
        }
    }
}
