using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Columnar.Arrow;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Execution.Python;
using Firesteel.Sql.Planning;
using Firesteel.Types;
using PythonEvalType = Firesteel.Catalyst.Expressions.Python.PythonEvalType;

namespace Firesteel.Sql.Operators.Python;

/// <summary>Functions from the rows of each group to a value. Its child gives the keys, then the arguments; its input is spread and sorted by the keys.</summary>
/// <param name="Keys">How many of the child's columns are keys.</param>
/// <param name="Arguments">Places of the arguments among the child's columns.</param>
sealed record AggregateInPythonExec(int Keys, ValueList<PythonCall> Calls, ValueList<int> Arguments, ValueList<AttributeReference> Results, PythonEvalType EvalType, PythonSettings Settings, PhysicalPlan Child) : UnaryExec(Child), IRunsPython
{
    private ValueList<AttributeReference> KeyColumns => new(Child.Output.Take(Keys));

    public override ValueList<AttributeReference> Output => [.. KeyColumns, .. Results];
    public override ValueList<SortOrder> OutputOrdering => RequiredOrdering[0];
    public override ValueList<Distribution> RequiredDistribution => [Keys == 0 ? Distribution.All : new ClusteredDistribution(new(KeyColumns))];
    public override ValueList<ValueList<SortOrder>> RequiredOrdering => [new(KeyColumns.Select(k => new SortOrder(k)))];
    public override bool OneWorkerPerPartition => true;
    public override string Describe() => $"AggregateInPython [{string.Join(", ", KeyColumns)}], [{string.Join(", ", Results)}]";
    IEnumerable<Execution.Python.PythonFunction> IRunsPython.Functions => Calls.SelectMany(c => c.Chain).Select(Settings.ForWorker);
    public override BatchIterator Execute(int partition, TaskExecution task) => new Iterator(this, partition, task);

    private sealed class Iterator : ArrowPythonIterator
    {
        private readonly AggregateInPythonExec _plan;
        private readonly BatchIterator _input;
        private readonly GroupRuns _runs;
        private readonly GroupWriter _writer;
        private readonly Lock _gate = new();
        private readonly RowBuffer _keys;
        private readonly ColumnarBatch _keyBatch;
        private readonly ResultSlicer _results = new();
        private bool _hasRun;
        private long _given;

        public Iterator(AggregateInPythonExec plan, int partition, TaskExecution task) : base(task, new StructType(plan.Results.Select(r => new StructField(r.Name, r.DataType))), false)
        {
            _plan = plan;
            _input = plan.Child.Execute(partition, Below);
            _runs = new GroupRuns(_input, plan.Child.Schema, [.. Enumerable.Range(0, plan.Keys)], Below.Memory);
            var schema = new StructType(plan.Arguments.Select((a, i) => new StructField($"_{i}", plan.Child.Output[a].DataType, true)));
            _writer = new GroupWriter(new BatchCollector(_input, plan.Child.Schema, Below.Memory, plan.Settings.ArrowRows),
                new ArrowStreamWriter(schema, task.Settings.TimeZone) { LargeVariables = plan.Settings.LargeVariables }, [.. plan.Arguments], plan.Settings.ArrowRows, false);
            var keySchema = new StructType(plan.KeyColumns.Select(k => new StructField(k.Name, k.DataType, k.Nullable)));
            _keys = new RowBuffer(keySchema, Below.Memory);
            _keyBatch = ColumnarBatch.Allocate(keySchema, task.Memory, 0);
        }

        protected override PythonTask Task() => PythonCommands.Task(_plan.Settings, _plan.EvalType, _plan.Calls, _plan.Settings.RunnerConf, ValueMap.Empty);

        public override bool WriteNext(Stream output)
        {
            if (!_hasRun && !_runs.Next())
            {
                GroupWriter.Announce(output, 0);
                return false;
            }
            AddKey();
            GroupWriter.Announce(output, 1);
            _writer.Open(output);
            do _writer.Add(_runs.Batch!, _runs.From, _runs.Count);
            while ((_hasRun = _runs.Next()) && !_runs.StartsGroup);
            _writer.Close(true);
            if (_hasRun) return true;
            GroupWriter.Announce(output, 0);
            return false;
        }

        // Before the group is sent, so that the key is there when the result comes.
        private unsafe void AddKey()
        {
            var row = (ushort)_runs.Batch!.Selection[_runs.From];
            lock (_gate) _keys.Append(_runs.Keys, new Selection(&row, 1));
        }

        public override ColumnarBatch? Next() => _results.Next(Groups);

        private ColumnarBatch? Groups()
        {
            if (NextResult() is not { } result) return null;
            _keyBatch.Reset(result.RowCount);
            lock (_gate)
            {
                for (var i = 0; i < result.RowCount; i++)
                {
                    var (chunk, position) = _keys.Locate(_given + i);
                    for (var c = 0; c < _keyBatch.Columns.Length; c++) VectorCopy.AppendRow(_keyBatch.Columns[c], i, chunk.Columns[c], position);
                }
            }
            _given += result.RowCount;
            return BatchSlices.Of([.. _keyBatch.Columns.Select(c => (c, 0)), .. result.Columns.Select(c => (c, 0))], result.RowCount);
        }

        protected override void DisposeInput() => _input.Dispose();
    }
}
