using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>A constant: one vector for all batches.</summary>
sealed class LiteralEvaluator : Evaluator
{
    private readonly ColumnVector _vector;

    public LiteralEvaluator(Literal literal, EvaluationContext context)
    {
        _vector = context.Own(new ColumnVector(literal.Type, context.Allocator));
        LiteralVectors.Fill(_vector, literal.Value);
    }

    public override ColumnVector Evaluate(ColumnarBatch batch, Selection selection) => _vector;
}

/// <summary>A column of the batch, as it stands.</summary>
sealed class BoundReferenceEvaluator(BoundReference reference) : Evaluator
{
    public override ColumnVector Evaluate(ColumnarBatch batch, Selection selection) => batch.Columns[reference.Ordinal];
}

/// <summary>A field of a struct.</summary>
sealed class GetStructFieldEvaluator : Evaluator
{
    private readonly Operand _child;
    private readonly int _ordinal;
    private readonly ColumnVector _result;

    public GetStructFieldEvaluator(GetStructField node, CompilationScope scope)
    {
        _child = scope.Operand(node.Child);
        _ordinal = node.Ordinal;
        _result = scope.NewVector(node.DataType);
    }

    public override unsafe ColumnVector Evaluate(ColumnarBatch batch, Selection selection)
    {
        var parent = _child.Evaluate(batch, selection);
        var field = parent.Children[_ordinal];
        if (parent.IsConstant)
        {
            // The field's nulls are the parent's where that is null; otherwise its own, at position 0.
            var isNull = parent.IsNull(0) || field.Physical == PhysicalType.Null || field.IsNull(0);
            _result.Reset(1);
            if (isNull) _result.SetNull(0); else VectorCopy.AppendRow(_result, 0, field, 0);
            _result.MakeConstant();
            return _result;
        }
        if (!parent.HasNulls || field.Physical == PhysicalType.Null) return field;
        _result.Reset(0);
        _result.Reference(field);
        if (!field.HasNulls)
        {
            _result.ShareNulls(parent.Nulls);
            return _result;
        }
        _merged ??= _result.Allocator.Allocate(ColumnarBatch.MaxRows);
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            _merged.Pointer[row] = (byte)(parent.Nulls[row] | field.Nulls[row]);
        }
        _result.ShareNulls(_merged.Pointer);
        return _result;
    }

    private Columnar.Memory.NativeBuffer? _merged;
}
