namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>
/// A decimal's values in one batch: in 64 bits with the range that they lie in, or in 128. Position-aligned with the batch; a constant is read at position 0.
/// </summary>
readonly unsafe struct DecimalOperand
{
    public long* Narrow { get; init; }
    public Int128* Wide { get; init; }
    public bool IsConstant { get; init; }
    public byte* Nulls { get; init; }

    /// <summary>Smallest and largest narrow value; both 0 where every row is null.</summary>
    public long Min { get; init; }
    public long Max { get; init; }

    public bool IsNarrow => Narrow != null;
    public bool IsNullConstant => IsConstant && Nulls != null && Nulls[0] != 0;
    public Int128 this[int row] => IsNarrow ? Narrow[IsConstant ? 0 : row] : Wide[IsConstant ? 0 : row];
}

/// <summary>An evaluator that can leave its decimals in 64 bits wherever a batch's values provably fit.</summary>
interface IDecimalEvaluator
{
    DecimalOperand EvaluateDecimal(Columnar.Vectors.ColumnarBatch batch, Columnar.Vectors.Selection selection);
}
