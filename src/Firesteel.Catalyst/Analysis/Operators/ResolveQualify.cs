using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>QUALIFY: a filter over window functions, of the select list below or its own.</summary>
sealed class ResolveQualify : OperatorRule<UnresolvedQualify>
{
    protected override LogicalPlan Resolve(UnresolvedQualify plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var child = resolver.Resolve(plan.Child, frame);
        var isOverWindow = child.Contains(p => p is Window);
        return ResolveMissingColumns.Resolve([plan.Condition], child, frame, resolver, "Qualify", (conditions, input) =>
        {
            var condition = ResolveFilter.Boolean(conditions[0], resolver);
            if (!isOverWindow && !condition.Contains(e => e is WindowExpression)) throw AnalysisErrors.Error(plan.Origin, "QUALIFY_REQUIRES_WINDOW_FUNCTION");
            if (!condition.Contains(e => e is WindowExpression)) return new Filter(condition, input);
            var column = new Alias(condition, "_qualify");
            var computed = ExtractWindows.Build([.. input.Output, column], input, ValueList<AttributeReference>.Empty);
            return new Project(new(input.Output), new Filter(column.ToAttribute(), computed));
        });
    }
}
