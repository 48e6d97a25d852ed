using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>WHERE, and filters over any plan.</summary>
sealed class ResolveFilter : OperatorRule<Filter>
{
    protected override LogicalPlan Resolve(Filter plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var child = resolver.Resolve(plan.Child, frame);
        ValueList<Expression> given = [plan.Condition];
        if (ExpandTimeWindows.HasAny(given)) (given, child) = ExpandTimeWindows.Extract(given, child, resolver.Over(resolver.ScopeOf(frame, child)));
        return ResolveMissingColumns.Resolve([given[0]], child, frame, resolver, "Filter",
            (conditions, input) => new Filter(Boolean(conditions[0], resolver), input) { Origin = plan.Origin });
    }

    /// <summary>The condition, which must be boolean.</summary>
    public static Expression Boolean(Expression condition, PlanResolver resolver)
    {
        if (condition.DataType is BooleanType { UserDefined: null }) return condition;
        if (TypeCoercion.ImplicitType(condition.DataType, TypeClass.Boolean, resolver.Settings.Ansi) is { } type && condition.DataType is NullType or StringType)
            return TypeCoercion.CastTo(condition, type, resolver.Settings.Ansi);
        throw AnalysisErrors.Error(condition.Origin, "DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN", ("sqlExpr", AnalysisErrors.Quote(condition)), ("filter", AnalysisErrors.Quote(condition)), ("type", AnalysisErrors.Quote(condition.DataType)));
    }
}
