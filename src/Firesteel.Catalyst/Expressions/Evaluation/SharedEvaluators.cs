using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>Evaluators of subtrees of one projection by their expression. Each computes once for a batch, told by <see cref="Batch"/>.</summary>
sealed class SharedEvaluators
{
    private readonly Dictionary<Expression, Shared> _evaluators = [];

    /// <summary>Number of the batch under evaluation.</summary>
    public long Batch { get; private set; }

    public void NextBatch() => Batch++;

    public Evaluator GetOrCreate(Expression expression, CompilationScope scope)
    {
        if (_evaluators.TryGetValue(expression, out var shared)) return shared;
        var inner = ExpressionCompiler.Create(expression, scope);
        return _evaluators[expression] = inner is IDecimalEvaluator ? new SharedDecimal(inner, this) : new Shared(inner, this);
    }

    private class Shared(Evaluator inner, SharedEvaluators owner) : Evaluator
    {
        private long _batch = -1;
        private ColumnVector? _result;

        public override ColumnVector Evaluate(ColumnarBatch batch, Selection selection)
        {
            if (_result != null && _batch == owner.Batch) return _result;
            _result = inner.Evaluate(batch, selection);
            _batch = owner.Batch;
            return _result;
        }
    }

    private sealed class SharedDecimal(Evaluator inner, SharedEvaluators owner) : Shared(inner, owner), IDecimalEvaluator
    {
        private long _decimalBatch = -1;
        private DecimalOperand _operand;

        public DecimalOperand EvaluateDecimal(ColumnarBatch batch, Selection selection)
        {
            if (_decimalBatch == Owner.Batch) return _operand;
            _operand = ((IDecimalEvaluator)Inner).EvaluateDecimal(batch, selection);
            _decimalBatch = Owner.Batch;
            return _operand;
        }

        private Evaluator Inner { get; } = inner;
        private SharedEvaluators Owner { get; } = owner;
    }
}
