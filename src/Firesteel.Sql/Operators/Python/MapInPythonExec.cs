using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans.Python;
using Firesteel.Columnar.Arrow;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Execution.Python;
using Firesteel.Sql.Planning;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Python;

/// <summary>A function from the batches of a partition, each a column of structs, to batches.</summary>
sealed record MapInPythonExec(PythonRowsFunction Function, ValueList<AttributeReference> Columns, PythonSettings Settings, PhysicalPlan Child) : UnaryExec(Child), IRunsPython
{
    public override ValueList<AttributeReference> Output => Columns;
    public override Partitioning OutputPartitioning => Partitioning.Unknown(PartitionCount);
    public override ValueList<SortOrder> OutputOrdering => ValueList<SortOrder>.Empty;
    public override bool OneWorkerPerPartition => true;
    public override string Describe() => $"MapInPython {Function.Name}(...), [{string.Join(", ", Columns)}]";
    IEnumerable<Execution.Python.PythonFunction> IRunsPython.Functions => [Settings.ForWorker(Function.Function)];
    public override BatchIterator Execute(int partition, TaskExecution task) => new Iterator(this, partition, task);

    private sealed class Iterator : ArrowPythonIterator
    {
        private readonly MapInPythonExec _plan;
        private readonly BatchIterator _input;
        private readonly BatchCollector _batches;
        private readonly ArrowStreamWriter _writer;
        private readonly ResultSlicer _results = new();
        private StreamBufferWriter? _target;

        public Iterator(MapInPythonExec plan, int partition, TaskExecution task) : base(task, new StructType(plan.Columns.Select(c => new StructField(c.Name, c.DataType, c.Nullable))), true)
        {
            _plan = plan;
            _input = plan.Child.Execute(partition, Below);
            _batches = new BatchCollector(_input, plan.Child.Schema, Below.Memory, plan.Settings.ArrowRows);
            _writer = new ArrowStreamWriter(ArrowStructs.Schema(plan.Child.Schema), task.Settings.TimeZone) { LargeVariables = plan.Settings.LargeVariables };
        }

        protected override PythonTask Task()
            => PythonCommands.Task(_plan.Settings, _plan.Function.EvalType, [new PythonCall(_plan.Function.Function, [0])], _plan.Settings.RunnerConf, ValueMap.Empty);

        public override bool WriteNext(Stream output)
        {
            if (_target == null) _writer.WriteSchema(_target = new StreamBufferWriter(output));
            if (_batches.Next() is not { } batch)
            {
                ArrowStreamWriter.WriteEnd(_target);
                return false;
            }
            _writer.WriteStructBatch(_target, batch.Columns, batch.Selection);
            _batches.Return(batch);
            return true;
        }

        public override ColumnarBatch? Next() => _results.Next(() => NextResult());

        protected override void DisposeInput() => _input.Dispose();
    }
}

/// <summary>Cuts results to the size that operators take.</summary>
sealed class ResultSlicer
{
    private ColumnarBatch? _result;
    private int _from;

    public ColumnarBatch? Next(Func<ColumnarBatch?> next)
    {
        if (_result == null || _from == _result.RowCount)
        {
            (_result, _from) = (next(), 0);
            if (_result == null || _result.RowCount <= ColumnarBatch.MaxRows)
            {
                _from = _result?.RowCount ?? 0;
                return _result;
            }
        }
        var count = Math.Min(_result.RowCount - _from, ColumnarBatch.MaxRows);
        var start = _from;
        _from += count;
        return BatchSlices.Of(_result.Columns.Select(c => (c, start)), count);
    }
}

/// <summary>Streams whose only column is a struct of the rows.</summary>
static class ArrowStructs
{
    public static StructType Schema(StructType rows) => new([new StructField("struct", rows, false)]);
}
