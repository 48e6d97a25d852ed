using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions.Collections;
using Firesteel.Catalyst.Plans;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>A field of a struct that was just put together is the value that was put in.</summary>
sealed class SimplifyStructFields : OptimizerRule
{
    public override IReadOnlyList<string> SparkNames => ["SimplifyExtractValueOps"];

    public override LogicalPlan Apply(LogicalPlan plan) => Everywhere(plan, node => node.MapExpressions(e => e.TransformUp(Take)));

    /// <summary>Whether an expression puts a struct together of what is there already, so that taking a field twice costs nothing.</summary>
    public static bool IsCheap(Expression expression) => expression is ScalarCall call && IsCreation(call) && call.Children.All(c => c is AttributeReference or Literal);

    private static bool IsCreation(ScalarCall call) => ReferenceEquals(call.Function, Creators.Named);

    private static Expression Take(Expression expression)
        => expression is GetStructField { Child: ScalarCall made } field && IsCreation(made) ? made.Children[2 * field.Ordinal + 1] : expression;
}
