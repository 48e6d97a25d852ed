using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>Evaluates a list of expressions over batches, common parts once.</summary>
sealed class ProjectionEvaluator(Evaluator[] evaluators, SharedEvaluators shared)
{
    private readonly ColumnVector[] _results = new ColumnVector[evaluators.Length];

    public int Count => evaluators.Length;

    /// <summary>The results, one an expression, in any encoding: valid at selected positions until the next call. The array is reused.</summary>
    public ColumnVector[] Evaluate(ColumnarBatch batch, Selection selection)
    {
        shared.NextBatch();
        for (var i = 0; i < evaluators.Length; i++) _results[i] = evaluators[i].Evaluate(batch, selection);
        return _results;
    }
}
