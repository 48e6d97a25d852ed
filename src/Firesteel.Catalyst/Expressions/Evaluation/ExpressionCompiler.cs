namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>Makes evaluators of bound expressions, by the factory that each kind of node registered.</summary>
static class ExpressionCompiler
{
    private static readonly Dictionary<Type, EvaluatorFactory> Factories = [];

    static ExpressionCompiler() => CoreEvaluators.Register();

    /// <summary>Registers the factory of a kind of node; before any query runs.</summary>
    public static void Register<TNode>(EvaluatorFactory factory) where TNode : Expression => Factories[typeof(TNode)] = factory;

    public static Evaluator Compile(Expression bound, EvaluationContext context) => new CompilationScope(context).Compile(bound);

    /// <summary>Expressions that are evaluated together over each batch; what they have in common is computed once.</summary>
    public static ProjectionEvaluator CompileAll(IEnumerable<Expression> bound, EvaluationContext context)
    {
        var scope = new CompilationScope(context) { Sharing = new SharedEvaluators() };
        return new ProjectionEvaluator(bound.Select(scope.Compile).ToArray(), scope.Sharing);
    }

    internal static Evaluator Create(Expression bound, CompilationScope scope)
    {
        DepthGuard.Check();
        return Factories.TryGetValue(bound.GetType(), out var factory) ? factory(bound, scope)
            : throw new SparkException("INTERNAL_ERROR", new Dictionary<string, string> { ["message"] = $"Cannot evaluate expression: {bound}" });
    }
}
