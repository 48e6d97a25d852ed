using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions.Variants;
using Firesteel.Catalyst.Plans;
using Firesteel.Types;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>Takes the part of a variant out in the type that it is cast to: <c>v:a::int</c> is <c>variant_get(v, '$.a', 'int')</c>, without a variant between.</summary>
sealed class TypeVariantPaths : OptimizerRule
{
    public override LogicalPlan Apply(LogicalPlan plan) => Everywhere(plan, node => node.MapExpressions(e => e.TransformUp(Fuse)));

    // TRY_CAST is left alone: an error in the path would name another function.
    private static Expression Fuse(Expression expression)
        => expression is Cast { Mode: not EvalMode.Try, Child: ScalarCall { Function: VariantGet { Fails: true }, DataType: VariantType } part } cast && cast.Target is not VariantType
            ? part with { ResultType = cast.Target, Origin = cast.Origin }
            : expression;
}
