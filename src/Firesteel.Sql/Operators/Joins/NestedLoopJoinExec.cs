using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Exchange;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Operators.Joins;

/// <summary>A join on any condition or none: every streamed row meets every row of the build side.</summary>
sealed record BroadcastNestedLoopJoinExec(PhysicalPlan Left, PhysicalPlan Right, JoinType Type, BuildSide Side, Expression? Condition)
    : JoinExec(Left, Right, Type, Side, Condition)
{
    // Rows of the build side that no streamed row has met are known only where all streamed rows pass one task.
    public override ValueList<Distribution> RequiredDistribution
    {
        get
        {
            var stream = KeepsUnmatchedBuild ? Distribution.All : Distribution.Unspecified;
            return Side == BuildSide.Left ? [new BroadcastDistribution(), stream] : [stream, new BroadcastDistribution()];
        }
    }

    public override string Describe() => $"BroadcastNestedLoopJoin Build{Side}, {Type}{(Condition == null ? "" : $", {Condition}")}";

    public override BatchIterator Execute(int partition, TaskExecution task)
        => new Iterator(this, ((BroadcastStageExec)Build).Relation(task).Rows, Stream.Execute(partition, task), task);

    private sealed class Iterator : BatchIterator
    {
        private readonly BatchIterator _input;
        private readonly PairJoiner _pairs;
        private readonly MatchSource _matches;

        public Iterator(BroadcastNestedLoopJoinExec join, RowBuffer build, BatchIterator input, TaskExecution task)
        {
            _input = input;
            _pairs = new PairJoiner(join, new JoinOutput(join, build, task), build, task);
            _matches = new AllMatches(build);
        }

        public override ColumnarBatch? Next()
        {
            while (true)
            {
                if (_pairs.Next() is { } joined) return joined;
                if (_input.Next() is not { } batch) return _pairs.Unmatched();
                _pairs.Start(batch, _matches);
            }
        }

        public override void Dispose() => _input.Dispose();
    }
}
