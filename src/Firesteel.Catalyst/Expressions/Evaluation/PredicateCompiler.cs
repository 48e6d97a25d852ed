using Firesteel.Columnar.Kernels;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>Makes predicates of boolean expressions. NOT is carried down to the leaves, where it turns a test around.</summary>
static class PredicateCompiler
{
    /// <summary>Alternatives up to which each level is compiled for itself.</summary>
    private const int LongestChain = 32;

    public static Predicate Compile(Expression condition, EvaluationContext context) => Compile(condition, true, context);

    private static Predicate Compile(Expression node, bool wanted, EvaluationContext context)
    {
        DepthGuard.Check();
        switch (node)
        {
            case Alias a: return Compile(a.Child, wanted, context);
            case Replaced r: return Compile(r.Replacement, wanted, context);
            case Not n: return Compile(n.Child, !wanted, context);
        }
        var inner = node switch
        {
            And a when wanted => AllOf<And>(a, wanted, context),
            Or o when !wanted => AllOf<Or>(o, wanted, context),
            And a => AnyOf(a, wanted, context),
            Or o => AnyOf(o, wanted, context),
            _ => Leaf(node, wanted, context),
        };
        return OnlyColumn(node) is { } column && inner is not AllOfPredicate ? new DictionaryPredicate(inner, column, context) : inner;
    }

    // A side that can fail is evaluated, as in Spark, wherever the sides before it did not decide: a null does not.
    private static Predicate AllOf<T>(BinaryExpression node, bool wanted, EvaluationContext context) where T : BinaryExpression
    {
        var parts = new List<Expression>();
        Collect(node);
        if (!wanted && parts.Skip(1).Any(p => p.CanFail)) return Leaf(node, wanted, context);
        return new AllOfPredicate(parts.Select(p => Compile(p, wanted, context)).ToArray());

        void Collect(Expression e)
        {
            DepthGuard.Check();
            if (e is T b) { Collect(b.Left); Collect(b.Right); }
            else parts.Add(e);
        }
    }

    private static AnyOfPredicate AnyOf(BinaryExpression node, bool wanted, EvaluationContext context)
    {
        var parts = LongChain(node);
        return parts == null ? new(Compile(node.Left, wanted, context), Compile(node.Right, wanted, context), context) : (AnyOfPredicate)AnyOf(parts, 0, parts.Count, wanted, context);
    }

    // The same parts in the same order, halved and halved again: as deep as it was written a chain of thousands would be searched at every level.
    private static Predicate AnyOf(List<Expression> parts, int from, int to, bool wanted, EvaluationContext context)
    {
        if (to - from == 1) return Compile(parts[from], wanted, context);
        var middle = from + (to - from) / 2;
        return new AnyOfPredicate(AnyOf(parts, from, middle, wanted, context), AnyOf(parts, middle, to, wanted, context), context);
    }

    private static List<Expression>? LongChain(BinaryExpression node)
    {
        var (parts, kind) = (new List<Expression>(), node.GetType());
        Expression left = node;
        for (; left.GetType() == kind; left = ((BinaryExpression)left).Left) parts.Add(((BinaryExpression)left).Right);
        if (parts.Count < LongestChain) return null;
        parts.Add(left);
        parts.Reverse();
        return parts;
    }

    private static Predicate Leaf(Expression node, bool wanted, EvaluationContext context)
    {
        var scope = new CompilationScope(context);
        switch (node)
        {
            case Comparison c when ComparisonEvaluator.TestOf(c.Operator) is { } test:
                return new ComparePredicate(wanted ? test : test.Negate(), scope.Operand(c.Left), scope.Operand(c.Right), context);
            case IsNull n: return new NullPredicate(scope.Compile(n.Child), wanted, context);
            case IsNotNull n: return new NullPredicate(scope.Compile(n.Child), !wanted, context);
            default: return new BooleanPredicate(scope.Operand(node), wanted, context);
        }
    }

    /// <summary>The one column that the condition reads, where it depends on nothing else and cannot fail.</summary>
    private static BoundReference? OnlyColumn(Expression node)
    {
        if (node.CanFail || !node.Deterministic || node.Contains(e => e is ScalarCall { Function.IsFoldable: false } or LambdaVariable)) return null;
        BoundReference? only = null;
        foreach (var reference in node.Collect<BoundReference>())
        {
            if (only != null && only.Ordinal != reference.Ordinal) return null;
            only = reference;
        }
        return only?.Type is ArrayType or MapType or StructType or NullType ? null : only;
    }
}
