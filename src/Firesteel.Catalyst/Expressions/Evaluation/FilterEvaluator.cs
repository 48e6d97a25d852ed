using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>Picks the rows of a batch for which a condition is true. Conjunctions run left to right, each on what the ones before it left.</summary>
sealed class FilterEvaluator(Expression bound, EvaluationContext context)
{
    private readonly Predicate _predicate = PredicateCompiler.Compile(bound, context);

    /// <summary>The rows of <paramref name="selection"/> that pass, valid until the next call.</summary>
    public Selection Evaluate(ColumnarBatch batch, Selection selection) => selection.Count == 0 ? selection : _predicate.Select(batch, selection);
}
