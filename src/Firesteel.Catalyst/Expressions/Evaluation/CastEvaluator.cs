using Firesteel.Catalyst.Expressions.Evaluation.Casts;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>CAST: over the single value of a constant, the entries of a dictionary where no entry can fail, or the rows that are not null.</summary>
sealed class CastEvaluator : Evaluator
{
    private readonly Evaluator _child;
    private readonly Operand _flat;
    private readonly Caster _caster;
    private readonly ColumnVector _result;
    private readonly SelectionBuffer _rows;
    private readonly EvaluationContext _context;
    private readonly bool _onDictionary;
    private ColumnVector? _entries;
    private ColumnVector? _cachedDictionary;
    private long _cachedVersion;

    private CastEvaluator(Cast node, Caster caster, CompilationScope scope)
    {
        _child = scope.Compile(node.Child);
        _flat = new Operand(_child, node.Child.DataType, scope.Context);
        _caster = caster;
        _context = scope.Context;
        _result = scope.NewVector(node.DataType);
        _rows = scope.Context.Own(new SelectionBuffer(scope.Context.Allocator));
        _onDictionary = !node.ThrowsItself && node.DataType is not (ArrayType or MapType or StructType);
    }

    public static Evaluator Create(Cast node, CompilationScope scope)
        => new CasterFactory(node, scope.Context).Create(node.Child.DataType, node.Target) is { } caster
            ? new CastEvaluator(node, caster, scope)
            : scope.Compile(node.Child);

    public override ColumnVector Evaluate(ColumnarBatch batch, Selection selection)
    {
        var input = _child.Evaluate(batch, selection);
        if (input.IsConstant)
        {
            Run(input, _result, 1, new Selection(1));
            _result.MakeConstant();
            return _result;
        }
        if (input.Encoding == VectorEncoding.Dictionary && _onDictionary && TryOnDictionary(input, selection)) return _result;
        Run(_flat.Flatten(input, batch.RowCount, selection), _result, batch.RowCount, selection);
        return _result;
    }

    private unsafe void Run(ColumnVector input, ColumnVector result, int rowCount, Selection selection)
    {
        result.Reset(rowCount);
        if (NullMasks.Merge(input, result, rowCount)) return;
        if (result.HasNulls)
        {
            var rows = _rows.Rows(rowCount);
            selection = new Selection(rows, SelectionSets.ByNulls(result.Nulls, selection, false, rows));
        }
        _caster.Many(input, selection, result);
    }

    private unsafe bool TryOnDictionary(ColumnVector input, Selection selection)
    {
        var dictionary = input.Dictionary!;
        if (dictionary.Count == 0 || dictionary.Count > Math.Max(1024, 4 * selection.Count)) return false;
        if (!ReferenceEquals(_cachedDictionary, dictionary) || _cachedVersion != dictionary.Version)
        {
            _entries ??= _context.Own(new ColumnVector(_result.Type, _context.Allocator));
            Run(dictionary, _entries, dictionary.Count, new Selection(dictionary.Count));
            _entries.Count = dictionary.Count;
            (_cachedDictionary, _cachedVersion) = (dictionary, dictionary.Version);
        }
        if (_entries!.HasNulls) return false;
        _result.Reset(0);
        _result.PointAtDictionary(_entries, input.Codes, input.Nulls);
        return true;
    }
}
