using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>Takes out nodes that only gave names: aliases of relations, views.</summary>
sealed class EliminateNames : OptimizerRule
{
    public override bool IsRequired => true;

    public override LogicalPlan Apply(LogicalPlan plan) => Everywhere(plan, node => node switch
    {
        SubqueryAlias a => a.Child,
        ViewRelation v => v.Child,
        Join { Left: ResolvedHint h } j => j with { Left = h.Child, LeftHint = h.Hint },
        Join { Right: ResolvedHint h } j => j with { Right = h.Child, RightHint = h.Hint },
        _ => node,
    });
}

/// <summary>Puts what a function is defined by in its place.</summary>
sealed class ReplaceDefinedFunctions : OptimizerRule
{
    public override bool IsRequired => true;

    public override LogicalPlan Apply(LogicalPlan plan)
        => Everywhere(plan, node => node.TransformExpressionsUp(e => e switch { Replaced r => r.Replacement, VariableReference v => v.Value, _ => e }));
}

/// <summary>
/// Puts the body of each CTE where it is read, under the reader's column ids. Definitions whose values may differ between reads
/// are inlined too, each read with its own.
/// </summary>
sealed class InlineCtes : OptimizerRule
{
    public override bool IsRequired => true;

    public override LogicalPlan Apply(LogicalPlan plan) => Inline(plan, []);

    private static LogicalPlan Inline(LogicalPlan plan, Dictionary<long, LogicalPlan> known)
    {
        DepthGuard.Check();
        switch (plan)
        {
            case WithCte with:
                foreach (var definition in with.Definitions) known[definition.Id] = Inline(definition.Plan, known);
                return Inline(with.Child, known);
            case CteRelationRef reference when known.TryGetValue(reference.Id, out var body):
                var copy = FreshIds.Of(body);
                return new Project(new(reference.Columns.Select((c, i) => (Expression)new Alias(copy.Output[i], c.Name, c.Id))), copy);
            default:
                return plan.MapChildren(c => Inline(c, known)).MapExpressions(e => e.TransformUp(x => x is SubqueryExpression s ? s with { Plan = Inline(s.Plan, known) } : x));
        }
    }
}

/// <summary>Copies of plans whose columns have ids of their own, so that a plan may stand twice in a query.</summary>
static class FreshIds
{
    public static LogicalPlan Of(LogicalPlan plan)
    {
        var ids = new Dictionary<ExprId, ExprId>();
        return Copy(plan, ids);
    }

    private static LogicalPlan Copy(LogicalPlan plan, Dictionary<ExprId, ExprId> ids)
    {
        DepthGuard.Check();
        var copied = plan.MapChildren(c => Copy(c, ids));
        foreach (var made in Produced(copied)) ids.TryAdd(made, ExprId.Next());
        copied = copied.MapExpressions(e => Rename(e, ids));
        return copied switch
        {
            LocalRelation l => l with { Columns = Rename(l.Columns, ids) },
            RangeRelation r => r with { Columns = Rename(r.Columns, ids) },
            LogicalRdd r => r with { Columns = Rename(r.Columns, ids) },
            InMemoryRelation m => m with { Columns = Rename(m.Columns, ids) },
            SourceRelation s => s with { Columns = Rename(s.Columns, ids) },
            CteRelationRef c => c with { Columns = Rename(c.Columns, ids) },
            RecursiveUnion u => u with { Columns = Rename(u.Columns, ids) },
            Expand e => e with { Columns = Rename(e.Columns, ids) },
            Generate g => g with { GeneratorOutput = Rename(g.GeneratorOutput, ids) },
            Join { ExistsColumn: { } exists } j => j with { ExistsColumn = (AttributeReference)Rename(exists, ids) },
            _ => copied,
        };
    }

    // Ids that a node makes itself; those it only passes on come from below.
    private static IEnumerable<ExprId> Produced(LogicalPlan plan) => plan switch
    {
        LeafPlan => plan.Output.Select(a => a.Id),
        Generate g => g.GeneratorOutput.Select(a => a.Id),
        Expand e => e.Columns.Select(a => a.Id),
        RecursiveUnion u => u.Columns.Select(a => a.Id),
        Join { ExistsColumn: { } exists } => [exists.Id],
        _ => plan.Expressions.SelectMany(e => e.Collect<Alias>()).Select(a => a.Id),
    };

    private static ValueList<AttributeReference> Rename(ValueList<AttributeReference> columns, Dictionary<ExprId, ExprId> ids)
        => new(columns.Select(c => (AttributeReference)Rename(c, ids)));

    private static Expression Rename(Expression expression, Dictionary<ExprId, ExprId> ids) => expression.TransformUp(e => e switch
    {
        AttributeReference a when ids.TryGetValue(a.Id, out var id) => a with { Id = id },
        Alias a when ids.TryGetValue(a.Id, out var id) => a with { Id = id },
        OuterReference o when ids.TryGetValue(o.Attribute.Id, out var id) => new OuterReference(o.Attribute with { Id = id }),
        SubqueryExpression s => s with { Plan = RenameInside(s.Plan, ids) },
        _ => e,
    });

    // A subquery's own columns stay; what it reads of the outer query follows the copy.
    private static LogicalPlan RenameInside(LogicalPlan plan, Dictionary<ExprId, ExprId> ids)
        => plan.TransformAllExpressions(e => e switch
        {
            OuterReference o when ids.TryGetValue(o.Attribute.Id, out var id) => new OuterReference(o.Attribute with { Id = id }),
            SubqueryExpression s => s with { Plan = RenameInside(s.Plan, ids) },
            _ => e,
        });
}

/// <summary>INTERSECT and EXCEPT as joins and aggregates.</summary>
sealed class ReplaceSetOperations : OptimizerRule
{
    public override bool IsRequired => true;

    public override LogicalPlan Apply(LogicalPlan plan) => Everywhere(plan, node => node switch
    {
        SetOperation { IsAll: false } s => new Distinct(new Join(s.Left, s.Right, s.Operator == SetOperator.Intersect ? JoinType.LeftSemi : JoinType.LeftAnti, AllEqual(s.Left, s.Right))),
        SetOperation s => CountedSetOperation.Rewrite(s),
        _ => node,
    });

    private static Expression? AllEqual(LogicalPlan left, LogicalPlan right)
        => Conjunctions.Join(left.Output.Zip(right.Output).Select(z => (Expression)new Comparison(ComparisonOperator.EqualNullSafe, z.First, z.Second)));
}
