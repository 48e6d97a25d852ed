using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>COALESCE: each argument is evaluated for the rows where all before it were null.</summary>
sealed class CoalesceEvaluator : Evaluator
{
    private readonly Evaluator _first;
    private readonly Operand _firstFlat;
    private readonly Operand[] _others;
    private readonly ColumnVector _result;
    private readonly SelectionBuffer[] _buffers;

    public CoalesceEvaluator(Coalesce node, CompilationScope scope)
    {
        _first = scope.Compile(node.Arguments[0]);
        _firstFlat = new Operand(_first, node.Arguments[0].DataType, scope.Context);
        _others = node.Arguments.Skip(1).Select(scope.ConditionalOperand).ToArray();
        _result = scope.NewVector(node.DataType);
        _buffers = [scope.Context.Own(new SelectionBuffer(scope.Context.Allocator)), scope.Context.Own(new SelectionBuffer(scope.Context.Allocator))];
    }

    public override unsafe ColumnVector Evaluate(ColumnarBatch batch, Selection selection)
    {
        var value = _first.Evaluate(batch, selection);
        if (value.Physical != PhysicalType.Null && !value.HasNulls) return value;
        value = _firstFlat.Flatten(value, batch.RowCount, selection);
        _result.Reset(batch.RowCount);
        var rest = selection;
        for (var i = 0; ; i++)
        {
            var isLast = i == _others.Length;
            if (isLast)
            {
                Scatter.Copy(_result, value, rest);
                return _result;
            }
            var missing = Missing(value, rest, _buffers[i & 1].Rows(batch.RowCount));
            Scatter.CopyValid(_result, value, rest);
            if (missing.Count == 0) return _result;
            rest = missing;
            value = _others[i].Evaluate(batch, rest);
        }
    }

    private static unsafe Selection Missing(ColumnVector value, Selection selection, ushort* rows)
    {
        if (value.Physical == PhysicalType.Null || value.IsConstant && value.IsNull(0)) return selection;
        if (!value.HasNulls || value.IsConstant) return new Selection(rows, 0);
        return new Selection(rows, SelectionSets.ByNulls(value.Nulls, selection, true, rows));
    }
}
