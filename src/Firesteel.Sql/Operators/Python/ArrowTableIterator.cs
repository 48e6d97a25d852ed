using Firesteel.Columnar.Arrow;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Execution.Python;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Python;

/// <summary>A table function over Arrow: a batch of the answer for each row of the input.</summary>
sealed class ArrowTableIterator : ArrowPythonIterator
{
    private readonly PythonTableExec _plan;
    private readonly BatchIterator _input;
    private readonly BatchCollector _batches;
    private readonly ArrowStreamWriter _writer;
    private readonly KeptRows _kept;
    private readonly ColumnarBatch _output;
    private readonly ResultSlicer _results = new();
    private readonly int _batchRows;
    private StreamBufferWriter? _target;
    private ColumnarBatch? _pending;

    public ArrowTableIterator(PythonTableExec plan, int partition, TaskExecution task) : base(task, new StructType(plan.Handler.ResultType.Fields), true)
    {
        _plan = plan;
        _input = plan.Child.Execute(partition, Below);
        _batches = new BatchCollector(_input, plan.Child.Schema, Below.Memory, plan.Settings.ArrowRows);
        _writer = new ArrowStreamWriter(plan.ArgumentSchema, task.Settings.TimeZone) { LargeVariables = plan.Settings.LargeVariables };
        _kept = new KeptRows(plan.Kept, _batches.Return);
        _output = ColumnarBatch.Allocate(plan.Schema, task.Memory, 0);
        _batchRows = task.Settings.BatchRows;
    }

    protected override PythonTask Task() => _plan.Task();

    public override bool WriteNext(Stream output)
    {
        if (_target == null) _writer.WriteSchema(_target = new StreamBufferWriter(output));
        if (_batches.Next() is not { } batch)
        {
            ArrowStreamWriter.WriteEnd(_target);
            return false;
        }
        if (_plan.Kept > 0) _kept.Add(batch);
        _writer.WriteBatch(_target, [.. _plan.Arguments.Select(a => batch.Columns[a])], batch.Selection);
        if (_plan.Kept == 0) _batches.Return(batch);
        return true;
    }

    public override ColumnarBatch? Next() => _results.Next(_plan.Kept == 0 ? () => NextResult() : Joined);

    // Answers for several rows go into one batch.
    private ColumnarBatch? Joined()
    {
        var rows = 0;
        while (rows < _batchRows)
        {
            var answer = _pending ?? NextResult(false);
            _pending = null;
            if (answer == null) break;
            if (rows == 0) _output.Reset(answer.RowCount);
            else if (rows + answer.RowCount > _batchRows)
            {
                _pending = answer;
                break;
            }
            _kept.Advance();
            _kept.CopyTo(_output.Columns, rows, answer.RowCount);
            for (var c = 0; c < answer.Columns.Length; c++) VectorCopy.Append(_output.Columns[_plan.Kept + c], rows, answer.Columns[c], answer.Selection);
            rows += answer.RowCount;
        }
        if (rows == 0) return null;
        _output.SetRows(rows);
        return _output;
    }

    protected override void DisposeInput() => _input.Dispose();
}
