using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans.Python;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Execution.Python;
using Firesteel.Sql.Planning;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Python;

/// <summary>A function from the rows of two inputs that agree on their keys to rows; a side that has none of a key takes part with none.</summary>
sealed record FlatMapCoGroupsInPythonExec(ValueList<AttributeReference> LeftKeys, ValueList<AttributeReference> RightKeys, ValueList<AttributeReference> LeftValues, ValueList<AttributeReference> RightValues,
    PythonRowsFunction Function, ValueList<AttributeReference> Columns, PythonSettings Settings, PhysicalPlan Left, PhysicalPlan Right) : BinaryExec(Left, Right), IRunsPython
{
    public override ValueList<AttributeReference> Output => Columns;
    public override Partitioning OutputPartitioning => Partitioning.Unknown(PartitionCount);
    public override ValueList<Distribution> RequiredDistribution
        => LeftKeys.Count == 0 ? [Distribution.All, Distribution.All] : [new ClusteredDistribution(new(LeftKeys), ExactKeys: true), new ClusteredDistribution(new(RightKeys), ExactKeys: true)];
    public override ValueList<ValueList<SortOrder>> RequiredOrdering => [new(LeftKeys.Select(k => new SortOrder(k))), new(RightKeys.Select(k => new SortOrder(k)))];
    public override bool OneWorkerPerPartition => true;
    public override string Describe() => $"FlatMapCoGroupsInPython [{string.Join(", ", LeftKeys)}], [{string.Join(", ", RightKeys)}], {Function.Name}(...), [{string.Join(", ", Columns)}]";
    IEnumerable<Execution.Python.PythonFunction> IRunsPython.Functions => [Settings.ForWorker(Function.Function)];
    public override BatchIterator Execute(int partition, TaskExecution task) => new Iterator(this, partition, task);

    private sealed class Iterator : ArrowPythonIterator
    {
        private readonly FlatMapCoGroupsInPythonExec _plan;
        private readonly BatchIterator _left;
        private readonly BatchIterator _right;
        private readonly GroupSide _leftSide;
        private readonly GroupSide _rightSide;
        private readonly ResultSlicer _results = new();

        public Iterator(FlatMapCoGroupsInPythonExec plan, int partition, TaskExecution task) : base(task, new StructType(plan.Columns.Select(c => new StructField(c.Name, c.DataType, c.Nullable))), true)
        {
            _plan = plan;
            _left = plan.Left.Execute(partition, Below);
            _right = plan.Right.Execute(partition, Below);
            _leftSide = new GroupSide(plan.LeftKeys, plan.LeftValues, plan.Left, _left, plan.Settings, Below, false);
            _rightSide = new GroupSide(plan.RightKeys, plan.RightValues, plan.Right, _right, plan.Settings, Below, false);
        }

        protected override PythonTask Task()
            => PythonCommands.Task(_plan.Settings, _plan.Function.EvalType, [new PythonCall(_plan.Function.Function, [.. _leftSide.Offsets, .. _rightSide.Offsets])], _plan.Settings.RunnerConf, ValueMap.Empty);

        public override bool WriteNext(Stream output)
        {
            var (left, right) = (_leftSide.HasGroup, _rightSide.HasGroup);
            if (!left && !right)
            {
                GroupWriter.Announce(output, 0);
                return false;
            }
            var order = !left ? 1 : !right ? -1 : Compare(_leftSide.Runs, _rightSide.Runs);
            GroupWriter.Announce(output, 2);
            if (order <= 0) _leftSide.WriteGroup(output);
            else _leftSide.WriteNone(output);
            if (order >= 0) _rightSide.WriteGroup(output);
            else _rightSide.WriteNone(output);
            return true;
        }

        private static int Compare(GroupRuns left, GroupRuns right)
        {
            var (leftRow, rightRow) = (left.Batch!.Selection[left.From], right.Batch!.Selection[right.From]);
            for (var c = 0; c < left.Keys.Length; c++)
                if (ValueComparer.CompareNullsFirst(left.Keys[c], leftRow, right.Keys[c], rightRow) is var order and not 0) return order;
            return 0;
        }

        public override ColumnarBatch? Next() => _results.Next(() => NextResult());

        protected override void DisposeInput()
        {
            _left.Dispose();
            _right.Dispose();
        }
    }
}
