using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>IN: true where a listed value equals, else null where the value or a listed one is null, else false.</summary>
static class InEvaluator
{
    public static Evaluator Create(In node, CompilationScope scope)
        => node.List.All(e => e is Literal) ? new InSetEvaluator(node, scope) : new InListEvaluator(node, scope);
}

/// <summary>IN over constants.</summary>
sealed unsafe class InSetEvaluator : Evaluator
{
    private readonly Operand _value;
    private readonly ColumnVector _result;
    private readonly ColumnVector _constants;
    private readonly SelectionBuffer _rows;
    private readonly int _count;
    private readonly bool _hasNull;
    private readonly IntegerSet? _integers;
    private readonly BytesSet? _texts;

    public InSetEvaluator(In node, CompilationScope scope)
    {
        _value = scope.Operand(node.Value);
        _result = scope.NewVector(BooleanType.Instance);
        _rows = scope.Context.Own(new SelectionBuffer(scope.Context.Allocator));
        _constants = scope.NewVector(node.Value.DataType);
        var values = node.List.Cast<Literal>().Where(l => l.Value != null).Select(l => l.Value).ToArray();
        (_count, _hasNull) = (values.Length, values.Length < node.List.Count);
        _constants.Reset(Math.Max(1, _count));
        for (var i = 0; i < _count; i++) LiteralVectors.Write(_constants, i, values[i]);
        if (_constants.Physical is PhysicalType.Int8 or PhysicalType.Int16 or PhysicalType.Int32 or PhysicalType.Int64)
            _integers = new IntegerSet(Enumerable.Range(0, _count).Select(ReadInteger).ToArray());
        else if (_constants.Physical == PhysicalType.String) _texts = new BytesSet(_constants, _count);
    }

    public override ColumnVector Evaluate(ColumnarBatch batch, Selection selection)
    {
        var value = _value.Evaluate(batch, selection);
        if (value.IsConstant) selection = new Selection(1);
        var rowCount = value.IsConstant ? 1 : batch.RowCount;
        _result.Reset(rowCount);
        if (!NullMasks.Merge(value, _result, rowCount))
        {
            if (_result.HasNulls)
            {
                var rows = _rows.Rows(rowCount);
                selection = new Selection(rows, SelectionSets.ByNulls(_result.Nulls, selection, false, rows));
            }
            Test(value, selection);
            if (_hasNull)
                for (var k = 0; k < selection.Count; k++)
                    if (_result.Values<byte>()[selection[k]] == 0) _result.SetNull(selection[k]);
        }
        if (value.IsConstant) _result.MakeConstant();
        return _result;
    }

    private void Test(ColumnVector value, Selection selection)
    {
        var output = _result.Values<byte>();
        switch (value.Physical)
        {
            case PhysicalType.Int8: _integers!.Test<sbyte>(value, selection, output); break;
            case PhysicalType.Int16: _integers!.Test<short>(value, selection, output); break;
            case PhysicalType.Int32: _integers!.Test<int>(value, selection, output); break;
            case PhysicalType.Int64: _integers!.Test<long>(value, selection, output); break;
            case PhysicalType.String:
                var texts = value.Values<StringView>();
                for (var k = 0; k < selection.Count; k++) { var row = selection[k]; output[row] = _texts!.Contains(texts[row]) ? (byte)1 : (byte)0; }
                break;
            default:
                for (var k = 0; k < selection.Count; k++)
                {
                    var row = selection[k];
                    output[row] = 0;
                    for (var i = 0; i < _count && output[row] == 0; i++)
                        if (ValueComparer.Equal(value, row, _constants, i)) output[row] = 1;
                }
                break;
        }
    }

    private long ReadInteger(int row) => _constants.Physical switch
    {
        PhysicalType.Int8 => _constants.Get<sbyte>(row),
        PhysicalType.Int16 => _constants.Get<short>(row),
        PhysicalType.Int32 => _constants.Get<int>(row),
        _ => _constants.Get<long>(row),
    };
}

/// <summary>IN over expressions: each is evaluated for the rows that none before it matched.</summary>
sealed unsafe class InListEvaluator : Evaluator
{
    private readonly Operand _value;
    private readonly Operand[] _list;
    private readonly ColumnVector _result;
    private readonly SelectionBuffer _open;

    public InListEvaluator(In node, CompilationScope scope)
    {
        _value = scope.Operand(node.Value);
        _list = node.List.Select(scope.ConditionalOperand).ToArray();
        _result = scope.NewVector(BooleanType.Instance);
        _open = scope.Context.Own(new SelectionBuffer(scope.Context.Allocator));
    }

    public override ColumnVector Evaluate(ColumnarBatch batch, Selection selection)
    {
        var value = _value.Evaluate(batch, selection);
        _result.Reset(batch.RowCount);
        var rows = _open.Rows(batch.RowCount);
        var open = 0;
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            if (ValueComparer.IsNull(value, row)) { _result.SetNull(row); continue; }
            _result.Set(row, false);
            rows[open++] = (ushort)row;
        }
        foreach (var item in _list)
        {
            if (open == 0) break;
            var candidate = item.Evaluate(batch, new Selection(rows, open));
            var left = 0;
            for (var k = 0; k < open; k++)
            {
                var row = rows[k];
                if (ValueComparer.IsNull(candidate, row)) _result.SetNull(row);
                else if (ValueComparer.Equal(value, row, candidate, row))
                {
                    _result.Set(row, true);
                    if (_result.HasNulls) _result.Nulls[row] = 0;
                    continue;
                }
                rows[left++] = row;
            }
            open = left;
        }
        return _result;
    }
}
