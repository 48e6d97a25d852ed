using System.Buffers.Binary;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Pickle;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Execution.Python;

namespace Firesteel.Sql.Operators.Python;

/// <summary>A table function over pickles: a list of rows for each row of the input.</summary>
sealed class PickledTableIterator : PythonIterator
{
    private readonly PythonTableExec _plan;
    private readonly BatchIterator _input;
    private readonly BatchCollector _batches;
    private readonly PickleRowWriter _writer;
    private readonly PickleColumnReader[] _readers;
    private readonly PickleReader _reader = new();
    private readonly KeptRows _kept;
    private readonly ColumnarBatch _output;
    private readonly ResultSlicer _results = new();
    private readonly byte[] _length = new byte[4];
    private ColumnarBatch? _sending;
    private ColumnarBatch? _arguments;
    private int _sendingFrom;

    public PickledTableIterator(PythonTableExec plan, int partition, TaskExecution task) : base(task)
    {
        _plan = plan;
        _input = plan.Child.Execute(partition, Below);
        _batches = new BatchCollector(_input, plan.Child.Schema, Below.Memory, System.Math.Max(1, task.Settings.BatchRows));
        _writer = PickleRowWriter.OfArguments(plan.ArgumentSchema, Below.Memory, plan.Settings.RunnerConf.Get("spark.sql.execution.pyspark.binaryAsBytes") != "false");
        _readers = [.. plan.Handler.ResultType.Fields.Select(f => PickleColumnReader.For(f.DataType))];
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
            _arguments = new ColumnarBatch([.. _plan.Arguments.Select(a => _sending.Columns[a])]);
            _arguments.SetRows(_sending.RowCount);
            if (_plan.Kept > 0) _kept.Add(_sending);
        }
        var pickle = _writer.Write(_arguments!, ref _sendingFrom, _plan.Settings.PickledRows, int.MaxValue);
        Frame(output, pickle.Length);
        output.Write(pickle.Span);
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
            var answers = _reader.ReadList(frame);
            var total = 0;
            foreach (var answer in answers) total += Rows(answer).Length;
            _output.Reset(total);
            var at = 0;
            foreach (var answer in answers)
            {
                var rows = Rows(answer);
                if (_plan.Kept > 0)
                {
                    _kept.Advance();
                    _kept.CopyTo(_output.Columns, at, rows.Length);
                }
                foreach (var row in rows)
                {
                    if (row.IsNone)
                    {
                        for (var c = 0; c < _readers.Length; c++) _output.Columns[_plan.Kept + c].SetNull(at);
                        at++;
                        continue;
                    }
                    var values = Rows(row);
                    PickleRowReader.RequireLength(_readers.Length, values.Length);
                    for (var c = 0; c < values.Length; c++) _readers[c].Write(_output.Columns[_plan.Kept + c], at, values[c]);
                    at++;
                }
            }
            if (total == 0) continue;
            _output.SetRows(total);
            return _output;
        }
    }

    private static ReadOnlySpan<PickleValue> Rows(PickleValue answer) => answer.TryElements(out var rows)
        ? rows
        : throw new SparkException("INTERNAL_ERROR", new Dictionary<string, string> { ["message"] = "A table function in Python answered with something else than rows." });

    private void Frame(Stream output, int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(_length, length);
        output.Write(_length);
    }

    protected override void DisposeInput()
    {
        _writer.Dispose();
        _input.Dispose();
    }
}
