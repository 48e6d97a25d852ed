using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Plans;

/// <summary>Joins each row of the left side with the rows of the right side that an expression over both ranks first. Becomes other operators when it is resolved.</summary>
/// <param name="Type">Inner, or left outer, which keeps rows without a partner.</param>
/// <param name="Count">Most partners of a row.</param>
/// <param name="IsApproximate">Whether the ranks need not be exact; they are all the same.</param>
/// <param name="IsSimilarity">Whether the largest values come first, not the smallest.</param>
sealed record NearestByJoin(LogicalPlan Left, LogicalPlan Right, JoinType Type, Expression Ranking, int Count, bool IsApproximate, bool IsSimilarity) : BinaryPlan(Left, Right)
{
    public const int MostResults = 100_000;

    public override IEnumerable<Expression> Expressions => [Ranking];
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map)
    {
        var ranking = map(Ranking);
        return ReferenceEquals(ranking, Ranking) ? this : this with { Ranking = ranking };
    }
    protected override bool ComputeResolved() => false;
    protected override ValueList<AttributeReference> ComputeOutput() => [.. Left.Output, .. Right.Output];
    public override string Describe() => $"NearestByJoin {Type}, {(IsApproximate ? "true" : "false")}, {Count}, {Ranking}, {(IsSimilarity ? "NearestBySimilarity" : "NearestByDistance")}";
}
