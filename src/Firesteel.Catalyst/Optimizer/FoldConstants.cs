using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Plans;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>Computes what does not depend on rows. An expression that fails is left for run time, where perhaps no row reaches it.</summary>
sealed class FoldConstants(string timeZone) : OptimizerRule
{
    public override IReadOnlyList<string> SparkNames => ["ConstantFolding"];

    public override LogicalPlan Apply(LogicalPlan plan) => Everywhere(plan, node => node is Aggregate ? node : node.MapExpressions(FoldLargest));

    // The largest constant trees as a whole: folded level by level each level would copy what is below it once more.
    private Expression FoldLargest(Expression expression)
    {
        DepthGuard.Check();
        var folded = Fold(expression, timeZone);
        return ReferenceEquals(folded, expression) ? expression.MapChildren(FoldLargest) : folded;
    }

    public static Expression Fold(Expression expression, string timeZone = "UTC")
    {
        if (expression is Literal or Alias or SortOrder or AggregateCall or GeneratorCall or WindowCall or LambdaFunction || !expression.Foldable) return expression;
        try
        {
            return ConstantFolding.Evaluate(expression, timeZone);
        }
        catch (SparkException e) when (e.Condition != DepthGuard.Condition)
        {
            return expression;
        }
    }
}

/// <summary>Rules of logic over conditions: true AND x, double negation, comparisons under NOT.</summary>
sealed class SimplifyBooleans : OptimizerRule
{
    public override IReadOnlyList<string> SparkNames => ["BooleanSimplification", "PruneFilters"];

    public override LogicalPlan Apply(LogicalPlan plan) => Everywhere(plan, node =>
    {
        // What an aggregation gives must stay what it groups by.
        var simplified = node is Aggregate ? node : node.TransformExpressionsUp(Simplify);
        if (simplified is Filter filter) simplified = filter with { Condition = NullIsFalse(filter.Condition) };
        return simplified switch
        {
            Filter { Condition: Literal { IsTrue: true } } f => f.Child,
            Filter { Condition: Literal l } f when !l.IsTrue => new LocalRelation(f.Output, LiteralRows.None),
            _ => simplified,
        };
    });

    // A filter drops the rows for which its condition is null.
    private static Expression NullIsFalse(Expression condition) => condition switch
    {
        Literal { Value: null } => Literal.False,
        And a when a.Contains(IsNullLiteral) => Simplify(new And(NullIsFalse(a.Left), NullIsFalse(a.Right))),
        Or o when o.Contains(IsNullLiteral) => Simplify(new Or(NullIsFalse(o.Left), NullIsFalse(o.Right))),
        _ => condition,
    };

    private static bool IsNullLiteral(Expression e) => e is Literal { Value: null };

    public static Expression Simplify(Expression expression) => expression switch
    {
        And { Left: Literal { IsTrue: true } } a => a.Right,
        And { Right: Literal { IsTrue: true } } a => a.Left,
        And { Left: Literal { IsFalse: true } } => Literal.False,
        And { Right: Literal { IsFalse: true } } a when !a.Left.CanFail => Literal.False,
        Or { Left: Literal { IsFalse: true } } o => o.Right,
        Or { Right: Literal { IsFalse: true } } o => o.Left,
        Or { Left: Literal { IsTrue: true } } => Literal.True,
        Or { Right: Literal { IsTrue: true } } o when !o.Left.CanFail => Literal.True,
        And a when a.Left.Equals(a.Right) && a.Deterministic => a.Left,
        Or o when o.Left.Equals(o.Right) && o.Deterministic => o.Left,
        Or o => FactorOut(o),
        Not { Child: Literal { Value: bool value } } => Literal.Of(!value),
        Not { Child: Not inner } => inner.Child,
        Not { Child: Comparison { Operator: not (ComparisonOperator.Equal or ComparisonOperator.EqualNullSafe) } c } => c with { Operator = Inverse(c.Operator) },
        Not { Child: IsNull n } => new IsNotNull(n.Child),
        Not { Child: IsNotNull n } => new IsNull(n.Child),
        Not { Child: And a } => Simplify(new Or(Simplify(new Not(a.Left)), Simplify(new Not(a.Right)))),
        Not { Child: Or o } => new And(Simplify(new Not(o.Left)), Simplify(new Not(o.Right))),
        IsNull { Child: { Nullable: false, CanFail: false } } => Literal.False,
        IsNotNull { Child: { Nullable: false, CanFail: false } } => Literal.True,
        _ => expression,
    };

    // (a AND b) OR (a AND c) is a AND (b OR c): what every branch asks for can be pushed down by itself.
    private static Expression FactorOut(Or or)
    {
        // Most alternatives have nothing in common, as the first and the last one show.
        Expression first = or;
        while (first is Or left) first = left.Left;
        var candidates = Conjunctions.Split(first);
        if (!Conjunctions.Split(or.Right is Or ? Conjunctions.SplitOr(or.Right)[0] : or.Right).Any(candidates.Contains)) return or;
        var branches = Conjunctions.SplitOr(or).Select(b => Conjunctions.Split(b).ToList()).ToList();
        var common = branches[0].Where(c => c.Deterministic && !c.CanFail && branches.Skip(1).All(b => b.Contains(c))).Distinct().ToList();
        if (common.Count == 0) return or;
        var rests = branches.Select(b => Conjunctions.Join(b.Where(c => !common.Contains(c)))).ToList();
        var shared = Conjunctions.Join(common)!;
        return rests.Any(r => r == null) ? shared : new And(shared, rests.Aggregate((a, b) => new Or(a!, b!))!);
    }

    private static ComparisonOperator Inverse(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.LessThan => ComparisonOperator.GreaterThanOrEqual,
        ComparisonOperator.LessThanOrEqual => ComparisonOperator.GreaterThan,
        ComparisonOperator.GreaterThan => ComparisonOperator.LessThanOrEqual,
        _ => ComparisonOperator.LessThan,
    };
}
