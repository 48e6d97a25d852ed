using Firesteel.Columnar.Arrow;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Execution.Python;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Python;

/// <summary>
/// A partition of an operator that runs in a Python worker. The input is pulled, written and sent by a thread of the workers, so that the
/// engine, the sending and Python go on side by side; this iterator's thread reads the answers. What a child evaluates has memory of its own.
/// </summary>
abstract class PythonIterator : BatchIterator, IPythonInput
{
    private readonly TaskExecution _below;
    private IPythonOutput? _output;
    private bool _isDisposed;

    protected PythonIterator(TaskExecution task)
    {
        Execution = task;
        _below = task.NewPart();
    }

    protected TaskExecution Execution { get; }

    /// <summary>What the sending side runs under.</summary>
    protected TaskExecution Below => _below;

    protected IPythonOutput Output => _output ??= PythonWorkers.Current.Run(Task(), this, Execution.Context ?? throw new InvalidOperationException("Python runs in tasks only."));

    /// <summary>What the worker runs.</summary>
    protected abstract PythonTask Task();

    public abstract bool WriteNext(Stream output);

    /// <summary>Closes the inputs, once nobody reads them any more.</summary>
    protected abstract void DisposeInput();

    public override void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _output?.Dispose();
        DisposeInput();
        _below.Dispose();
    }
}

/// <summary>An iterator over what a worker answers in Arrow batches.</summary>
abstract class ArrowPythonIterator(TaskExecution task, StructType schema, bool isOneStruct) : PythonIterator(task)
{
    private readonly ColumnarBatch _result = ColumnarBatch.Allocate(schema, task.Memory, 0);
    private ArrowBatchReader? _reader;

    /// <summary>The next batch of results as it came, whatever its size; null at the end. Valid until the next call.</summary>
    /// <param name="skipEmpty">Whether batches without rows are passed over.</param>
    protected ColumnarBatch? NextResult(bool skipEmpty = true)
    {
        while (true)
        {
            Execution.ThrowIfCancelled();
            if (_reader == null)
            {
                if (Output.NextStream() is not { } stream) return null;
                _reader = new ArrowBatchReader(stream);
                ArrowResultTypes.Check(schema, isOneStruct ? _reader.Fields[0].Children : _reader.Fields);
            }
            if (!_reader.Next())
            {
                _reader = null;
                continue;
            }
            if (_reader.RowCount == 0 && skipEmpty) continue;
            IReadOnlyList<ArrowArray> columns = isOneStruct ? _reader.Columns[0].Children : _reader.Columns;
            _result.Reset(_reader.RowCount);
            for (var c = 0; c < _result.Columns.Length; c++)
            {
                if (columns[c].NullCount > 0 && !schema[c].Nullable) throw SparkException.WithoutCondition($"Value at index is null: a Python function was declared to give no nulls in its column {schema[c].Name}.");
                columns[c].CopyTo(_result.Columns[c], 0, _reader.RowCount, 0);
            }
            _result.SetRows(_reader.RowCount);
            return _result;
        }
    }
}

/// <summary>Checks that a worker answers in the types that were declared. What it answers beyond them is not looked at, as in Spark.</summary>
static class ArrowResultTypes
{
    public static void Check(StructType schema, IReadOnlyList<ArrowField> fields)
    {
        if (fields.Count >= schema.Count && schema.Fields.Zip(fields).All(z => TypeEquality.SameShape(z.First.DataType, z.Second.Type) || Fits(z.First.DataType, z.Second.Type))) return;
        throw new SparkException("ARROW_TYPE_MISMATCH", new Dictionary<string, string>
        {
            ["operation"] = "pandas_udf()",
            ["outputTypes"] = string.Join(", ", schema.Fields.Select(f => f.DataType.SimpleString)),
            ["actualDataTypes"] = string.Join(", ", fields.Select(f => f.Type.SimpleString)),
        });
    }

    // The same layout under another name.
    private static bool Fits(DataType declared, DataType actual) => (declared, actual) switch
    {
        (ArrayType a, ArrayType b) => Fits(a.ElementType, b.ElementType),
        (MapType a, MapType b) => Fits(a.KeyType, b.KeyType) && Fits(a.ValueType, b.ValueType),
        (StructType a, StructType b) => a.Count == b.Count && a.Fields.Zip(b.Fields).All(z => Fits(z.First.DataType, z.Second.DataType)),
        _ => PhysicalTypes.Of(declared) == PhysicalTypes.Of(actual) && declared.GetType() == actual.GetType(),
    };
}
