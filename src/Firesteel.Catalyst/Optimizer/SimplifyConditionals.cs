using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>Branches that are never or always taken, arguments of coalesce that are never reached, and lists of alternatives for one column.</summary>
sealed class SimplifyConditionals : OptimizerRule
{
    public override IReadOnlyList<string> SparkNames => ["SimplifyConditionals", "OptimizeIn", "NullPropagation"];

    public override LogicalPlan Apply(LogicalPlan plan) => Everywhere(plan, node => node is Aggregate ? node : node.TransformExpressionsUp(Simplify));

    public static Expression Simplify(Expression expression) => expression switch
    {
        CaseWhen c => Simplify(c),
        Coalesce c => Simplify(c),
        In { List: [Literal { Value: not null } only] } i => new Comparison(ComparisonOperator.Equal, i.Value, only),
        In i when i.List.All(e => e is Literal) && i.List.Distinct().Count() < i.List.Count => i with { List = new(i.List.Distinct().ToArray()) },
        Or o => Alternatives(o),
        _ => expression,
    };

    private static Expression Simplify(CaseWhen c)
    {
        var branches = c.Branches.Where(b => b.Condition is not Literal { Value: null or false }).ToList();
        var always = branches.FindIndex(b => b.Condition is Literal { IsTrue: true });
        var otherwise = always < 0 ? c.Else : branches[always].Value;
        if (always >= 0) branches.RemoveRange(always, branches.Count - always);
        if (branches.Count == 0) return otherwise ?? Literal.NullOf(c.DataType);
        return branches.Count == c.Branches.Count ? c : new CaseWhen(new(branches), otherwise) { Origin = c.Origin };
    }

    private static Expression Simplify(Coalesce c)
    {
        var arguments = c.Arguments.Where(a => a is not Literal { Value: null }).ToList();
        var last = arguments.FindIndex(a => !a.Nullable);
        if (last >= 0) arguments.RemoveRange(last + 1, arguments.Count - last - 1);
        if (arguments.Count == 0) return Literal.NullOf(c.DataType);
        if (arguments.Count == 1) return arguments[0];
        return arguments.Count == c.Arguments.Count ? c : new Coalesce(new(arguments));
    }

    // a = 1 OR a IN (2, 3) OR … is a IN (1, 2, 3), looked up at once.
    private static Expression Alternatives(Or or)
    {
        var parts = Conjunctions.SplitOr(or).ToList();
        if (parts[0] is not (Comparison or In) || Values(parts[0]) is not { } first) return or;
        var all = new List<Expression>();
        foreach (var part in parts)
        {
            if (Values(part) is not { } values || !values.Column.Equals(first.Column)) return or;
            all.AddRange(values.List);
        }
        return new In(first.Column, new(all.Distinct().ToArray()));
    }

    private static (AttributeReference Column, IEnumerable<Expression> List)? Values(Expression part) => part switch
    {
        Comparison { Operator: ComparisonOperator.Equal, Left: AttributeReference a, Right: Literal l } when l.DataType == a.DataType => (a, [l]),
        In { Value: AttributeReference a } i when i.List.All(e => e is Literal l && l.DataType == a.DataType) => (a, i.List),
        _ => null,
    };
}
