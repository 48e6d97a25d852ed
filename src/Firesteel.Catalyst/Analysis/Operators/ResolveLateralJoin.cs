using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Catalyst.Plans;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>LATERAL: the right side is resolved like a subquery over each row of the left.</summary>
sealed class ResolveLateralJoin : OperatorRule<LateralJoin>
{
    protected override LogicalPlan Resolve(LateralJoin plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var left = resolver.Resolve(plan.Left, frame);
        var inner = new SubqueryFrame(resolver.ScopeOf(null, left));
        var right = RefreshIds.Apart(left, resolver.Resolve(plan.Right, inner));
        if (plan.Condition == null && plan.Type is JoinType.Inner or JoinType.Cross or JoinType.LeftOuter && AsGenerate(plan, left, right) is { } generate) return generate;
        var join = plan with { Left = left, Right = right };
        if (plan.Condition == null) return join;
        return join with { Condition = ResolveJoin.Boolean(resolver.Over(resolver.ScopeOf(frame, left, right)).Resolve(plan.Condition), resolver) };
    }

    // A function alone on the right is applied to the left's rows as they are.
    private static LogicalPlan? AsGenerate(LateralJoin plan, LogicalPlan left, LogicalPlan right)
    {
        var renamed = right is SubqueryAlias a ? a.Child : right;
        var names = renamed is Project p && p.List.All(e => e is AttributeReference or Alias { Child: AttributeReference }) ? p : null;
        if ((names?.Child ?? renamed) is not Generate { Child: OneRowRelation } generate || (names != null && names.Output.Count != generate.GeneratorOutput.Count)) return null;
        if (generate.Generator is GeneratorCall { Function: PythonTableFunction { EvalType: PythonEvalType.ArrowUdtf } })
            throw AnalysisErrors.Error(plan.Origin, "LATERAL_JOIN_WITH_ARROW_UDTF_UNSUPPORTED");
        var columns = names == null ? generate.GeneratorOutput : names.Output;
        return generate with
        {
            Generator = generate.Generator.TransformUp(e => e is OuterReference o ? o.Attribute : e),
            IsOuter = generate.IsOuter || plan.Type == JoinType.LeftOuter,
            Qualifier = right is SubqueryAlias alias ? alias.Name[^1] : null,
            GeneratorOutput = columns,
            Child = left,
        };
    }
}
