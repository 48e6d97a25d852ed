using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>One rewriting of analysed plans that keeps their meaning.</summary>
abstract class OptimizerRule
{
    /// <summary>The rule's name, for <c>spark.sql.optimizer.excludedRules</c>.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>The rules of Spark's optimizer that have the same purpose; a rule that one of them excludes does not run.</summary>
    public virtual IReadOnlyList<string> SparkNames => [];

    /// <summary>Whether plans cannot run without it, so that it cannot be excluded.</summary>
    public virtual bool IsRequired => false;

    public abstract LogicalPlan Apply(LogicalPlan plan);

    /// <summary>Applies a rewriting to every node, plans inside subquery expressions included, children first.</summary>
    protected static LogicalPlan Everywhere(LogicalPlan plan, Func<LogicalPlan, LogicalPlan> rule)
        => plan.TransformUp(node => rule(node.MapExpressions(e => e.TransformUp(x => x is SubqueryExpression s ? s with { Plan = Everywhere(s.Plan, rule) } : x))));
}

/// <summary>Rules that run one after the other, once or until nothing changes.</summary>
sealed record OptimizerBatch(string Name, int MaxRuns, params OptimizerRule[] Rules);

/// <summary>Rewrites an analysed plan by one ordered list of batches.</summary>
sealed class Optimizer(IReadOnlyList<OptimizerBatch> batches)
{
    private const int FixedPoint = 100;

    /// <param name="estimates">Sizes and distinct counts, for the order of joins.</param>
    /// <param name="timeZone">The session's, which constants of moments depend on.</param>
    public static Optimizer Create(Statistics estimates, IReadOnlySet<string>? excluded = null, string timeZone = "UTC")
    {
        OptimizerBatch[] all =
        [
            new("Finish analysis", 1, new InlineCtes(), new EliminateNames(), new ReplaceDefinedFunctions(), new ReplaceSetOperations()),
            new("Subqueries", 1, new FoldConstants(timeZone), new SimplifyBooleans(), new PushDownPredicates(), new SplitAggregateSubqueries(), new RewritePredicateSubqueries(), new RewriteScalarSubqueries(), new RewriteLateralJoins()),
            new("Operators", FixedPoint, new FoldConstants(timeZone), new SimplifyBooleans(), new SimplifyConditionals(), new UnwrapCasts(), new TypeVariantPaths(), new PushDownPredicates(), new InferConditions(), new ReduceOuterJoins(),
                new CombineProjects(), new SimplifyStructFields(), new CombineUnions(), new PushDownLimits(), new EliminateSorts(), new EliminateDistinct(), new PropagateEmptyRelations()),
            new("Aggregates", 1, new SortMapKeys(), new RewriteDistinctAggregates()),
            new("Joins", 1, new ReorderJoins(estimates)),
            new("After joins", FixedPoint, new PushDownPredicates(), new CombineProjects(), new SimplifyStructFields()),
            new("Columns", 1, new PruneColumns()),
            new("Clean up", FixedPoint, new CombineProjects(), new SimplifyStructFields()),
            new("Python", 1, new ExtractPythonUdfs()),
        ];
        return new Optimizer([.. all.Select(b => b with { Rules = [.. b.Rules.Where(r => r.IsRequired || excluded == null || !r.SparkNames.Append(r.Name).Any(excluded.Contains))] })]);
    }

    public LogicalPlan Execute(LogicalPlan plan)
    {
        foreach (var batch in batches)
        {
            for (var run = 0; run < batch.MaxRuns; run++)
            {
                var before = plan;
                foreach (var rule in batch.Rules) plan = rule.Apply(plan);
                if (ReferenceEquals(plan, before) || plan.Equals(before)) break;
            }
        }
        return plan;
    }
}
