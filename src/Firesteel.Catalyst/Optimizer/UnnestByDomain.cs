using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>
/// Makes a correlated plan one that stands alone, whatever its shape: the distinct values of the outer columns that it reads (the domain) are
/// joined in below, carried up beside its rows, and compared with the outer row at the end. Dearer than taking equalities out of the plan
/// (<see cref="CorrelatedPredicates"/>), hence only used where that would change the answer. After Neumann and Kemper, "Unnesting Arbitrary Queries".
/// </summary>
sealed class UnnestByDomain
{
    private readonly LogicalPlan _outer;
    private readonly List<AttributeReference> _read;

    private UnnestByDomain(LogicalPlan plan, LogicalPlan outer)
    {
        _outer = outer;
        _read = [.. OuterReferences(plan).DistinctBy(a => a.Id)];
    }

    /// <summary>The plan's columns and after them the domain's, and the conditions that tie those to a row of the outer plan.</summary>
    public static CorrelatedPredicates.Result Apply(LogicalPlan plan, LogicalPlan outer)
    {
        var unnesting = new UnnestByDomain(plan, outer);
        var (rows, domain) = unnesting.Push(plan);
        return new CorrelatedPredicates.Result(new Project([.. plan.Output, .. domain.Values], rows), new(unnesting._read.Select(o => Same(o, domain[o.Id]))));
    }

    private static IEnumerable<AttributeReference> OuterReferences(LogicalPlan plan)
        => plan.Expressions.SelectMany(e => e.Collect<OuterReference>()).Select(o => o.Attribute).Concat(plan.Children.SelectMany(OuterReferences));

    private static Expression Same(Expression a, Expression b) => new Comparison(ComparisonOperator.EqualNullSafe, a, b);

    private (LogicalPlan Plan, Dictionary<ExprId, AttributeReference> Columns) NewDomain()
    {
        var copy = FreshIds.Of(_outer);
        var places = _outer.Output.Select((a, i) => (a.Id, i)).ToDictionary(p => p.Id, p => p.i);
        var names = _read.Select(a => new Alias(copy.Output[places[a.Id]], a.Name)).ToList();
        return (new Distinct(new Project(new(names), copy)), _read.Zip(names).ToDictionary(p => p.First.Id, p => p.Second.ToAttribute()));
    }

    private (LogicalPlan Plan, Dictionary<ExprId, AttributeReference> Domain) Push(LogicalPlan plan)
    {
        DepthGuard.Check();
        if (!CorrelatedPredicates.HasOuterReference(plan) || plan is LeafPlan)
        {
            var (values, columns) = NewDomain();
            return (plan is OneRowRelation ? values : new Join(values, plan, JoinType.Cross, null), columns);
        }
        if (plan is Join join) return PushJoin(join);
        if (plan is Union union) return PushUnion(union);
        if (plan is Limit { Count: Literal { Value: int count } } limit) return PushLimit(limit, count);
        if (plan is not UnaryPlan unary) throw Unsupported(plan);
        var (child, domain) = Push(unary.Child);
        var added = domain.Values.Cast<Expression>().ToList();
        LogicalPlan pushed = Bound(plan, domain).WithChildren([child]) switch
        {
            Filter f => f,
            Sort s => s,
            SubqueryAlias a => a.Child,
            Distinct d => d,
            Project p => p with { List = [.. p.List, .. added] },
            Aggregate { Grouping.Count: 0 } a => OverNothing(a, ref domain),
            Aggregate a => a with { Grouping = [.. a.Grouping, .. added], AggregateList = [.. a.AggregateList, .. added] },
            Window w => w with { PartitionBy = [.. w.PartitionBy, .. added] },
            Generate g => g with { Unrequired = [] },
            Deduplicate d => d with { Keys = [.. d.Keys, .. added] },
            _ => throw Unsupported(plan),
        };
        return (pushed, domain);
    }

    // An aggregation without keys gives a row also for those values of the domain that no row meets.
    private LogicalPlan OverNothing(Aggregate aggregate, ref Dictionary<ExprId, AttributeReference> below)
    {
        var keys = below.Values.Cast<Expression>().ToList();
        var inner = aggregate.AggregateList.Cast<Alias>().Select(a => new Alias(a.Child, a.Name)).ToList();
        var met = new Alias(Literal.True, "met");
        LogicalPlan groups = new Aggregate(new(keys), [.. inner, .. keys], aggregate.Child);
        groups = new Project([.. groups.Output, met], groups);
        var (values, domain) = NewDomain();
        var old = below;
        var join = new Join(values, groups, JoinType.LeftOuter, Conjunctions.Join(domain.Select(d => Same(d.Value, old[d.Key]))));
        var isMissing = new IsNull(met.ToAttribute() with { IsNullable = true });
        var results = aggregate.AggregateList.Cast<Alias>().Zip(inner, (result, name) =>
        {
            var value = name.ToAttribute() with { IsNullable = true };
            var empty = FoldConstants.Fold(result.Child.TransformUp(e => e is AggregateCall c ? c.Function.EmptyValue(c) ?? Literal.NullOf(c.DataType) : e));
            return (Expression)(result with { Child = empty is Literal { Value: null } ? value : new CaseWhen([new CaseBranch(isMissing, empty)], value) });
        });
        below = domain;
        return new Project([.. results, .. domain.Values], join);
    }

    private (LogicalPlan, Dictionary<ExprId, AttributeReference>) PushJoin(Join join)
    {
        var (inLeft, inRight) = (CorrelatedPredicates.HasOuterReference(join.Left), CorrelatedPredicates.HasOuterReference(join.Right));
        var inCondition = join.Condition?.Contains(e => e is OuterReference) == true;
        var keepsRight = join.Type is JoinType.RightOuter;
        var isInner = join.Type is JoinType.Inner or JoinType.Cross;
        if (join.Type == JoinType.FullOuter) throw Unsupported(join);
        if (!inRight && !keepsRight && (isInner || !inCondition || inLeft) || isInner && inCondition && !inRight)
        {
            var (left, domain) = Push(join.Left);
            return (Conditioned(join with { Left = left }, domain), domain);
        }
        if (!inLeft && (isInner || keepsRight))
        {
            var (right, domain) = Push(join.Right);
            return (Conditioned(join with { Right = right }, domain), domain);
        }
        var (first, firstDomain) = Push(join.Left);
        var (second, secondDomain) = Push(join.Right);
        var kept = keepsRight ? secondDomain : firstDomain;
        var both = Conditioned(join with { Left = first, Right = second }, kept);
        var same = firstDomain.Select(d => Same(d.Value, secondDomain[d.Key]));
        return (both with { Type = both.Type == JoinType.Cross ? JoinType.Inner : both.Type, Condition = Conjunctions.Join(Conjunctions.Split(both.Condition).Concat(same)) }, kept);
    }

    private static Join Conditioned(Join join, Dictionary<ExprId, AttributeReference> domain) => (Join)Bound(join, domain);

    private (LogicalPlan, Dictionary<ExprId, AttributeReference>) PushUnion(Union union)
    {
        Dictionary<ExprId, AttributeReference>? columns = null;
        var inputs = union.Inputs.Select(input =>
        {
            var (pushed, domain) = Push(input);
            columns ??= domain;
            return (LogicalPlan)new Project([.. input.Output, .. _read.Select(o => domain[o.Id])], pushed);
        }).ToArray();
        return (union with { Inputs = new(inputs.AsSpan()) }, columns!);
    }

    private (LogicalPlan, Dictionary<ExprId, AttributeReference>) PushLimit(Limit limit, int count)
    {
        var sort = limit.Child as Sort;
        var (child, domain) = Push(sort?.Child ?? limit.Child);
        if (!FunctionRegistry.BuiltIn.TryGet("row_number", out var function)) throw new InvalidOperationException("row_number is not registered.");
        ValueList<Expression> keys = new(domain.Values.ToArray());
        ValueList<SortOrder> order = sort == null ? [new SortOrder(keys[0])] : new(sort.Order.Select(o => (SortOrder)Bound(o, domain)));
        var spec = new WindowSpec(keys, order, new WindowFrame(FrameType.Rows, new FrameBound.UnboundedPreceding(), new FrameBound.CurrentRow()));
        var number = new Alias(new WindowExpression(new WindowCall((WindowFunction)function, [], IntegerType.Instance, false), spec), "number");
        var first = new Filter(new Comparison(ComparisonOperator.LessThanOrEqual, number.ToAttribute(), Literal.Of(count)), new Window([number], keys, order, child));
        return (new Project(new(child.Output), first), domain);
    }

    private static LogicalPlan Bound(LogicalPlan plan, Dictionary<ExprId, AttributeReference> domain) => plan.MapExpressions(e => Bound(e, domain));

    private static Expression Bound(Expression expression, Dictionary<ExprId, AttributeReference> domain)
        => expression.TransformUp(e => e is OuterReference o && domain.TryGetValue(o.Attribute.Id, out var column) ? column : e);

    private static AnalysisException Unsupported(LogicalPlan plan)
        => new("UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.ACCESSING_OUTER_QUERY_COLUMN_IS_NOT_ALLOWED", new Dictionary<string, string> { ["treeNode"] = plan.Describe() });
}
