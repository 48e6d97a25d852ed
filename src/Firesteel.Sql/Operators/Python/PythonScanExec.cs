using Firesteel.Catalyst.Expressions;
using Firesteel.Columnar.Arrow;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Execution.Python;
using Firesteel.Sql.Planning;
using Firesteel.Types;
using PythonEvalType = Firesteel.Catalyst.Expressions.Python.PythonEvalType;
using PythonFunction = Firesteel.Catalyst.Expressions.Python.PythonFunction;

namespace Firesteel.Sql.Operators.Python;

/// <summary>Reads a Python data source: each task hands one of its partitions to the source's reading function.</summary>
sealed record PythonScanExec(string Name, PythonFunction Function, ValueList<byte[]> Partitions, ValueList<AttributeReference> Columns, PythonSettings Settings) : LeafExec, IRunsPython
{
    public override ValueList<AttributeReference> Output => Columns;
    public override int PartitionCount => Partitions.Count;
    public override Partitioning OutputPartitioning => Partitions.Count == 1 ? Partitioning.Single : Partitioning.Unknown(Partitions.Count);
    public override bool OneWorkerPerPartition => true;
    public override string Describe() => $"BatchScan {Name}[{string.Join(", ", Columns)}] (Python)";
    IEnumerable<Execution.Python.PythonFunction> IRunsPython.Functions => [Settings.ForWorker(Function)];
    public override BatchIterator Execute(int partition, TaskExecution task) => new Iterator(this, partition, task);

    private sealed class Iterator(PythonScanExec plan, int partition, TaskExecution task)
        : ArrowPythonIterator(task, new StructType(plan.Columns.Select(c => new StructField(c.Name, c.DataType, c.Nullable))), true)
    {
        private readonly ResultSlicer _results = new();

        protected override PythonTask Task() => PythonCommands.Task(plan.Settings, PythonEvalType.MapArrowIter, [new PythonCall(plan.Function, [0])], plan.Settings.RunnerConf, ValueMap.Empty);

        public override bool WriteNext(Stream output)
        {
            var row = ColumnarBatch.Allocate(PythonTable.PartitionSchema, Below.Memory, 1);
            row.Columns[0].SetString(0, plan.Partitions[partition]);
            row.SetRows(1);
            var target = new StreamBufferWriter(output);
            var writer = new ArrowStreamWriter(ArrowStructs.Schema(PythonTable.PartitionSchema), Below.Settings.TimeZone);
            writer.WriteSchema(target);
            writer.WriteStructBatch(target, row.Columns, row.Selection);
            ArrowStreamWriter.WriteEnd(target);
            return false;
        }

        public override ColumnarBatch? Next() => _results.Next(() => NextResult());

        protected override void DisposeInput() { }
    }
}
