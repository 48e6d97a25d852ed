using System.Buffers.Binary;
using System.Collections.Concurrent;
using Firesteel.Catalyst.Expressions;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Pickle;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Execution.Python;
using Firesteel.Sql.Planning;
using Firesteel.Types;
using PythonEvalType = Firesteel.Catalyst.Expressions.Python.PythonEvalType;

namespace Firesteel.Sql.Operators.Python;

/// <summary>Runs functions over rows that go to the worker, and come back, as pickles. Its child gives the columns to keep, then the arguments.</summary>
/// <param name="Kept">How many of the child's columns are passed on.</param>
/// <param name="Arguments">Places of the arguments among the child's columns.</param>
sealed record BatchEvalPythonExec(ValueList<PythonCall> Calls, ValueList<AttributeReference> Results, int Kept, ValueList<int> Arguments, PythonSettings Settings, PhysicalPlan Child) : UnaryExec(Child), IRunsPython
{
    public override ValueList<AttributeReference> Output => [.. Child.Output.Take(Kept), .. Results];
    public override Partitioning OutputPartitioning => Child.OutputPartitioning;
    public override bool OneWorkerPerPartition => true;
    public override string Describe() => $"BatchEvalPython [{string.Join(", ", Results)}]";
    IEnumerable<Execution.Python.PythonFunction> IRunsPython.Functions => Calls.SelectMany(c => c.Chain).Select(Settings.ForWorker);
    public override BatchIterator Execute(int partition, TaskExecution task) => new Iterator(this, partition, task);

    private sealed class Iterator : PythonIterator
    {
        private readonly BatchEvalPythonExec _plan;
        private readonly BatchIterator _input;
        private readonly BatchCollector _batches;
        private readonly ConcurrentQueue<ColumnarBatch> _sent = new();
        private readonly PickleRowWriter _writer;
        private readonly PickleColumnReader[] _readers;
        private readonly PickleReader _reader = new();
        private readonly ColumnarBatch _results;
        private readonly byte[] _length = new byte[4];
        private ColumnarBatch? _sending;
        private ColumnarBatch? _arguments;
        private int _sendingFrom;
        private ColumnarBatch? _kept;
        private ReadOnlyMemory<byte> _frame;
        private List<PickleValue>? _items;
        private int _item;

        public Iterator(BatchEvalPythonExec plan, int partition, TaskExecution task) : base(task)
        {
            _plan = plan;
            _input = plan.Child.Execute(partition, Below);
            _batches = new BatchCollector(_input, plan.Child.Schema, Below.Memory, Math.Max(1, task.Settings.BatchRows));
            _writer = PickleRowWriter.OfArguments(new StructType(plan.Arguments.Select((a, i) => new StructField($"_{i}", plan.Child.Output[a].DataType))), Below.Memory,
                plan.Settings.RunnerConf.Get("spark.sql.execution.pyspark.binaryAsBytes") != "false");
            _readers = [.. plan.Results.Select(r => PickleColumnReader.For(r.DataType))];
            _results = ColumnarBatch.Allocate(new StructType(plan.Results.Select(r => new StructField(r.Name, r.DataType))), task.Memory, 0);
        }

        protected override PythonTask Task() => PythonCommands.Task(_plan.Settings, PythonEvalType.Batched, _plan.Calls, _plan.Settings.ProfilerConf, ValueMap.Empty);

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
                _sent.Enqueue(_sending);
            }
            var pickle = _writer.Write(_arguments!, ref _sendingFrom, _plan.Settings.PickledRows, int.MaxValue);
            Frame(output, pickle.Length);
            output.Write(pickle.Span);
            return true;
        }

        public override ColumnarBatch? Next()
        {
            Execution.ThrowIfCancelled();
            if (_kept != null)
            {
                _batches.Return(_kept);
                _kept = null;
            }
            if (!HasItem()) return null;
            if (!_sent.TryDequeue(out _kept)) throw Miscounted();
            _results.Reset(_kept.RowCount);
            // The worker's answers come in pickles that do not end where the batches do.
            for (var row = 0; row < _kept.RowCount; row++)
            {
                if (!HasItem()) throw Miscounted();
                var item = _items![_item++];
                if (_readers.Length == 1)
                {
                    _readers[0].Write(_results.Columns[0], row, item);
                    continue;
                }
                if (!item.TryElements(out var values) || values.Length != _readers.Length) throw Miscounted();
                for (var c = 0; c < _readers.Length; c++) _readers[c].Write(_results.Columns[c], row, values[c]);
            }
            var batch = new ColumnarBatch([.. _kept.Columns.Take(_plan.Kept), .. _results.Columns]);
            batch.SetRows(_kept.RowCount);
            return batch;
        }

        private bool HasItem()
        {
            while (_items == null || _item == _items.Count)
            {
                if (!Output.NextFrame(out _frame)) return false;
                (_items, _item) = (_reader.ReadList(_frame), 0);
            }
            return true;
        }

        private void Frame(Stream output, int length)
        {
            BinaryPrimitives.WriteInt32BigEndian(_length, length);
            output.Write(_length);
        }

        private static SparkException Miscounted() => new("INTERNAL_ERROR", new Dictionary<string, string> { ["message"] = "A Python worker gave another number of results than it was given rows." });

        protected override void DisposeInput()
        {
            _writer.Dispose();
            _input.Dispose();
        }
    }
}
