using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>EXISTS and IN over queries as joins: semi and anti joins where they stand alone in a condition, else joins that add a boolean column.</summary>
sealed class RewritePredicateSubqueries : OptimizerRule
{
    public override bool IsRequired => true;

    public override LogicalPlan Apply(LogicalPlan plan) => plan.TransformUp(Rewrite);

    private LogicalPlan Rewrite(LogicalPlan plan)
    {
        plan = plan.MapExpressions(e => e.TransformUp(x => x is SubqueryExpression s ? s with { Plan = Apply(s.Plan) } : x));
        switch (plan)
        {
            case Filter filter when HasSubquery(filter.Condition):
                var child = filter.Child;
                var rest = new List<Expression>();
                foreach (var part in Conjunctions.Split(filter.Condition))
                {
                    if (part is Exists or InSubquery) child = ToJoin((SubqueryExpression)part, child, false);
                    else if (part is Not { Child: Exists or InSubquery } not) child = ToJoin((SubqueryExpression)not.Child, child, true);
                    else rest.Add(part);
                }
                // What stands inside other conditions becomes a column that says whether there is a match.
                var columns = filter.Child.Output;
                var conditions = rest.Select(r => Replace(r, ref child)).ToList();
                LogicalPlan filtered = Conjunctions.Join(conditions) is { } condition ? new Filter(condition, child) : child;
                return filtered.Output.Count == columns.Count ? filtered : new Project(new(columns), filtered);
            case Project project when project.List.Any(HasSubquery):
                var input = project.Child;
                var list = project.List.Select(e => Replace(e, ref input)).ToArray();
                return new Project(new(list), input);
            case Aggregate aggregate when aggregate.Expressions.Any(HasSubquery):
                var source = aggregate.Child;
                var grouping = aggregate.Grouping.Select(e => Replace(e, ref source)).ToArray();
                var results = aggregate.AggregateList.Select(e => Replace(e, ref source)).ToArray();
                return aggregate with { Grouping = new(grouping.AsSpan()), AggregateList = new(results.AsSpan()), Child = source };
            case Join { Condition: { } joinCondition } join when HasSubquery(joinCondition) && join.Type is JoinType.Inner or JoinType.Cross:
                return Rewrite(new Filter(((Join)plan).Condition!, join with { Condition = null, Type = JoinType.Inner }));
            case Join { Condition: { } outerCondition } outer when HasSubquery(outerCondition):
                var (left, right) = (outer.Left, outer.Right);
                var replaced = outerCondition.TransformDown(e => e is not (Exists or InSubquery or Not { Child: InSubquery }) ? e : IsOf(e, outer.Right) ? Replace(e, ref right) : Replace(e, ref left));
                var rewritten = outer with { Left = left, Right = right, Condition = replaced };
                return rewritten.Output.Count == outer.Output.Count ? rewritten : new Project(new(outer.Output), rewritten);
            default:
                return plan;
        }
    }

    // Whether what a subquery and its values read of the query around are columns of this side.
    private static bool IsOf(Expression subquery, LogicalPlan side)
    {
        var ids = side.Output.Select(a => a.Id).ToHashSet();
        return subquery.References.Any() && subquery.References.All(r => ids.Contains(r.Id));
    }

    private static bool HasSubquery(Expression e) => e.Contains(x => x is Exists or InSubquery);

    private static Expression Replace(Expression expression, ref LogicalPlan child)
    {
        var current = child;
        var replaced = expression.TransformDown(e =>
        {
            switch (e)
            {
                // What a null may equal cannot be known, unless there is nothing at all.
                case InSubquery { Values: [Literal { Value: null }] } @in:
                    return new CaseWhen([new CaseBranch(Mark(new Exists(@in.Plan) { OuterAttributes = @in.OuterAttributes }, false), Literal.NullOf(BooleanType.Instance))], Literal.False);
                case Not { Child: InSubquery @in }: return new Not(Mark(@in, true));
                case Exists or InSubquery: return Mark((SubqueryExpression)e, false);
                default: return e;
            }
        });
        child = current;
        return replaced;

        AttributeReference Mark(SubqueryExpression subquery, bool negated)
        {
            var exists = new AttributeReference("exists", BooleanType.Instance, false, ExprId.Next());
            var (right, equalities, conditions) = Parts(subquery, current);
            current = new Join(current, right, JoinType.Existence, Conjunctions.Join((negated ? equalities.Select(OrUnknown) : equalities).Concat(conditions))) { ExistsColumn = exists };
            return exists;
        }
    }

    // A comparison that is null counts as a match: NOT IN holds only where no row matches and none might.
    private static Expression OrUnknown(Expression comparison) => comparison.Nullable ? new Or(comparison, new IsNull(comparison)) : comparison;

    private static LogicalPlan ToJoin(SubqueryExpression subquery, LogicalPlan child, bool negated)
    {
        var (right, equalities, conditions) = Parts(subquery, child);
        var all = equalities.Concat(conditions);
        if (!negated) return new Join(child, right, JoinType.LeftSemi, Conjunctions.Join(all));
        if (equalities.Count == 1 && conditions.Count == 0 && equalities[0].Nullable) return new Join(child, right, JoinType.LeftAnti, equalities[0]) { IsNullAware = true };
        return new Join(child, right, JoinType.LeftAnti, Conjunctions.Join(equalities.Select(OrUnknown).Concat(conditions)));
    }

    // What IN compares and what the subquery asks for itself.
    private static (LogicalPlan Right, IReadOnlyList<Expression> Equalities, IReadOnlyList<Expression> Conditions) Parts(SubqueryExpression subquery, LogicalPlan outer)
    {
        // The plan may stand in the outer query too: its columns get ids of their own.
        var inner = FreshIds.Of(subquery.Plan);
        // A limit of an EXISTS changes nothing but keeps conditions from being pulled up.
        if (subquery is Exists) inner = WithoutLimit(inner);
        var unnested = CorrelatedPredicates.Unnest(inner, outer);
        if (subquery is not InSubquery @in) return (unnested.Plan, [], [.. unnested.Conditions]);
        return (unnested.Plan, [.. @in.Values.Select((v, i) => new Comparison(ComparisonOperator.Equal, v, inner.Output[i]))], [.. unnested.Conditions]);
    }

    private static LogicalPlan WithoutLimit(LogicalPlan plan) => plan switch
    {
        Limit { Count: Literal { Value: int and > 0 } } l => WithoutLimit(l.Child),
        Sort s => WithoutLimit(s.Child),
        Project p => p with { Child = WithoutLimit(p.Child) },
        _ => plan,
    };
}
