using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Execution;

namespace Firesteel;

/// <summary>The join that keeps, for each row of the left side, the row of the right side that comes first in an order.</summary>
static class NearestRows
{
    private const string Place = "__nearest_place";
    private const string Rank = "__nearest_rank";

    /// <summary>The row whose key is the nearest to the left one's: before it (<c>backward</c>), after it (<c>forward</c>) or either (<c>nearest</c>).</summary>
    /// <param name="on">A condition besides; null for none.</param>
    /// <param name="tolerance">How far apart the keys may be; null for any.</param>
    public static DataFrame AsOf(DataFrame left, DataFrame right, Column leftKey, Column rightKey, Column? on, string how, Column? tolerance, bool allowExactMatches, string direction)
    {
        (right, rightKey) = Apart(left, right, rightKey);
        var (condition, distance) = direction switch
        {
            "backward" => (allowExactMatches ? leftKey >= rightKey : leftKey > rightKey, leftKey - rightKey),
            "forward" => (allowExactMatches ? leftKey <= rightKey : leftKey < rightKey, rightKey - leftKey),
            "nearest" => (allowExactMatches ? Functions.Lit(true) : leftKey != rightKey, Functions.When(leftKey > rightKey, leftKey - rightKey).Otherwise(rightKey - leftKey)),
            _ => throw new AnalysisException("AS_OF_JOIN.UNSUPPORTED_DIRECTION", new Dictionary<string, string> { ["direction"] = direction, ["supported"] = "'forward', 'backward', 'nearest'" }),
        };
        if (tolerance is not null) condition &= distance <= tolerance;
        if (on is not null) condition &= on;
        return First(left, right, condition, how, distance.Asc());
    }

    private static DataFrame First(DataFrame left, DataFrame right, Column condition, string how, Column order)
    {
        // Rows that look alike are still rows of their own.
        var numbered = left.Select([.. left.Plan.Output.Select(o => new Column(o)), new Column(new Alias(FunctionCalls.Of("distributed_id", []), Place))]);
        var joined = numbered.Join(right, condition, how);
        var ranked = joined.WithColumn(Rank, Column.Call("row_number").Over(Window.PartitionBy(Functions.Col(Place)).OrderBy(order)));
        return ranked.Filter(Functions.Col(Rank) == 1).Drop(Rank, Place);
    }

    // A DataFrame joined with itself: the right side's columns get ids of their own, and the expression over them follows.
    private static (DataFrame, Column) Apart(DataFrame left, DataFrame right, Column expression)
    {
        var shared = left.Plan.Output.Select(o => o.Id).ToHashSet();
        if (!right.Plan.Output.Any(o => shared.Contains(o.Id))) return (right, expression);
        var fresh = DataFrame.OfAnalyzed(right.SparkSession, Catalyst.Analysis.RefreshIds.Of(right.Plan));
        var places = right.Plan.Output.Select((o, i) => (o.Id, i)).ToDictionary(p => p.Id, p => p.i);
        return (fresh, new Column(expression.Expression.TransformUp(e => e is AttributeReference a && places.TryGetValue(a.Id, out var i) ? fresh.Plan.Output[i] : e)));
    }
}
