using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>EXISTS and IN over queries as joins: semi and anti joins where they stand alone in a condition, else joins that add a boolean column.</summary>
sealed class RewritePredicateSubqueries : OptimizerRule
{
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
                var replaced = outerCondition.TransformDown(e => e is not (Exists or InSubquery) ? e : IsOf(e, outer.Right) ? Replace(e, ref right) : Replace(e, ref left));
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
            if (e is not (Exists or InSubquery)) return e;
            var exists = new AttributeReference("exists", BooleanType.Instance, false, ExprId.Next());
            var (right, condition, nullable) = Parts((SubqueryExpression)e, current);
            current = new Join(current, right, JoinType.Existence, condition) { ExistsColumn = exists };
            if (e is not InSubquery || !nullable) return exists;
            // IN is null, not false, where nothing matches but something might: a second join looks for rows whose comparison is null.
            var unknown = new AttributeReference("unknown", BooleanType.Instance, false, ExprId.Next());
            var (again, same, _) = Parts((SubqueryExpression)e, current);
            current = new Join(current, again, JoinType.Existence, Unknown(same!)) { ExistsColumn = unknown };
            return new CaseWhen([new CaseBranch(exists, Literal.True), new CaseBranch(unknown, Literal.NullOf(BooleanType.Instance))], Literal.False);
        });
        child = current;
        return replaced;
    }

    // Neither true nor false.
    private static Expression Unknown(Expression condition) => new IsNull(condition);

    private static LogicalPlan ToJoin(SubqueryExpression subquery, LogicalPlan child, bool negated)
    {
        var (right, condition, nullable) = Parts(subquery, child);
        if (!negated) return new Join(child, right, JoinType.LeftSemi, condition);
        if (subquery is not InSubquery @in || !nullable) return new Join(child, right, JoinType.LeftAnti, condition);
        var single = @in.Values.Count == 1 && !CorrelatedPredicates.HasOuterReference(@in.Plan);
        if (single) return new Join(child, right, JoinType.LeftAnti, condition) { IsNullAware = true };
        // NOT IN holds only where no row matches and none might: a comparison that is null counts as a match.
        var unknown = Conjunctions.Split(condition).Select(c => c is Comparison { Nullable: true } ? new Or(c, new IsNull(c)) : c);
        return new Join(child, right, JoinType.LeftAnti, Conjunctions.Join(unknown));
    }

    private static (LogicalPlan Right, Expression? Condition, bool Nullable) Parts(SubqueryExpression subquery, LogicalPlan outer)
    {
        // The plan may stand in the outer query too: its columns get ids of their own.
        var inner = FreshIds.Of(subquery.Plan);
        // A limit of an EXISTS changes nothing but keeps conditions from being pulled up.
        if (subquery is Exists) inner = WithoutLimit(inner);
        // An aggregation of everything has a row whatever matches.
        var countsNothing = inner.Contains(p => p is Aggregate { Grouping.Count: 0 } && Decorrelation.IsCorrelated(p));
        var pulled = countsNothing ? Decorrelation.Apply(inner, outer) : CorrelatedPredicates.PullUp(inner, outer);
        IEnumerable<Expression> conditions = pulled.Conditions;
        var nullable = false;
        if (subquery is InSubquery @in)
        {
            var equals = @in.Values.Select((v, i) => (Expression)new Comparison(ComparisonOperator.Equal, v, pulled.Plan.Output[i])).ToList();
            nullable = equals.Any(e => e.Nullable);
            conditions = equals.Concat(conditions);
        }
        return (pulled.Plan, Conjunctions.Join(conditions), nullable);
    }

    private static LogicalPlan WithoutLimit(LogicalPlan plan) => plan switch
    {
        Limit { Count: Literal { Value: int and > 0 } } l => WithoutLimit(l.Child),
        Sort s => WithoutLimit(s.Child),
        Project p => p with { Child = WithoutLimit(p.Child) },
        _ => plan,
    };
}
