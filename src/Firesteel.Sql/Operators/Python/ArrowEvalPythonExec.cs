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

/// <summary>Runs functions over rows that go to the worker, and come back, as Arrow batches. Its child gives the columns to keep, then the arguments.</summary>
/// <param name="Calls">The functions with places among <paramref name="Arguments"/>.</param>
/// <param name="Kept">How many of the child's columns are passed on.</param>
/// <param name="Arguments">Places of the arguments among the child's columns.</param>
sealed record ArrowEvalPythonExec(ValueList<PythonCall> Calls, ValueList<AttributeReference> Results, int Kept, ValueList<int> Arguments, PythonEvalType EvalType, PythonSettings Settings, PhysicalPlan Child) : UnaryExec(Child), IRunsPython
{
    public override ValueList<AttributeReference> Output => [.. Child.Output.Take(Kept), .. Results];
    public override Partitioning OutputPartitioning => Child.OutputPartitioning;
    public override bool OneWorkerPerPartition => true;
    public override string Describe() => $"ArrowEvalPython [{string.Join(", ", Results)}], {(int)EvalType}";
    IEnumerable<Execution.Python.PythonFunction> IRunsPython.Functions => Calls.SelectMany(c => c.Chain).Select(Settings.ForWorker);
    public override BatchIterator Execute(int partition, TaskExecution task) => new Iterator(this, partition, task);

    private sealed class Iterator : AlignedPythonIterator
    {
        private readonly ArrowEvalPythonExec _plan;
        private readonly BatchIterator _input;
        private readonly BatchCollector _batches;
        private readonly StructType _argumentSchema;
        private readonly ArrowStreamWriter _writer;
        private StreamBufferWriter? _target;

        public Iterator(ArrowEvalPythonExec plan, int partition, TaskExecution task) : base(task, new StructType(plan.Results.Select(r => new StructField(r.Name, r.DataType))), plan.Kept)
        {
            _plan = plan;
            _input = plan.Child.Execute(partition, Below);
            _batches = new BatchCollector(_input, plan.Child.Schema, Below.Memory, plan.Settings.ArrowRows);
            _argumentSchema = new StructType(plan.Arguments.Select((a, i) => new StructField($"_{i}", plan.Child.Output[a].DataType, true)));
            _writer = new ArrowStreamWriter(_argumentSchema, task.Settings.TimeZone) { LargeVariables = plan.Settings.LargeVariables };
        }

        protected override PythonTask Task() => PythonCommands.Task(_plan.Settings, _plan.EvalType, _plan.Calls, _plan.Settings.RunnerConf,
            _plan.EvalType == PythonEvalType.ArrowBatched ? ValueMap.Empty.With("input_type", SchemaJson.Write(_argumentSchema)) : ValueMap.Empty);

        public override bool WriteNext(Stream output)
        {
            if (_target == null) _writer.WriteSchema(_target = new StreamBufferWriter(output));
            if (_batches.Next() is not { } batch)
            {
                ArrowStreamWriter.WriteEnd(_target);
                return false;
            }
            Sent(batch);
            _writer.WriteBatch(_target, [.. _plan.Arguments.Select(a => batch.Columns[a])], batch.Selection);
            return true;
        }

        protected override void Return(ColumnarBatch batch) => _batches.Return(batch);

        protected override void DisposeInput() => _input.Dispose();
    }
}
