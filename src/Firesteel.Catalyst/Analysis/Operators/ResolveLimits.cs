using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis.Operators;

sealed class ResolveLimit : OperatorRule<Limit>
{
    protected override LogicalPlan Resolve(Limit plan, SubqueryFrame? frame, PlanResolver resolver)
        => plan with { Child = resolver.Resolve(plan.Child, frame), Count = LimitCount.Resolve(plan.Count, "limit", resolver) };
}

sealed class ResolveOffset : OperatorRule<Offset>
{
    protected override LogicalPlan Resolve(Offset plan, SubqueryFrame? frame, PlanResolver resolver)
        => plan with { Child = resolver.Resolve(plan.Child, frame), Count = LimitCount.Resolve(plan.Count, "offset", resolver) };
}

sealed class ResolveTail : OperatorRule<Tail>
{
    protected override LogicalPlan Resolve(Tail plan, SubqueryFrame? frame, PlanResolver resolver)
        => plan with { Child = resolver.Resolve(plan.Child, frame), Count = LimitCount.Resolve(plan.Count, "tail", resolver) };
}

/// <summary>The number of rows in LIMIT and its like: a constant whole number, not negative.</summary>
static class LimitCount
{
    public static Expression Resolve(Expression count, string name, PlanResolver resolver)
    {
        if (count is Literal { Value: int and >= 0 }) return count;
        var resolved = resolver.Over(new Scope(ColumnSet.Empty, null)).Resolve(count);
        if (!resolved.Foldable) throw Error("IS_UNFOLDABLE", resolved, name);
        if (resolved.DataType is not IntegerType && !(resolved.DataType is ByteType or ShortType)) throw Error("DATA_TYPE", resolved, name, ("dataType", AnalysisErrors.Quote(resolved.DataType)));
        var value = (resolved as Literal ?? resolver.Evaluate(resolved)).Value switch { int v => v, short v => v, sbyte v => v, _ => (int?)null };
        if (value == null) throw Error("IS_NULL", resolved, name);
        if (value < 0) throw Error("IS_NEGATIVE", resolved, name, ("v", $"{value}"));
        return Literal.Of(value.Value);
    }

    private static AnalysisException Error(string kind, Expression count, string name, params ReadOnlySpan<(string, string)> parameters)
        => AnalysisErrors.Error(count.Origin, "INVALID_LIMIT_LIKE_EXPRESSION." + kind, [("name", name), ("expr", AnalysisErrors.Quote(count)), .. parameters]);
}
