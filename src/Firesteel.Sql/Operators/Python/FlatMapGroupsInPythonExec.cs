using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Catalyst.Plans.Python;
using Firesteel.Columnar.Arrow;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Execution.Python;
using Firesteel.Sql.Planning;
using Firesteel.Types;
using PythonEvalType = Firesteel.Catalyst.Expressions.Python.PythonEvalType;

namespace Firesteel.Sql.Operators.Python;

/// <summary>A function from the rows of each group to rows. Its input is spread and sorted by the keys.</summary>
/// <param name="Keys">Columns of the child that make the groups.</param>
/// <param name="Values">Columns of the child that the function sees.</param>
sealed record FlatMapGroupsInPythonExec(ValueList<AttributeReference> Keys, ValueList<AttributeReference> Values, PythonRowsFunction Function, ValueList<AttributeReference> Columns, PythonSettings Settings, PhysicalPlan Child) : UnaryExec(Child), IRunsPython
{
    public override ValueList<AttributeReference> Output => Columns;
    public override Partitioning OutputPartitioning => Partitioning.Unknown(PartitionCount);
    public override ValueList<SortOrder> OutputOrdering => ValueList<SortOrder>.Empty;
    public override ValueList<Distribution> RequiredDistribution => [Keys.Count == 0 ? Distribution.All : new ClusteredDistribution(new(Keys))];
    public override ValueList<ValueList<SortOrder>> RequiredOrdering => [new(Keys.Select(k => new SortOrder(k)))];
    public override bool OneWorkerPerPartition => true;
    public override string Describe() => $"FlatMapGroupsInPython [{string.Join(", ", Keys)}], {Function.Name}(...), [{string.Join(", ", Columns)}]";
    IEnumerable<Execution.Python.PythonFunction> IRunsPython.Functions => [Settings.ForWorker(Function.Function)];
    public override BatchIterator Execute(int partition, TaskExecution task) => new Iterator(this, partition, task);

    private sealed class Iterator : ArrowPythonIterator
    {
        private readonly FlatMapGroupsInPythonExec _plan;
        private readonly BatchIterator _input;
        private readonly GroupSide _side;
        private readonly ResultSlicer _results = new();

        public Iterator(FlatMapGroupsInPythonExec plan, int partition, TaskExecution task) : base(task, new StructType(plan.Columns.Select(c => new StructField(c.Name, c.DataType, c.Nullable))), true)
        {
            _plan = plan;
            _input = plan.Child.Execute(partition, Below);
            _side = new GroupSide(plan.Keys, plan.Values, plan.Child, _input, plan.Settings, Below, plan.Function.EvalType is PythonEvalType.GroupedMapArrow or PythonEvalType.GroupedMapArrowIter);
        }

        protected override PythonTask Task()
            => PythonCommands.Task(_plan.Settings, _plan.Function.EvalType, [new PythonCall(_plan.Function.Function, _side.Offsets)], _plan.Settings.RunnerConf, ValueMap.Empty);

        public override bool WriteNext(Stream output)
        {
            if (!_side.HasGroup)
            {
                GroupWriter.Announce(output, 0);
                return false;
            }
            GroupWriter.Announce(output, 1);
            _side.WriteGroup(output);
            return true;
        }

        public override ColumnarBatch? Next() => _results.Next(() => NextResult());

        protected override void DisposeInput() => _input.Dispose();
    }
}

/// <summary>One input of groups: which columns go to Python, and its groups one after the other.</summary>
sealed class GroupSide
{
    private readonly GroupRuns _runs;
    private readonly GroupWriter _writer;
    private bool _hasGroup;

    public GroupSide(ValueList<AttributeReference> keys, ValueList<AttributeReference> values, PhysicalPlan child, BatchIterator input, PythonSettings settings, TaskExecution below, bool asStruct)
    {
        var output = child.Output.ToList();
        int Place(AttributeReference column) => output.FindIndex(o => o.Id == column.Id);
        // Keys that are none of the values go in front of them.
        var extra = keys.Where(k => !values.Any(v => v.Id == k.Id)).ToList();
        var sent = extra.Concat(values).ToList();
        var keyPlaces = keys.Select(k => sent.FindIndex(s => s.Id == k.Id)).ToList();
        Offsets = [keys.Count + values.Count + 1, keys.Count, .. keyPlaces, .. Enumerable.Range(extra.Count, values.Count)];
        var schema = new StructType(sent.Select(s => new StructField(s.Name, s.DataType, s.Nullable)));
        var writer = new ArrowStreamWriter(asStruct ? ArrowStructs.Schema(schema) : schema, below.Settings.TimeZone) { LargeVariables = settings.LargeVariables };
        var collector = new BatchCollector(input, child.Schema, below.Memory, settings.ArrowRows);
        _runs = new GroupRuns(input, child.Schema, [.. keys.Select(Place)], below.Memory);
        _writer = new GroupWriter(collector, writer, [.. sent.Select(Place)], settings.ArrowRows, asStruct);
    }

    /// <summary>The form in which a worker is told where keys and values are: how many numbers follow, how many keys, their places, the values' places.</summary>
    public ValueList<int> Offsets { get; }

    /// <summary>Whether there is another group; then <see cref="Runs"/> stands at its first run.</summary>
    public bool HasGroup => _hasGroup || (_hasGroup = _runs.Next());

    public GroupRuns Runs => _runs;

    /// <summary>Sends the group as a stream and goes to the next.</summary>
    public void WriteGroup(Stream output)
    {
        _writer.Open(output);
        do _writer.Add(_runs.Batch!, _runs.From, _runs.Count);
        while ((_hasGroup = _runs.Next()) && !_runs.StartsGroup);
        _writer.Close(true);
    }

    /// <summary>Sends a stream without rows.</summary>
    public void WriteNone(Stream output)
    {
        _writer.Open(output);
        _writer.Close(true);
    }
}
