using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Plans;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Exchange;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Operators.Joins;

/// <summary>A join on equal keys, by a hash table over the build side.</summary>
abstract record HashJoinExec(ValueList<Expression> LeftKeys, ValueList<Expression> RightKeys, PhysicalPlan Left, PhysicalPlan Right, JoinType Type, BuildSide Side, Expression? Condition)
    : JoinExec(Left, Right, Type, Side, Condition)
{
    /// <summary>Whether it is the anti join of NOT IN, where a null key matches everything.</summary>
    public bool IsNullAware { get; init; }

    public ValueList<Expression> BuildKeys => Side == BuildSide.Left ? LeftKeys : RightKeys;
    public ValueList<Expression> StreamKeys => Side == BuildSide.Left ? RightKeys : LeftKeys;

    public Expression[] BoundBuildKeys() => [.. BuildKeys.Select(k => BindReferences.Bind(k, Build.Output))];
}

/// <summary>Every task probes one table over the whole build side.</summary>
sealed record BroadcastHashJoinExec(ValueList<Expression> LeftKeys, ValueList<Expression> RightKeys, PhysicalPlan Left, PhysicalPlan Right, JoinType Type, BuildSide Side, Expression? Condition)
    : HashJoinExec(LeftKeys, RightKeys, Left, Right, Type, Side, Condition)
{
    public override ValueList<Distribution> RequiredDistribution => Side == BuildSide.Left
        ? [new BroadcastDistribution(), Distribution.Unspecified] : [Distribution.Unspecified, new BroadcastDistribution()];

    public override ValueList<SortOrder> OutputOrdering => IsExistential || Type == JoinType.Inner ? Stream.OutputOrdering : [];
    public override string Describe() => DescribeAs("BroadcastHashJoin", LeftKeys, RightKeys);

    public override BatchIterator Execute(int partition, TaskExecution task)
    {
        var table = BuildTable(task);
        table.Fill(task.Context?.CancellationToken ?? CancellationToken.None);
        if (IsNullAware && table.Rows.Count > 0 && table.HasNullKey) return EmptyIterator.Instance;
        return new HashJoinIterator(this, table, Stream.Execute(partition, task), task);
    }

    private JoinTable BuildTable(TaskExecution task)
    {
        var keys = BoundBuildKeys();
        return ((BroadcastStageExec)Build).Relation(task).GetOrBuild(keys.ToValueList(), rows =>
        {
            var memory = new MemoryAllocator(task.Settings.Memory, "broadcast join table");
            using var context = new EvaluationContext(memory) { TimeZone = task.Settings.TimeZone };
            return new OwnedTable(new JoinTable(rows, keys, task.Settings.Parallelism, memory, context), memory);
        }).Table;
    }

    private sealed record OwnedTable(JoinTable Table, MemoryAllocator Memory) : IDisposable
    {
        public void Dispose() => Memory.Dispose();
    }
}

/// <summary>Each task joins one partition of both sides.</summary>
sealed record ShuffledHashJoinExec(ValueList<Expression> LeftKeys, ValueList<Expression> RightKeys, PhysicalPlan Left, PhysicalPlan Right, JoinType Type, BuildSide Side, Expression? Condition)
    : HashJoinExec(LeftKeys, RightKeys, Left, Right, Type, Side, Condition)
{
    public override ValueList<Distribution> RequiredDistribution => [new ClusteredDistribution(LeftKeys, ExactKeys: true), new ClusteredDistribution(RightKeys, ExactKeys: true)];
    public override string Describe() => DescribeAs("ShuffledHashJoin", LeftKeys, RightKeys);

    public override BatchIterator Execute(int partition, TaskExecution task)
        => new ShuffledJoinIterator(this, Build.Execute(partition, task), () => Stream.Execute(partition, task), task);
}
