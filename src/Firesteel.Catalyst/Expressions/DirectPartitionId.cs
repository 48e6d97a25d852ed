using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions;

/// <summary>In a repartitioning: the number of the partition that a row goes to is the value itself, not its hash.</summary>
sealed record DirectPartitionId(Expression Child) : UnaryExpression(Child)
{
    public override DataType DataType => IntegerType.Instance;
    public override bool Nullable => false;
    public override bool Foldable => false;
    public override string ToSql(SqlStyle style) => $"direct_shuffle_partition_id({Child.ToSql(style)})";
}
