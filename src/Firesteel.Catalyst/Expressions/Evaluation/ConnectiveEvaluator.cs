using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>AND and OR with three values. The right side is evaluated only for rows that the left side does not decide.</summary>
sealed class ConnectiveEvaluator : Evaluator
{
    private readonly bool _isAnd;
    private readonly Operand _left;
    private readonly Operand _right;
    private readonly ColumnVector _result;
    private readonly SelectionBuffer _open;

    public ConnectiveEvaluator(BinaryExpression node, bool isAnd, CompilationScope scope)
    {
        _isAnd = isAnd;
        _left = scope.Operand(node.Left);
        _right = scope.ConditionalOperand(node.Right);
        _result = scope.NewVector(BooleanType.Instance);
        _open = scope.Context.Own(new SelectionBuffer(scope.Context.Allocator));
    }

    public override unsafe ColumnVector Evaluate(ColumnarBatch batch, Selection selection)
    {
        var decides = _isAnd ? (byte)0 : (byte)1;
        var left = _left.Evaluate(batch, selection);
        if (left.IsConstant)
        {
            if (left.IsNull(0)) return Combine(batch, selection, left, _right.Evaluate(batch, selection), selection, decides);
            return left.Values<byte>()[0] == decides ? left : _right.Evaluate(batch, selection);
        }
        var open = Undecided(left, selection, decides, batch.RowCount);
        if (open.Count == 0) return left;
        return Combine(batch, selection, left, _right.Evaluate(batch, open), open, decides);
    }

    private unsafe Selection Undecided(ColumnVector left, Selection selection, byte decides, int rowCount)
    {
        var rows = _open.Rows(rowCount);
        var values = left.Values<byte>();
        var nulls = left.Nulls;
        var count = 0;
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            rows[count] = (ushort)row;
            count += (values[row] != decides ? 1 : 0) | (nulls == null ? 0 : nulls[row]);
        }
        return count == selection.Count ? selection : new Selection(rows, count);
    }

    private unsafe ColumnVector Combine(ColumnarBatch batch, Selection selection, ColumnVector left, ColumnVector right, Selection open, byte decides)
    {
        _result.Reset(batch.RowCount);
        var output = _result.Values<byte>();
        if (open.Count < selection.Count)
            for (var k = 0; k < selection.Count; k++) output[selection[k]] = decides;
        var values = right.Values<byte>();
        var step = right.IsConstant ? 0 : 1;
        if (!left.HasNulls && !right.HasNulls)
        {
            for (var k = 0; k < open.Count; k++) { var row = open[k]; output[row] = values[row * step]; }
            return _result;
        }
        var nulls = _result.EnsureNulls();
        for (var k = 0; k < open.Count; k++)
        {
            var row = open[k];
            var rightNull = right.IsNull(row);
            var decided = !rightNull && values[row * step] == decides;
            output[row] = decided ? decides : (byte)(decides ^ 1);
            nulls[row] = (byte)(!decided && (rightNull || left.IsNull(row)) ? 1 : 0);
        }
        return _result;
    }
}

/// <summary>NOT.</summary>
sealed class NotEvaluator(Not node, CompilationScope scope) : Evaluator
{
    private readonly Operand _child = scope.Operand(node.Child);
    private readonly ColumnVector _result = scope.NewVector(BooleanType.Instance);

    public override unsafe ColumnVector Evaluate(ColumnarBatch batch, Selection selection)
    {
        var input = _child.Evaluate(batch, selection);
        if (input.IsConstant)
        {
            _result.Reset(1);
            if (input.IsNull(0)) _result.SetNull(0); else _result.Set(0, (byte)(input.Values<byte>()[0] ^ 1));
            _result.MakeConstant();
            return _result;
        }
        _result.Reset(batch.RowCount);
        NullMasks.Merge(input, _result, batch.RowCount);
        var values = input.Values<byte>();
        var output = _result.Values<byte>();
        for (var k = 0; k < selection.Count; k++) { var row = selection[k]; output[row] = (byte)(values[row] ^ 1); }
        return _result;
    }
}
