using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Optimizer;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Operators.Joins;

namespace Firesteel.Sql.Planning;

/// <summary>
/// Chooses how a join runs. Inside one process a broadcast costs no copy, so that a table of any size that memory holds is built once and
/// shared; sides too big for that are spread by key.
/// </summary>
sealed class JoinSelection(Func<LogicalPlan, long> sizeInBytes) : IPlanStrategy
{
    public PhysicalPlan? Plan(LogicalPlan plan, PhysicalPlanner planner)
    {
        if (plan is not Join join) return null;
        var (leftKeys, rightKeys, rest) = EquiJoinKeys.Extract(join);
        var (left, right) = (planner.PlanLater(join.Left), planner.PlanLater(join.Right));
        var (leftSize, rightSize) = (sizeInBytes(join.Left), sizeInBytes(join.Right));
        if (leftKeys.Count == 0) return NestedLoop(join, left, right, leftSize, rightSize);
        var side = ChooseSide(join, leftSize, rightSize);
        var buildSize = side == BuildSide.Left ? leftSize : rightSize;
        var keepsBuild = join.Type == JoinType.FullOuter || join.Type == JoinType.LeftOuter && side == BuildSide.Left || join.Type == JoinType.RightOuter && side == BuildSide.Right;
        if (join.IsNullAware || !keepsBuild && buildSize <= planner.Settings.SharedJoinBytes)
            return new BroadcastHashJoinExec(leftKeys, rightKeys, left, right, join.Type, side, rest) { IsNullAware = join.IsNullAware, ExistsColumn = join.ExistsColumn };
        return new ShuffledHashJoinExec(leftKeys, rightKeys, left, right, join.Type, side, rest) { ExistsColumn = join.ExistsColumn };
    }

    private static BuildSide ChooseSide(Join join, long leftSize, long rightSize) => join.Type switch
    {
        JoinType.LeftSemi or JoinType.LeftAnti or JoinType.Existence or JoinType.LeftSingle => BuildSide.Right,
        _ when join.LeftHint == JoinStrategyHint.Broadcast && join.Type is not JoinType.LeftOuter => BuildSide.Left,
        _ when join.RightHint == JoinStrategyHint.Broadcast && join.Type is not JoinType.RightOuter => BuildSide.Right,
        JoinType.LeftOuter => rightSize <= 4 * leftSize ? BuildSide.Right : BuildSide.Left,
        JoinType.RightOuter => leftSize <= 4 * rightSize ? BuildSide.Left : BuildSide.Right,
        _ => leftSize < rightSize ? BuildSide.Left : BuildSide.Right,
    };

    private static BroadcastNestedLoopJoinExec NestedLoop(Join join, PhysicalPlan left, PhysicalPlan right, long leftSize, long rightSize)
    {
        var side = join.Type switch
        {
            JoinType.RightOuter => BuildSide.Left,
            JoinType.Inner or JoinType.Cross => leftSize < rightSize ? BuildSide.Left : BuildSide.Right,
            _ => BuildSide.Right,
        };
        return new BroadcastNestedLoopJoinExec(left, right, join.Type, side, join.Condition) { ExistsColumn = join.ExistsColumn };
    }
}

/// <summary>Parts a join's condition into keys that must be equal and what remains.</summary>
static class EquiJoinKeys
{
    public static (ValueList<Expression> Left, ValueList<Expression> Right, Expression? Residual) Extract(Join join)
    {
        var (left, right, rest) = (new List<Expression>(), new List<Expression>(), new List<Expression>());
        foreach (var conjunct in Conjunctions.Split(join.Condition))
        {
            var (l, r, nullSafe) = conjunct switch
            {
                Comparison { Operator: ComparisonOperator.Equal } c => Sides(join, c.Left, c.Right, false),
                Comparison { Operator: ComparisonOperator.EqualNullSafe } c => Sides(join, c.Left, c.Right, true),
                _ => (null, null, false),
            };
            if (l == null || r == null)
            {
                rest.Add(conjunct);
                continue;
            }
            if (nullSafe && (l.Nullable || r.Nullable))
            {
                // Nulls equal each other: compare whether the sides are null, and in their place any one value.
                var value = DefaultValues.Of(l.DataType);
                if (value == null)
                {
                    rest.Add(conjunct);
                    continue;
                }
                left.AddRange([new Coalesce([l, value]), new IsNull(l)]);
                right.AddRange([new Coalesce([r, value]), new IsNull(r)]);
                continue;
            }
            left.Add(l);
            right.Add(r);
        }
        return (new(left), new(right), Conjunctions.Join(rest));
    }

    private static (Expression? Left, Expression? Right, bool NullSafe) Sides(Join join, Expression a, Expression b, bool nullSafe)
    {
        if (From(a, join.Left) && From(b, join.Right)) return (a, b, nullSafe);
        return From(b, join.Left) && From(a, join.Right) ? (b, a, nullSafe) : (null, null, false);
    }

    private static bool From(Expression expression, LogicalPlan side)
    {
        var references = expression.References.ToList();
        return references.Count > 0 && expression.Deterministic && references.All(r => side.Output.Any(o => o.Id == r.Id));
    }
}

/// <summary>A value of a type that can stand in for null.</summary>
static class DefaultValues
{
    public static Literal? Of(Types.DataType type) => type switch
    {
        Types.BooleanType => Literal.False,
        Types.ByteType => new Literal((sbyte)0, type),
        Types.ShortType => new Literal((short)0, type),
        Types.IntegerType or Types.DateType or Types.YearMonthIntervalType => new Literal(0, type),
        Types.LongType or Types.TimestampType or Types.TimestampNTZType or Types.TimeType or Types.DayTimeIntervalType => new Literal(0L, type),
        Types.FloatType => new Literal(0f, type),
        Types.DoubleType => new Literal(0d, type),
        Types.DecimalType => new Literal(Int128.Zero, type),
        Types.StringType => new Literal("", type),
        Types.BinaryType => new Literal(new BinaryValue([]), type),
        _ => null,
    };
}
