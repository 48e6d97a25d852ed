using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis;

/// <summary>Columns that a plan can give but does not show: keys of a USING join's sides, metadata of files.</summary>
static class HiddenColumns
{
    public static IEnumerable<AttributeReference> Of(LogicalPlan plan) => plan switch
    {
        Project { Hidden.Count: > 0 } p => p.Hidden,
        Project p => Below(p.Child).Where(c => p.Output.All(o => o.Id != c.Id)),
        SubqueryAlias a => Below(a.Child).Where(MetadataColumn.Is).Select(c => c.WithQualifier(a.Name)),
        SourceRelation r => r.Hidden,
        Filter or Sort or Limit or Offset or Sample or ResolvedHint or Window or Repartition or RepartitionByExpression => Of(plan.Children[0]),
        Generate g => Of(g.Child),
        Join { Type: JoinType.LeftSemi or JoinType.LeftAnti } => [],
        Join j => Of(j.Left, j.Type is JoinType.RightOuter or JoinType.FullOuter).Concat(Of(j.Right, j.Type is JoinType.LeftOuter or JoinType.FullOuter)),
        LateralJoin j => Of(j.Left).Concat(Of(j.Right, j.Type is JoinType.LeftOuter)),
        _ => [],
    };

    private static IEnumerable<AttributeReference> Of(LogicalPlan side, bool mayBeMissing) => mayBeMissing ? Of(side).Select(c => c with { IsNullable = true }) : Of(side);

    // Through any number of select lists, at once: deep plans are long chains of them.
    private static IEnumerable<AttributeReference> Below(LogicalPlan plan)
    {
        if (!plan.HasHidden) return [];
        DepthGuard.Check();
        return [.. Of(plan)];
    }

    /// <summary>The plan with those hidden columns in its output that are asked for.</summary>
    public static LogicalPlan Show(LogicalPlan plan, IReadOnlySet<ExprId> ids)
    {
        if (!Of(plan).Any(h => ids.Contains(h.Id))) return plan;
        switch (plan)
        {
            case Project p:
                var shown = Of(p).Where(h => ids.Contains(h.Id) && p.Output.All(o => o.Id != h.Id)).ToList();
                return p with { List = [.. p.List, .. shown], Hidden = new(p.Hidden.Where(h => !shown.Contains(h))), Child = Show(p.Child, ids) };
            case SourceRelation r:
                return MetadataColumn.Show(r, ids);
            default:
                return plan.MapChildren(c => Show(c, ids));
        }
    }
}
