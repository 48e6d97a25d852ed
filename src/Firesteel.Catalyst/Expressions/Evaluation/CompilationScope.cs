namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>What factories compile children with.</summary>
sealed class CompilationScope(EvaluationContext context)
{
    public EvaluationContext Context => context;

    /// <summary>Evaluators made so far that others may share; null where nothing is shared.</summary>
    public SharedEvaluators? Sharing { get; init; }

    /// <summary>A child that is evaluated for exactly the rows that its parent is.</summary>
    public Evaluator Compile(Expression child)
        => Sharing == null || child is LeafExpression || !child.Deterministic ? ExpressionCompiler.Create(child, this) : Sharing.GetOrCreate(child, this);

    /// <summary>A child that is evaluated for some of its parent's rows only: its result is of no use to others.</summary>
    public Evaluator CompileConditional(Expression child) => ExpressionCompiler.Compile(child, context);

    /// <summary>As <see cref="Compile"/>, with the result flattened where it is a dictionary.</summary>
    public Operand Operand(Expression child) => new(Compile(child), child.DataType, context);

    public Operand ConditionalOperand(Expression child) => new(CompileConditional(child), child.DataType, context);

    /// <summary>A vector of the scope's owner, disposed with the context.</summary>
    public Columnar.Vectors.ColumnVector NewVector(Types.DataType type) => context.Own(new Columnar.Vectors.ColumnVector(type, context.Allocator));
}
