using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>A child whose value a kernel wants flat or constant.</summary>
sealed class Operand(Evaluator evaluator, DataType type, EvaluationContext context)
{
    private ColumnVector? _scratch;

    public DataType Type => type;
    public Evaluator Evaluator => evaluator;

    public ColumnVector Evaluate(ColumnarBatch batch, Selection selection) => Flatten(evaluator.Evaluate(batch, selection), batch.RowCount, selection);

    public ColumnVector Flatten(ColumnVector vector, int rowCount, Selection selection)
    {
        if (vector.Encoding != VectorEncoding.Dictionary) return vector;
        _scratch ??= context.Own(new ColumnVector(type, context.Allocator));
        return VectorCopy.Flatten(vector, _scratch, selection, rowCount);
    }
}
