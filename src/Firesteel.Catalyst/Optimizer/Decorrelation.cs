using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>
/// Makes any subquery's plan independent of the query around it: it is computed for every distinct combination of the outer values that
/// it reads (its domain) at once, and gives those values as columns, on which it is then joined. Limits, unions, outer joins and lists that
/// compute with outer columns go this way; plain correlated conditions take the cheaper one of <see cref="CorrelatedPredicates"/>.
/// </summary>
sealed class Decorrelation
{
    private readonly ValueList<AttributeReference> _columns;
    private readonly LogicalPlan _outer;

    private Decorrelation(ValueList<AttributeReference> columns, LogicalPlan outer) => (_columns, _outer) = (columns, outer);

    /// <returns>The plan, which gives its own columns and the domain's; and the conditions that tie these to the outer query.</returns>
    public static CorrelatedPredicates.Result Apply(LogicalPlan plan, LogicalPlan outer)
    {
        var read = new HashSet<ExprId>(References(plan).Select(r => r.Id));
        var columns = new ValueList<AttributeReference>(outer.Output.Where(a => read.Contains(a.Id)));
        if (columns.Count == 0) return new(plan, ValueList<Expression>.Empty);
        var result = new Decorrelation(columns, outer).Walk(plan);
        var exact = new Project([.. plan.Output, .. result.Keys], result.Plan);
        return new(exact, new(columns.Zip(result.Keys).Select(Equal)));
    }

    /// <summary>Whether nodes of the plan read outer columns themselves, not only in subqueries of their own.</summary>
    public static bool IsCorrelated(LogicalPlan plan) => References(plan).Any();

    private static IEnumerable<AttributeReference> References(LogicalPlan plan)
        => plan.Collect<LogicalPlan>().SelectMany(p => p.Expressions).SelectMany(e => e.Collect<OuterReference>()).Select(o => o.Attribute);

    private static Expression Equal((AttributeReference, AttributeReference) pair) => new Comparison(ComparisonOperator.EqualNullSafe, pair.Item1, pair.Item2);

    private (LogicalPlan Plan, ValueList<AttributeReference> Keys) Walk(LogicalPlan plan)
    {
        DepthGuard.Check();
        if (!IsCorrelated(plan)) return WithDomain(plan);
        switch (plan)
        {
            case SubqueryAlias or ViewRelation or Sort: return Walk(plan.Children[0]);
            case Filter filter:
                var filtered = Walk(filter.Child);
                return (new Filter(Bind(filter.Condition, filtered.Keys), filtered.Plan), filtered.Keys);
            case Project project:
                var projected = Walk(project.Child);
                return (new Project([.. project.List.Select(e => Bind(e, projected.Keys)), .. projected.Keys], projected.Plan), projected.Keys);
            case Aggregate { Grouping.Count: > 0 } aggregate:
                var grouped = Walk(aggregate.Child);
                return (new Aggregate([.. aggregate.Grouping.Select(e => Bind(e, grouped.Keys)), .. grouped.Keys], [.. aggregate.AggregateList.Select(e => Bind(e, grouped.Keys)), .. grouped.Keys], grouped.Plan), grouped.Keys);
            case Aggregate aggregate: return OverNothing(aggregate);
            case Distinct distinct:
                var all = Walk(distinct.Child);
                return (new Distinct(new Project([.. distinct.Output, .. all.Keys], all.Plan)), all.Keys);
            case Join join: return WalkJoin(join);
            case Union union:
                var inputs = union.Inputs.Select(i => (Output: i.Output, Walked: Walk(i))).Select(i => (LogicalPlan)new Project([.. i.Output, .. i.Walked.Keys], i.Walked.Plan)).ToList();
                var united = union with { Inputs = new(inputs) };
                return (united, new(united.Output.Skip(union.Output.Count)));
            case Limit { Count: Literal count, Child: Offset { Count: Literal skip } offset }: return Numbered(offset.Child, Number(skip), Number(count));
            case Limit { Count: Literal count } limit: return Numbered(limit.Child, 0, Number(count));
            case Offset { Count: Literal skip } offset: return Numbered(offset.Child, Number(skip), null);
            case Generate generate:
                var generated = Walk(generate.Child);
                return (generate with { Generator = Bind(generate.Generator, generated.Keys), Child = generated.Plan, Unrequired = ValueList<int>.Empty }, generated.Keys);
            case Window window:
                var rows = Walk(window.Child);
                var functions = window.Functions.Select(f => Bind(f, rows.Keys).TransformUp(e => e is WindowExpression w ? w with { Window = w.Window with { PartitionBy = [.. w.Window.PartitionBy, .. rows.Keys] } } : e));
                return (window with { Functions = new(functions), PartitionBy = [.. window.PartitionBy.Select(e => Bind(e, rows.Keys)), .. rows.Keys], Child = rows.Plan }, rows.Keys);
            default: throw CorrelatedPredicates.Unsupported(plan);
        }
    }

    private (LogicalPlan Plan, ValueList<AttributeReference> Keys) WithDomain(LogicalPlan plan)
    {
        var domain = FreshIds.Of(new Distinct(new Project(new(_columns), _outer)));
        return (new Join(domain, plan, JoinType.Inner, null), domain.Output);
    }

    // An aggregation of everything has a row also for outer values that no row belongs to.
    private (LogicalPlan Plan, ValueList<AttributeReference> Keys) OverNothing(Aggregate aggregate)
    {
        var input = Walk(aggregate.Child);
        var results = aggregate.AggregateList.Select(e => e as Alias ?? new Alias(e, ((INamedExpression)e).Name, ((INamedExpression)e).Id)).ToList();
        var inner = results.Select(a => new Alias(Bind(a.Child, input.Keys), a.Name)).ToList();
        var mark = new Alias(Literal.True, "matched");
        var grouped = new Project([.. inner.Select(a => a.ToAttribute()), .. input.Keys, mark], new Aggregate(new(input.Keys), [.. inner, .. input.Keys], input.Plan));
        var domain = FreshIds.Of(new Distinct(new Project(new(_columns), _outer)));
        var keys = domain.Output;
        var joined = new Join(domain, grouped, JoinType.LeftOuter, Conjunctions.Join(keys.Zip(input.Keys).Select(Equal)));
        var matched = mark.ToAttribute() with { IsNullable = true };
        var values = results.Select((a, i) =>
        {
            var empty = Bind(a.Child, keys).TransformUp(e => e is AggregateCall c ? c.Function.EmptyValue(c) ?? Literal.NullOf(c.DataType) : e);
            return (Expression)new Alias(new CaseWhen([new CaseBranch(new IsNull(matched), empty)], inner[i].ToAttribute() with { IsNullable = true }), a.Name, a.Id);
        });
        return (new Project([.. values, .. keys], joined), keys);
    }

    private (LogicalPlan Plan, ValueList<AttributeReference> Keys) WalkJoin(Join join)
    {
        var (left, right) = (IsCorrelated(join.Left), IsCorrelated(join.Right));
        var isInner = join.Type is JoinType.Inner or JoinType.Cross;
        if (join.IsNullAware || join.Type == JoinType.FullOuter) throw CorrelatedPredicates.Unsupported(join);
        var kind = join.Type == JoinType.Cross ? JoinType.Inner : join.Type;
        var keepsRight = join.Type == JoinType.RightOuter;
        // The side whose rows all stay carries the domain; an inner join may take either.
        if (keepsRight || isInner && right && !left)
        {
            var kept = Walk(join.Right);
            if (!left) return (join with { Right = kept.Plan, Type = kind, Condition = join.Condition == null ? null : Bind(join.Condition, kept.Keys) }, kept.Keys);
            var other = Walk(join.Left);
            return (join with { Left = other.Plan, Right = kept.Plan, Condition = Conjunctions.Join([.. Parts(join, kept.Keys), .. kept.Keys.Zip(other.Keys).Select(Equal)]) }, kept.Keys);
        }
        var (main, keys) = Walk(join.Left);
        if (!right) return (join with { Left = main, Type = kind, Condition = join.Condition == null ? null : Bind(join.Condition, keys) }, keys);
        var side = Walk(join.Right);
        return (join with { Left = main, Right = side.Plan, Type = kind, Condition = Conjunctions.Join([.. Parts(join, keys), .. keys.Zip(side.Keys).Select(Equal)]) }, keys);
    }

    private IEnumerable<Expression> Parts(Join join, ValueList<AttributeReference> keys) => join.Condition == null ? [] : [Bind(join.Condition, keys)];

    // A limit holds for each combination of outer values: rows are numbered among their own.
    private (LogicalPlan Plan, ValueList<AttributeReference> Keys) Numbered(LogicalPlan child, long skip, long? count)
    {
        if (child is Project { Child: Sort below } project)
        {
            var (plan, inner) = Numbered(below, skip, count);
            return (new Project([.. project.List.Select(e => Bind(e, inner)), .. inner], plan), inner);
        }
        var order = child is Sort sort ? sort.Order : ValueList<SortOrder>.Empty;
        var (rows, keys) = Walk(child is Sort s ? s.Child : child);
        var by = order.Count > 0 ? new ValueList<SortOrder>(order.Select(o => (SortOrder)Bind(o, keys))) : [new SortOrder(keys[0])];
        if (!FunctionRegistry.BuiltIn.TryGet("row_number", out var function)) throw new InvalidOperationException("row_number is not registered.");
        var partition = new ValueList<Expression>(keys);
        var spec = new WindowSpec(partition, by, WindowFrame.RowsSoFar);
        var number = new Alias(new WindowExpression(new WindowCall((WindowFunction)function, [], IntegerType.Instance, false), spec), "number");
        Expression place = number.ToAttribute();
        var conditions = new List<Expression>();
        if (skip > 0) conditions.Add(new Comparison(ComparisonOperator.GreaterThan, place, Literal.Of((int)Math.Min(int.MaxValue, skip))));
        if (count is { } n) conditions.Add(new Comparison(ComparisonOperator.LessThanOrEqual, place, Literal.Of((int)Math.Min(int.MaxValue, n + skip))));
        var numbered = new Window([number], partition, by, rows);
        return (new Project(new(rows.Output), Conjunctions.Join(conditions) is { } kept ? new Filter(kept, numbered) : numbered), keys);
    }

    private Expression Bind(Expression expression, ValueList<AttributeReference> keys) => expression.TransformUp(e =>
    {
        if (e is not OuterReference outer) return e;
        for (var i = 0; i < _columns.Count; i++)
            if (_columns[i].Id == outer.Attribute.Id) return keys[i];
        return e;
    });

    private static long Number(Literal literal) => Convert.ToInt64(literal.Value, System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>LATERAL joins as plain ones, the right side computed for all rows of the left at once.</summary>
sealed class RewriteLateralJoins : OptimizerRule
{
    public override bool IsRequired => true;

    public override LogicalPlan Apply(LogicalPlan plan) => Everywhere(plan, node =>
    {
        if (node is not LateralJoin lateral) return node;
        var right = CorrelatedPredicates.Unnest(lateral.Right, lateral.Left);
        var conditions = Conjunctions.Join(Conjunctions.Split(lateral.Condition).Concat(right.Conditions));
        var join = new Join(lateral.Left, right.Plan, lateral.Type == JoinType.Cross && conditions != null ? JoinType.Inner : lateral.Type, conditions);
        return join.Output.Count == lateral.Output.Count ? join : new Project(new(lateral.Output), join);
    });
}
