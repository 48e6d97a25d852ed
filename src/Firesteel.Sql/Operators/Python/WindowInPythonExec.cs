using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Columnar.Arrow;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Execution.Python;
using Firesteel.Sql.Operators.Windows;
using Firesteel.Sql.Planning;
using Firesteel.Types;
using PythonEvalType = Firesteel.Catalyst.Expressions.Python.PythonEvalType;
using PythonFunction = Firesteel.Catalyst.Expressions.Python.PythonFunction;

namespace Firesteel.Sql.Operators.Python;

/// <summary>One function of a window: which of the child's columns it reads, and its frame.</summary>
sealed record PythonWindowCall(PythonFunction Function, ValueList<int> Arguments, ValueList<string?> Names, WindowSpec Window, AttributeReference Result)
{
    /// <summary>Whether every frame is the whole partition, so that the function is called once for it.</summary>
    public bool IsWhole => new FrameBounds(Window, []).IsWhole;
}

/// <summary>
/// Functions from the rows of each window frame to a value. A partition goes to the worker as one group; where frames differ, two columns say
/// which of its rows each covers.
/// </summary>
/// <param name="PartitionBy">Columns of the child.</param>
/// <param name="Kept">How many of the child's columns are passed on.</param>
sealed record WindowInPythonExec(ValueList<PythonWindowCall> Calls, ValueList<AttributeReference> PartitionBy, ValueList<SortOrder> OrderBy, int Kept, PythonEvalType EvalType, PythonSettings Settings, PhysicalPlan Child) : UnaryExec(Child), IRunsPython
{
    public override ValueList<AttributeReference> Output => [.. Child.Output.Take(Kept), .. Calls.Select(c => c.Result)];
    public override ValueList<Distribution> RequiredDistribution => [PartitionBy.Count == 0 ? Distribution.All : new ClusteredDistribution(new(PartitionBy))];
    public override ValueList<ValueList<SortOrder>> RequiredOrdering => [[.. PartitionBy.Select(p => new SortOrder(p)), .. OrderBy]];
    public override bool OneWorkerPerPartition => true;
    public override string Describe() => $"WindowInPython [{string.Join(", ", Calls.Select(c => c.Result))}], [{string.Join(", ", PartitionBy)}], [{string.Join(", ", OrderBy)}]";
    IEnumerable<Execution.Python.PythonFunction> IRunsPython.Functions => Calls.Select(c => Settings.ForWorker(c.Function));
    public override BatchIterator Execute(int partition, TaskExecution task) => new Iterator(this, partition, task);

    private sealed class Iterator : AlignedPythonIterator
    {
        private readonly WindowInPythonExec _plan;
        private readonly BatchIterator _input;
        private readonly GroupRuns _runs;
        private readonly BatchCollector _batches;
        private readonly ArrowStreamWriter _writer;
        private readonly int[] _orderColumns;
        private StreamBufferWriter? _target;
        private bool _hasRun;

        public Iterator(WindowInPythonExec plan, int partition, TaskExecution task) : base(task, new StructType(plan.Calls.Select(c => new StructField(c.Result.Name, c.Result.DataType))), plan.Kept)
        {
            _plan = plan;
            _input = plan.Child.Execute(partition, Below);
            var output = plan.Child.Output.ToList();
            int Place(AttributeReference column) => output.FindIndex(o => o.Id == column.Id);
            _runs = new GroupRuns(_input, plan.Child.Schema, [.. plan.PartitionBy.Select(Place)], Below.Memory);
            _batches = new BatchCollector(_input, plan.Child.Schema, Below.Memory, int.MaxValue);
            _orderColumns = [.. plan.OrderBy.Select(o => Place((AttributeReference)o.Child))];
            var types = plan.Calls.SelectMany(c => (c.IsWhole ? Enumerable.Empty<DataType>() : [IntegerType.Instance, IntegerType.Instance]).Concat(c.Arguments.Select(a => plan.Child.Output[a].DataType)));
            _writer = new ArrowStreamWriter(new StructType(types.Select((t, i) => new StructField($"_{i}", t, true))), task.Settings.TimeZone) { LargeVariables = plan.Settings.LargeVariables };
        }

        protected override PythonTask Task()
        {
            var calls = new List<PythonCall>();
            var at = 0;
            foreach (var call in _plan.Calls)
            {
                var bounds = call.IsWhole ? 0 : 2;
                var names = call.Names.Count == 0 ? call.Names : new(Enumerable.Repeat<string?>(null, bounds).Concat(call.Names));
                calls.Add(new PythonCall([call.Function], new(Enumerable.Range(at, bounds + call.Arguments.Count)), names));
                at += bounds + call.Arguments.Count;
            }
            var kinds = string.Join(",", _plan.Calls.Select(c => c.IsWhole ? "unbounded" : "bounded"));
            return PythonCommands.Task(_plan.Settings, _plan.EvalType, calls, _plan.Settings.RunnerConf.With("window_bound_types", kinds), ValueMap.Empty);
        }

        public override bool WriteNext(Stream output)
        {
            if (!_hasRun && !_runs.Next())
            {
                GroupWriter.Announce(output, 0);
                return false;
            }
            var partition = _batches.Fresh();
            do _batches.Append(partition, _runs.Batch!.Columns, _runs.Batch.Selection, _runs.From, _runs.Count);
            while ((_hasRun = _runs.Next()) && !_runs.StartsGroup);
            Sent(partition);
            GroupWriter.Announce(output, 1);
            Write(output, partition);
            if (_hasRun) return true;
            GroupWriter.Announce(output, 0);
            return false;
        }

        private void Write(Stream output, ColumnarBatch partition)
        {
            _writer.WriteSchema(_target ??= new StreamBufferWriter(output));
            var bounds = new List<ColumnVector>();
            var columns = new List<ColumnVector>();
            foreach (var call in _plan.Calls)
            {
                if (!call.IsWhole) columns.AddRange(Bounds(call, partition, bounds));
                columns.AddRange(call.Arguments.Select(a => partition.Columns[a]));
            }
            for (var from = 0; from < partition.RowCount; from += _plan.Settings.ArrowRows)
            {
                var start = from;
                var slice = BatchSlices.Of(columns.Select(c => (c, start)), (int)Math.Min(partition.RowCount - (long)from, _plan.Settings.ArrowRows));
                _writer.WriteBatch(_target, slice.Columns, slice.Selection);
                if (_plan.Settings.ArrowRows == int.MaxValue) break;
            }
            ArrowStreamWriter.WriteEnd(_target);
            foreach (var vector in bounds) vector.Dispose();
        }

        private unsafe ColumnVector[] Bounds(PythonWindowCall call, ColumnarBatch partition, List<ColumnVector> owned)
        {
            var count = partition.RowCount;
            ColumnVector[] keys = [.. _orderColumns.Select(o => partition.Columns[o])];
            var (starts, ends, lower, upper) = (new int[count], new int[count], new int[count], new int[count]);
            Peers(keys, count, starts, ends);
            new FrameBounds(call.Window, keys).Compute(0, count, starts, ends, lower, upper);
            var columns = new[] { new ColumnVector(IntegerType.Instance, Below.Memory, count), new ColumnVector(IntegerType.Instance, Below.Memory, count) };
            owned.AddRange(columns);
            lower.CopyTo(new Span<int>(columns[0].Values<int>(), count));
            for (var i = 0; i < count; i++) columns[1].Set(i, Math.Max(lower[i], upper[i]));
            return columns;
        }

        private static void Peers(ColumnVector[] keys, int count, int[] starts, int[] ends)
        {
            for (var from = 0; from < count;)
            {
                var end = KeyMatch.RunEnd(keys, new Selection(count), from);
                starts.AsSpan(from, end - from).Fill(from);
                ends.AsSpan(from, end - from).Fill(end);
                from = end;
            }
        }

        protected override void Return(ColumnarBatch batch) => _batches.Return(batch);

        protected override void DisposeInput() => _input.Dispose();
    }
}
