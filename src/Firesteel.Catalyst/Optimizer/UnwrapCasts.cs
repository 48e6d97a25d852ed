using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Types;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>
/// A column widened to compare it with a constant is compared in its own type, which sources understand; where the constant lies outside
/// that type the answer is known but for nulls.
/// </summary>
sealed class UnwrapCasts : OptimizerRule
{
    public override IReadOnlyList<string> SparkNames => ["UnwrapCastInBinaryComparison"];

    public override LogicalPlan Apply(LogicalPlan plan) => Everywhere(plan, node => node is Aggregate ? node : node.TransformExpressionsUp(e => e is Comparison c ? Unwrap(c) : e));

    private static Expression Unwrap(Comparison comparison)
    {
        if (comparison is { Left: Literal, Right: Cast }) return Unwrap(comparison with { Left = comparison.Right, Right = comparison.Left, Operator = Mirrored(comparison.Operator) });
        if (comparison is not { Left: Cast { ThrowsItself: false, Child: AttributeReference column }, Right: Literal { Value: { } value } }) return comparison;
        if (Number(value) is not { } number || Bounds(column.DataType) is not { } bounds || Bounds(comparison.Right.DataType) is not { } wider || wider.Max < bounds.Max) return comparison;
        if (number >= bounds.Min && number <= bounds.Max) return comparison with { Left = column, Right = new Literal(Narrow(number, column.DataType), column.DataType) };
        var holds = comparison.Operator switch
        {
            ComparisonOperator.Equal or ComparisonOperator.EqualNullSafe => false,
            ComparisonOperator.LessThan or ComparisonOperator.LessThanOrEqual => number > bounds.Max,
            _ => number < bounds.Min,
        };
        if (!column.Nullable || comparison.Operator == ComparisonOperator.EqualNullSafe) return Literal.Of(holds);
        var unknown = Literal.NullOf(BooleanType.Instance);
        return holds ? new Or(new IsNotNull(column), unknown) : new And(new IsNull(column), unknown);
    }

    private static ComparisonOperator Mirrored(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.LessThan => ComparisonOperator.GreaterThan,
        ComparisonOperator.LessThanOrEqual => ComparisonOperator.GreaterThanOrEqual,
        ComparisonOperator.GreaterThan => ComparisonOperator.LessThan,
        ComparisonOperator.GreaterThanOrEqual => ComparisonOperator.LessThanOrEqual,
        _ => comparison,
    };

    private static long? Number(object value) => value switch { sbyte v => v, short v => v, int v => v, long v => v, _ => null };

    private static (long Min, long Max)? Bounds(DataType type) => type switch
    {
        ByteType => (sbyte.MinValue, sbyte.MaxValue),
        ShortType => (short.MinValue, short.MaxValue),
        IntegerType => (int.MinValue, int.MaxValue),
        LongType => (long.MinValue, long.MaxValue),
        _ => null,
    };

    private static object Narrow(long value, DataType type) => type switch { ByteType => (sbyte)value, ShortType => (short)value, IntegerType => (int)value, _ => value };
}
