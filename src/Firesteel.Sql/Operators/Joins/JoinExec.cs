using System.Runtime.CompilerServices;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Operators.Joins;

/// <summary>Which side a join keeps at hand while the other streams by.</summary>
enum BuildSide { Left, Right }

/// <summary>What all joins have in common: sides, type, condition and the columns that come out.</summary>
abstract record JoinExec(PhysicalPlan Left, PhysicalPlan Right, JoinType Type, BuildSide Side, Expression? Condition) : BinaryExec(Left, Right)
{
    /// <summary>The boolean column of an existence join.</summary>
    public AttributeReference? ExistsColumn { get; init; }

    public PhysicalPlan Build => Side == BuildSide.Left ? Left : Right;
    public PhysicalPlan Stream => Side == BuildSide.Left ? Right : Left;

    public override int PartitionCount => Stream.PartitionCount;

    public override Partitioning OutputPartitioning => Type is JoinType.FullOuter ? Partitioning.Unknown(PartitionCount) : Stream.OutputPartitioning;

    // Worked out once: of joins over joins each would ask all below it again. Beside the node, since it is no part of what is sent or copied.
    public override ValueList<AttributeReference> Output => Outputs.GetValue(this, static join => join.ComputeOutput());

    private static readonly ConditionalWeakTable<JoinExec, ValueList<AttributeReference>> Outputs = new();

    private ValueList<AttributeReference> ComputeOutput() => Type switch
    {
        JoinType.LeftSemi or JoinType.LeftAnti => Left.Output,
        JoinType.Existence => [.. Left.Output, ExistsColumn!],
        JoinType.LeftOuter or JoinType.LeftSingle => [.. Left.Output, .. Nullable(Right)],
        JoinType.RightOuter => [.. Nullable(Left), .. Right.Output],
        JoinType.FullOuter => [.. Nullable(Left), .. Nullable(Right)],
        _ => [.. Left.Output, .. Right.Output],
    };

    /// <summary>Whether a row of the streamed side comes out even without a match.</summary>
    public bool KeepsUnmatchedStream => Type is JoinType.FullOuter or JoinType.LeftSingle
        || Type == JoinType.LeftOuter && Side == BuildSide.Right || Type == JoinType.RightOuter && Side == BuildSide.Left;

    /// <summary>Whether a row of the build side comes out even without a match.</summary>
    public bool KeepsUnmatchedBuild => Type == JoinType.FullOuter
        || Type == JoinType.LeftOuter && Side == BuildSide.Left || Type == JoinType.RightOuter && Side == BuildSide.Right;

    /// <summary>Whether only columns of the streamed side come out, once for each row.</summary>
    public bool IsExistential => Type is JoinType.LeftSemi or JoinType.LeftAnti or JoinType.Existence;

    protected string DescribeAs(string name, ValueList<Expression> leftKeys, ValueList<Expression> rightKeys)
        => $"{name} [{string.Join(", ", leftKeys)}], [{string.Join(", ", rightKeys)}], {Type}, Build{Side}{(Condition == null ? "" : $", {Condition}")}";

    private static IEnumerable<AttributeReference> Nullable(PhysicalPlan side) => side.Output.Select(a => a with { IsNullable = true });
}
