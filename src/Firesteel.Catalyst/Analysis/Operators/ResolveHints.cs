using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>Hints: join strategies go to the sources they name, partitioning hints become operators, unknown ones are dropped.</summary>
sealed class ResolveHints : OperatorRule<UnresolvedHint>
{
    protected override LogicalPlan Resolve(UnresolvedHint plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var strategy = plan.Name.ToUpperInvariant() switch
        {
            "BROADCAST" or "BROADCASTJOIN" or "MAPJOIN" => JoinStrategyHint.Broadcast,
            "MERGE" or "MERGEJOIN" or "SHUFFLE_MERGE" or "SHUFFLEMERGE" or "SHUFFLE_MERGE_JOIN" => JoinStrategyHint.ShuffleMerge,
            "SHUFFLE_HASH" => JoinStrategyHint.ShuffleHash,
            "SHUFFLE_REPLICATE_NL" => JoinStrategyHint.ShuffleReplicateNestedLoop,
            _ => JoinStrategyHint.None,
        };
        if (strategy != JoinStrategyHint.None)
        {
            if (plan.Parameters.Count == 0) return new ResolvedHint(strategy, resolver.Resolve(plan.Child, frame));
            var names = plan.Parameters.Select(NameOf).OfType<string>().ToHashSet(resolver.Settings.Names);
            return resolver.Resolve(Apply(plan.Child, strategy, names), frame);
        }
        return plan.Name.ToUpperInvariant() switch
        {
            "COALESCE" or "REPARTITION" or "REPARTITION_BY_RANGE" or "REBALANCE" => Partition(plan, frame, resolver),
            _ => resolver.Resolve(plan.Child, frame),
        };
    }

    // A hint reaches sources in the FROM of its own query, not into subqueries or below their names.
    private static LogicalPlan Apply(LogicalPlan plan, JoinStrategyHint hint, HashSet<string> names) => plan switch
    {
        UnresolvedRelation r when names.Contains(r.Name[^1]) => new ResolvedHint(hint, r),
        SubqueryAlias a when names.Contains(a.Name[^1]) => new ResolvedHint(hint, a),
        ResolvedHint or SubqueryAlias or UnresolvedWith => plan,
        _ => plan.MapChildren(c => Apply(c, hint, names)),
    };

    private static LogicalPlan Partition(UnresolvedHint plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        CheckParameters(plan);
        var child = resolver.Resolve(plan.Child, frame);
        var count = plan.Parameters.Count > 0 && plan.Parameters[0] is Literal { Value: int n } ? Repartition.Positive(n) : (int?)null;
        var expressions = plan.Parameters.Skip(count == null ? 0 : 1).Select(e => e is Literal { Value: string s } ? new UnresolvedAttribute([s]) { Origin = e.Origin } : e);
        var keys = resolver.Over(resolver.ScopeOf(frame, child)).ResolveAll(expressions);
        if (plan.Name.Equals("COALESCE", StringComparison.OrdinalIgnoreCase)) return count == null ? child : new Repartition(count.Value, false, child);
        if (keys.Count == 0) return count == null ? child : new Repartition(count.Value, true, child);
        if (plan.Name.Equals("REPARTITION_BY_RANGE", StringComparison.OrdinalIgnoreCase)) keys = new(keys.Select(k => k as SortOrder ?? new SortOrder(k)));
        return new RepartitionByExpression(keys, count, child);
    }

    // A number of partitions, columns, or the number and columns; for COALESCE just the number.
    private static void CheckParameters(UnresolvedHint plan)
    {
        var name = plan.Name.ToUpperInvariant();
        if (name == "COALESCE")
        {
            if (plan.Parameters is not [Literal { Value: int }]) throw AnalysisErrors.Error(plan.Origin, "_LEGACY_ERROR_TEMP_1048", ("hintName", name));
            return;
        }
        var columns = plan.Parameters is [Literal { Value: int }, ..] ? plan.Parameters.Skip(1) : plan.Parameters;
        var invalid = columns.Where(c => c is Literal { Value: not string } or not (Literal or UnresolvedAttribute or AttributeReference or SortOrder)).Select(c => $"\"{c.Sql}\"").ToList();
        if (invalid.Count > 0) throw AnalysisErrors.Error(plan.Origin, "_LEGACY_ERROR_TEMP_1047", ("hintName", name), ("invalidParams", string.Join(", ", invalid)));
    }

    private static string? NameOf(Expression parameter) => parameter switch
    {
        UnresolvedAttribute a => a.Parts[^1],
        Literal { Value: string s } => s,
        _ => null,
    };
}
