using System.Collections.Concurrent;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Python;

/// <summary>Puts a worker's results beside the rows that they belong to, which wait in the order in which they were sent.</summary>
/// <param name="kept">How many of the waiting rows' columns are passed on.</param>
abstract class AlignedPythonIterator(TaskExecution task, StructType results, int kept) : ArrowPythonIterator(task, results, false)
{
    private readonly ConcurrentQueue<ColumnarBatch> _sent = new();
    private ColumnarBatch? _result;
    private int _resultFrom;
    private ColumnarBatch? _kept;
    private int _keptFrom;

    /// <summary>Rows that results will come for; to be called before they are sent.</summary>
    protected void Sent(ColumnarBatch batch) => _sent.Enqueue(batch);

    /// <summary>Takes a batch back whose results have all been passed on.</summary>
    protected abstract void Return(ColumnarBatch batch);

    public sealed override ColumnarBatch? Next()
    {
        if (_result == null || _resultFrom == _result.RowCount)
        {
            (_result, _resultFrom) = (NextResult(), 0);
            if (_result == null) return null;
        }
        if (_kept == null || _keptFrom == _kept.RowCount)
        {
            if (_kept != null) Return(_kept);
            if (!_sent.TryDequeue(out _kept))
                throw new SparkException("INTERNAL_ERROR", new Dictionary<string, string> { ["message"] = "A Python function gave more rows than it was given." });
            _keptFrom = 0;
        }
        var count = Math.Min(Math.Min(_result.RowCount - _resultFrom, _kept.RowCount - _keptFrom), ColumnarBatch.MaxRows);
        var batch = BatchSlices.Of([.. _kept.Columns.Take(kept).Select(c => (c, _keptFrom)), .. _result.Columns.Select(c => (c, _resultFrom))], count);
        _resultFrom += count;
        _keptFrom += count;
        return batch;
    }
}
