using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>
/// Moves conditions towards the sources. A condition that may raise an error does not pass a join, an aggregate or a limit, where it
/// would meet rows that it does not meet now.
/// </summary>
sealed class PushDownPredicates : OptimizerRule
{
    public override IReadOnlyList<string> SparkNames => ["PushPredicateThroughJoin"];

    public override LogicalPlan Apply(LogicalPlan plan) => plan.TransformDown(Push).TransformExpressionsUp(Inside);

    private static Expression Inside(Expression e) => e is SubqueryExpression s ? s with { Plan = s.Plan.TransformDown(Push) } : e;

    private static LogicalPlan Push(LogicalPlan plan) => plan switch
    {
        Filter { Child: Filter } outer => Push(Joined(outer)),
        Filter { Child: Project project } filter when project.List.All(e => e.Deterministic && e is not GeneratorCall) => ThroughProject(filter, project),
        Filter { Child: Join join } filter => ThroughJoin(filter, join),
        Filter { Child: Aggregate { Grouping.Count: > 0 } aggregate } filter => ThroughAggregate(filter, aggregate),
        Filter { Child: Union union } filter when filter.Condition.Deterministic => union with { Inputs = new(union.Inputs.Select(i => (LogicalPlan)new Filter(Rename(filter.Condition, union.Output, i.Output), i))) },
        Filter { Child: Sort sort } filter when filter.Condition.Deterministic => sort with { Child = new Filter(filter.Condition, sort.Child) },
        Filter { Child: Distinct distinct } filter when filter.Condition.Deterministic && !filter.Condition.CanFail => new Distinct(new Filter(filter.Condition, distinct.Child)),
        Filter { Child: Window window } filter => ThroughKeyed(filter, window.PartitionBy, window.Child, c => window with { Child = c }),
        Filter { Child: Generate { IsOuter: false } generate } filter => ThroughKeyed(filter, new(generate.Child.Output), generate.Child, c => generate with { Child = c }),
        Join { Type: JoinType.Inner or JoinType.Cross or JoinType.LeftSemi or JoinType.LeftOuter or JoinType.LeftAnti or JoinType.RightOuter or JoinType.Existence, Condition: not null, IsNullAware: false } join => IntoJoin(join),
        _ => plan,
    };

    // Filters over filters are one, whose conditions stand in a tree that is as flat as it can be: chains of thousands are met.
    private static Filter Joined(Filter outer)
    {
        var conditions = new List<Expression>();
        LogicalPlan child = outer;
        for (; child is Filter filter; child = filter.Child) conditions.AddRange(Enumerable.Reverse(Conjunctions.Split(filter.Condition)));
        conditions.Reverse();
        return new Filter(Conjunctions.Join(conditions)!, child);
    }

    private static LogicalPlan ThroughProject(Filter filter, Project project)
    {
        var parts = Conjunctions.Split(filter.Condition).ToList();
        // A condition over a computed column would compute it twice; only over subqueries it must not move.
        var computed = project.List.OfType<Alias>().Where(a => a.Child is not AttributeReference).Select(a => a.Id).ToHashSet();
        var movable = parts.Where(p => p.Deterministic && !p.Collect<SubqueryExpression>().Any(s => s.OuterAttributes.Any(o => o.References.Any(r => computed.Contains(r.Id))))).ToList();
        var staying = Conjunctions.Join(parts.Except(movable));
        if (movable.Count == 0) return filter;
        var below = project with { Child = new Filter(Substitute(Conjunctions.Join(movable)!, project.List), project.Child) };
        return staying == null ? below : new Filter(staying, below);
    }

    /// <summary>The condition over what a select list computes its columns from.</summary>
    public static Expression Substitute(Expression condition, ValueList<Expression> list)
    {
        var sources = new Dictionary<ExprId, Expression>();
        foreach (var alias in list.OfType<Alias>()) sources[alias.Id] = alias.Child;
        return OuterColumns.Rename(condition, sources).TransformUp(e => e is AttributeReference a && sources.TryGetValue(a.Id, out var source) ? source : e);
    }

    private static Expression Rename(Expression condition, ValueList<AttributeReference> from, ValueList<AttributeReference> to)
    {
        var names = from.Zip(to).ToDictionary(z => z.First.Id, z => (Expression)z.Second);
        return OuterColumns.Rename(condition, names).TransformUp(e => e is AttributeReference a && names.TryGetValue(a.Id, out var other) ? other : e);
    }

    private static LogicalPlan ThroughAggregate(Filter filter, Aggregate aggregate)
    {
        var keys = aggregate.AggregateList.Where(e => e is AttributeReference a && aggregate.Grouping.Contains(a) || e is Alias al && aggregate.Grouping.Contains(al.Child)).Select(e => ((INamedExpression)e).Id).ToHashSet();
        var parts = Conjunctions.Split(filter.Condition).ToList();
        var movable = parts.Where(p => p.Deterministic && !p.CanFail && p.References.Any() && p.References.All(r => keys.Contains(r.Id)) && !p.Contains(e => e is SubqueryExpression)).ToList();
        if (movable.Count == 0) return filter;
        var below = aggregate with { Child = new Filter(Substitute(Conjunctions.Join(movable)!, aggregate.AggregateList), aggregate.Child) };
        return Conjunctions.Join(parts.Except(movable)) is { } staying ? new Filter(staying, below) : below;
    }

    // Conditions on some columns alone keep or drop whole groups of rows.
    private static LogicalPlan ThroughKeyed(Filter filter, ValueList<Expression> keys, LogicalPlan child, Func<LogicalPlan, LogicalPlan> over)
    {
        var ids = keys.OfType<AttributeReference>().Select(k => k.Id).ToHashSet();
        var parts = Conjunctions.Split(filter.Condition).ToList();
        var movable = parts.Where(p => p.Deterministic && !p.CanFail && p.References.Any() && p.References.All(r => ids.Contains(r.Id))).ToList();
        if (movable.Count == 0) return filter;
        var below = over(new Filter(Conjunctions.Join(movable)!, child));
        return Conjunctions.Join(parts.Except(movable)) is { } staying ? new Filter(staying, below) : below;
    }

    private static LogicalPlan ThroughJoin(Filter filter, Join join)
    {
        var (left, right, both) = Assign(Conjunctions.Split(filter.Condition), join);
        var toLeft = join.Type is JoinType.Inner or JoinType.Cross or JoinType.LeftOuter or JoinType.LeftSemi or JoinType.LeftAnti or JoinType.Existence or JoinType.LeftSingle;
        var toRight = join.Type is JoinType.Inner or JoinType.Cross or JoinType.RightOuter;
        var intoCondition = join.Type is JoinType.Inner or JoinType.Cross;
        if (!toLeft) { both.AddRange(left); left.Clear(); }
        if (!toRight) { both.AddRange(right); right.Clear(); }
        var joined = both.Where(p => intoCondition && p.Deterministic && !p.Contains(e => e is SubqueryExpression)).ToList();
        if (left.Count + right.Count + joined.Count == 0) return filter;
        var staying = Conjunctions.Join(both.Except(joined));
        var moved = join with
        {
            Left = Over(join.Left, left),
            Right = Over(join.Right, right),
            Condition = Conjunctions.Join(Conjunctions.Split(join.Condition).Concat(joined)),
            Type = join.Type == JoinType.Cross && joined.Count > 0 ? JoinType.Inner : join.Type,
        };
        return staying == null ? moved : new Filter(staying, moved);
    }

    private static LogicalPlan IntoJoin(Join join)
    {
        var (left, right, both) = Assign(Conjunctions.Split(join.Condition), join);
        var toLeft = join.Type is JoinType.Inner or JoinType.Cross or JoinType.LeftSemi or JoinType.RightOuter;
        var toRight = join.Type is JoinType.Inner or JoinType.Cross or JoinType.LeftSemi or JoinType.LeftOuter or JoinType.LeftAnti or JoinType.Existence;
        if (!toLeft) { both.AddRange(left); left.Clear(); }
        if (!toRight) { both.AddRange(right); right.Clear(); }
        if (left.Count + right.Count == 0) return join;
        return join with { Left = Over(join.Left, left), Right = Over(join.Right, right), Condition = Conjunctions.Join(both) };
    }

    private static LogicalPlan Over(LogicalPlan child, List<Expression> conditions) => Conjunctions.Join(conditions) is { } condition ? new Filter(condition, child) : child;

    private static (List<Expression> Left, List<Expression> Right, List<Expression> Both) Assign(IEnumerable<Expression> parts, Join join)
    {
        var (leftIds, rightIds) = (join.Left.Output.Select(a => a.Id).ToHashSet(), join.Right.Output.Select(a => a.Id).ToHashSet());
        var (left, right, both) = (new List<Expression>(), new List<Expression>(), new List<Expression>());
        foreach (var part in parts)
        {
            var ids = part.References.Select(r => r.Id).ToList();
            if (ids.Count == 0 || !part.Deterministic || part.CanFail || part.Contains(e => e is SubqueryExpression { OuterAttributes.Count: > 0 } or OuterReference)) both.Add(part);
            else if (ids.All(leftIds.Contains)) left.Add(part);
            else if (ids.All(rightIds.Contains)) right.Add(part);
            else both.Add(part);
        }
        return (left, right, both);
    }
}
