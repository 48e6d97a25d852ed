using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>What comes of no rows is known without running it.</summary>
sealed class PropagateEmptyRelations : OptimizerRule
{
    public override IReadOnlyList<string> SparkNames => ["PropagateEmptyRelation"];

    public override LogicalPlan Apply(LogicalPlan plan) => Everywhere(plan, node => node switch
    {
        Join join => OfJoin(join),
        Union union => OfUnion(union),
        Limit { Count: Literal { Value: 0 } } limit => Empty(limit),
        Project or Filter or Sort or Limit or Offset or Distinct or Window or Expand or Generate or Repartition or RepartitionByExpression or Aggregate { Grouping.Count: > 0 } when IsEmpty(node.Children[0]) => Empty(node),
        _ => node,
    });

    private static bool IsEmpty(LogicalPlan plan) => plan is LocalRelation { Rows.Count: 0 };

    private static LocalRelation Empty(LogicalPlan plan) => new(plan.Output, LiteralRows.None);

    private static LogicalPlan OfJoin(Join join)
    {
        var (left, right) = (IsEmpty(join.Left), IsEmpty(join.Right));
        if (!left && !right) return join;
        return join.Type switch
        {
            JoinType.Inner or JoinType.Cross or JoinType.LeftSemi => Empty(join),
            JoinType.LeftOuter or JoinType.LeftAnti or JoinType.LeftSingle or JoinType.Existence when left => Empty(join),
            JoinType.RightOuter when right => Empty(join),
            JoinType.FullOuter when left && right => Empty(join),
            JoinType.LeftAnti => join.Left,
            JoinType.Existence => new Project([.. join.Left.Output, new Alias(Literal.False, join.ExistsColumn!.Name, join.ExistsColumn.Id)], join.Left),
            JoinType.LeftOuter or JoinType.LeftSingle or JoinType.FullOuter when right => new Project([.. join.Left.Output, .. join.Right.Output.Select(Missing)], join.Left),
            JoinType.RightOuter or JoinType.FullOuter when left => new Project([.. join.Left.Output.Select(Missing), .. join.Right.Output], join.Right),
            _ => join,
        };
    }

    private static Expression Missing(AttributeReference column) => new Alias(Literal.NullOf(column.DataType), column.Name, column.Id);

    private static LogicalPlan OfUnion(Union union)
    {
        var kept = union.Inputs.Where(i => !IsEmpty(i)).ToList();
        if (kept.Count == union.Inputs.Count) return union;
        if (kept.Count == 0) return Empty(union);
        // The first input gives the columns their ids.
        var first = kept[0];
        if (!ReferenceEquals(first, union.Inputs[0])) first = new Project(new(first.Output.Select((a, i) => (Expression)new Alias(a, union.Output[i].Name, union.Output[i].Id))), first);
        return kept.Count == 1 ? first : union with { Inputs = [first, .. kept.Skip(1)] };
    }
}
