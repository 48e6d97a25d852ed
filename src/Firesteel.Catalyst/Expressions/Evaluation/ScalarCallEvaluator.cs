using Firesteel.Catalyst.Functions;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>
/// Runs a function's kernel: once where all arguments are constant, over a dictionary's entries where one argument is a dictionary and
/// the others are constant, else over rows, those with a null argument left out where the function propagates nulls.
/// </summary>
sealed class ScalarCallEvaluator : Evaluator
{
    private readonly ScalarCall _call;
    private readonly bool _propagates;
    private readonly bool _onDictionary;
    private readonly bool _onConstants;
    private readonly Evaluator?[] _arguments;
    private readonly Operand?[] _flat;
    private readonly ColumnVector _result;
    private readonly KernelCall _kernel;
    private readonly EvaluationContext _context;
    private readonly object? _prepared;
    private readonly SelectionBuffer _rows;
    private readonly ColumnVector[] _inputs;
    private ColumnVector? _entries;
    private KernelCall? _entryKernel;
    private ColumnVector? _cachedDictionary;
    private long _cachedVersion;

    public ScalarCallEvaluator(ScalarCall call, CompilationScope scope)
    {
        _call = call;
        _context = scope.Context;
        _propagates = call.Function.Nulls == NullHandling.Propagate;
        _onDictionary = _propagates && call.Function.IsPureOnDictionary(call) && call.Function.IsFoldable;
        _onConstants = call.Function.IsDeterministic && call.Function.IsFoldable;
        // Lambdas are the function's own to compile: they have no value by themselves.
        _arguments = call.Arguments.Select(a => a is LambdaFunction ? null : scope.Compile(a)).ToArray();
        _flat = _arguments.Select((a, i) => a == null ? null : new Operand(a, call.Arguments[i].DataType, scope.Context)).ToArray();
        _inputs = new ColumnVector[_arguments.Count(a => a != null)];
        _result = scope.NewVector(call.DataType);
        _prepared = call.Function.Prepare(call, scope.Context);
        _kernel = new KernelCall(call, scope.Context, _prepared, _result);
        _rows = scope.Context.Own(new SelectionBuffer(scope.Context.Allocator));
    }

    public override ColumnVector Evaluate(ColumnarBatch batch, Selection selection)
    {
        var at = 0;
        var (dictionaries, constants) = (0, 0);
        foreach (var argument in _arguments)
        {
            if (argument == null) continue;
            var vector = argument.Evaluate(batch, selection);
            _inputs[at++] = vector;
            if (vector.IsConstant) constants++;
            else if (vector.Encoding == VectorEncoding.Dictionary) dictionaries++;
        }
        if (constants == at && _onConstants && at > 0)
        {
            Run(_kernel, _inputs, 1, new Selection(1));
            _result.MakeConstant();
            return _result;
        }
        if (dictionaries == 1 && constants == at - 1 && _onDictionary && TryOnDictionary(selection, out var encoded)) return encoded;
        at = 0;
        foreach (var operand in _flat)
        {
            if (operand == null) continue;
            _inputs[at] = operand.Flatten(_inputs[at], batch.RowCount, selection);
            at++;
        }
        Run(_kernel, _inputs, batch.RowCount, selection);
        return _result;
    }

    private unsafe void Run(KernelCall kernel, ColumnVector[] inputs, int rowCount, Selection selection)
    {
        var result = kernel.Result;
        result.Reset(rowCount);
        if (_propagates)
        {
            foreach (var input in inputs)
                if (NullMasks.Merge(input, result, rowCount)) return;
            if (result.HasNulls)
            {
                var rows = _rows.Rows(Math.Max(rowCount, ColumnarBatch.MaxRows));
                selection = new Selection(rows, SelectionSets.ByNulls(result.Nulls, selection, false, rows));
                if (selection.Count == 0) return;
            }
        }
        kernel.Arguments = inputs;
        kernel.Selection = selection;
        _call.Function.Evaluate(kernel);
    }

    private unsafe bool TryOnDictionary(Selection selection, out ColumnVector encoded)
    {
        encoded = _result;
        var place = Array.FindIndex(_inputs, v => v.Encoding == VectorEncoding.Dictionary);
        var input = _inputs[place];
        var dictionary = input.Dictionary!;
        if (dictionary.Count == 0 || dictionary.Count > Math.Max(1024, 4 * selection.Count)) return false;
        if (!ReferenceEquals(_cachedDictionary, dictionary) || _cachedVersion != dictionary.Version)
        {
            _entries ??= _context.Own(new ColumnVector(_call.DataType, _context.Allocator));
            _entryKernel ??= new KernelCall(_call, _context, _prepared, _entries);
            _inputs[place] = dictionary;
            Run(_entryKernel, _inputs, dictionary.Count, new Selection(dictionary.Count));
            _inputs[place] = input;
            _entries.Count = dictionary.Count;
            (_cachedDictionary, _cachedVersion) = (dictionary, dictionary.Version);
        }
        // A dictionary's entries are never null: where the function gave null the rows are computed instead.
        if (_entries!.HasNulls) return false;
        _result.Reset(0);
        _result.PointAtDictionary(_entries, input.Codes, input.Nulls);
        return true;
    }
}
