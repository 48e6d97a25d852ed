using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Types;

namespace Firesteel;

/// <summary>
/// A join of each row on the left with the one row on the right whose key is nearest to its own: before it, behind it or either way. All
/// pairs that could be are joined, then the nearest is kept for each left row.
/// </summary>
sealed class NearestRow(DataFrame left, DataFrame right, JoinType type)
{
    private const string Place = "__left_place";
    private const string Partner = "__right_row";

    public required Expression LeftKey { get; init; }
    public required Expression RightKey { get; init; }
    public Expression? Condition { get; init; }
    public string[] UsingColumns { get; init; } = [];

    /// <summary>Farthest distance of the keys.</summary>
    public Expression? Tolerance { get; init; }

    public bool AllowsEqual { get; init; }

    /// <summary><c>backward</c>, <c>forward</c> or <c>nearest</c>.</summary>
    public required string Direction { get; init; }

    public LogicalPlan Plan()
    {
        var leftOutput = left.Plan.Output;
        var other = RefreshIds.Apart(left.Plan, right.Plan);
        var (from, to) = (new Column(Over(left, LeftKey)), new Column(Moved(Over(right, RightKey), other)));
        var numbered = left.Select([.. leftOutput.Select(o => new Column(o)), Functions.CallFunction("monotonically_increasing_id").As(Place)]);
        var condition = Direction switch
        {
            "backward" => AllowsEqual ? to <= from : to < from,
            "forward" => AllowsEqual ? to >= from : to > from,
            "nearest" => AllowsEqual ? Functions.Lit(true) : to != from,
            _ => throw new ArgumentException($"Unsupported as-of join direction '{Direction}': backward, forward and nearest are supported."),
        };
        if (Tolerance is not null) condition &= Within(from, to, new Column(Tolerance));
        foreach (var name in UsingColumns) condition &= new Column(Over(left, ColumnName.Parse(name))) == new Column(Moved(Over(right, ColumnName.Parse(name)), other));
        if (Condition is not null) condition &= new Column(Condition);
        var joined = numbered.With(new Join(numbered.Plan, other, type, condition.Expression));
        var row = Functions.Struct([.. other.Output.Select((o, i) => new Column(new Alias(o, $"c{i}")))]);
        var keys = numbered.Plan.Output;
        var nearest = joined.GroupBy([.. keys.Select(k => new Column(k))]).Agg(Functions.CallFunction("min_by", row, Distance(from, to)).As(Partner));
        var columns = leftOutput.Select(o => new Column(nearest.Plan.Output[keys.ToList().FindIndex(k => k.Id == o.Id)]));
        var partner = nearest.Plan.Output[^1];
        var partners = other.Output.Select((o, i) => (Column: o, Value: new Column(new Alias(new UnresolvedExtractValue(partner, Literal.Of($"c{i}")), o.Name))))
            .Where(p => !UsingColumns.Contains(p.Column.Name, StringComparer.OrdinalIgnoreCase)).Select(p => p.Value);
        return nearest.Select([.. columns, .. partners]).Plan;
    }

    private Column Distance(Column from, Column to) => Direction switch
    {
        "backward" => from - to,
        "forward" => to - from,
        _ => Functions.When(from > to, from - to).Otherwise(to - from),
    };

    private Column Within(Column from, Column to, Column tolerance) => Direction switch
    {
        "backward" => to >= from - tolerance,
        "forward" => to <= from + tolerance,
        _ => to >= from - tolerance & to <= from + tolerance,
    };

    // Names may say which DataFrame they mean: a plan over it finds that out.
    private static Expression Over(DataFrame frame, Expression key) => ((Alias)((Project)frame.With(new Project([new Alias(key, "key")], frame.Plan)).Plan).List[0]).Child;

    // The right side's columns may have got new ids.
    private Expression Moved(Expression expression, LogicalPlan other) => expression.TransformUp(e =>
        e is AttributeReference a && right.Plan.Output.ToList().FindIndex(o => o.Id == a.Id) is var i and >= 0 ? other.Output[i] : e);
}
