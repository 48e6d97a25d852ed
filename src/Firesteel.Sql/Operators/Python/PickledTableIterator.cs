using System.Buffers.Binary;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Execution.Python;

namespace Firesteel.Sql.Operators.Python;

/// <summary>A table function over pickles: a list of rows for each row of the input.</summary>
sealed class PickledTableIterator : PythonIterator
{
    private readonly PythonTableExec _plan;
    private readonly BatchIterator _input;
    private readonly BatchCollector _batches;
    private readonly PickledRowWriter _writer;
    private readonly PickleReader _reader = new();
    private readonly KeptRows _kept;
    private readonly ColumnarBatch _output;
    private readonly ResultSlicer _results = new();
    private readonly byte[] _length = new byte[4];
    private ColumnarBatch? _sending;
    private int _sendingFrom;

    public PickledTableIterator(PythonTableExec plan, int partition, TaskExecution task) : base(task)
    {
        _plan = plan;
        _input = plan.Child.Execute(partition, Below);
        _batches = new BatchCollector(_input, plan.Child.Schema, Below.Memory, System.Math.Max(1, task.Settings.BatchRows));
        _writer = new PickledRowWriter(plan.ArgumentSchema, plan.Settings.RunnerConf.Get("spark.sql.execution.pyspark.binaryAsBytes") != "false");
        _kept = new KeptRows(plan.Kept, _batches.Return);
        _output = ColumnarBatch.Allocate(plan.Schema, task.Memory, 0);
    }

    protected override PythonTask Task() => _plan.Task();

    public override bool WriteNext(Stream output)
    {
        if (_sending == null || _sendingFrom == _sending.RowCount)
        {
            (_sending, _sendingFrom) = (_batches.Next(), 0);
            if (_sending == null)
            {
                Frame(output, -1);
                return false;
            }
            if (_plan.Kept > 0) _kept.Add(_sending);
        }
        var count = System.Math.Min(_plan.Settings.PickledRows, _sending.RowCount - _sendingFrom);
        var pickle = _writer.Write(_plan.Arguments.Select(a => _sending.Columns[a]).ToArray(), _sendingFrom, count);
        Frame(output, pickle.Length);
        output.Write(pickle);
        _sendingFrom += count;
        if (_plan.Kept == 0 && _sendingFrom == _sending.RowCount) _batches.Return(_sending);
        return true;
    }

    public override ColumnarBatch? Next() => _results.Next(NextFrame);

    private ColumnarBatch? NextFrame()
    {
        while (true)
        {
            Execution.ThrowIfCancelled();
            if (!Output.NextFrame(out var frame)) return null;
            var answers = _reader.Read(frame.Span).Items;
            var total = answers.Sum(a => a.Items.Count);
            _output.Reset(total);
            var at = 0;
            foreach (var answer in answers)
            {
                if (_plan.Kept > 0)
                {
                    _kept.Advance();
                    _kept.CopyTo(_output.Columns, at, answer.Items.Count);
                }
                foreach (var row in answer.Items)
                {
                    for (var c = 0; c < row.Items.Count; c++) PickledResults.Write(row.Items[c], frame.Span, _output.Columns[_plan.Kept + c], at);
                    at++;
                }
            }
            if (total == 0) continue;
            _output.SetRows(total);
            return _output;
        }
    }

    private void Frame(Stream output, int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(_length, length);
        output.Write(_length);
    }

    protected override void DisposeInput() => _input.Dispose();
}
