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
        Project p => p.Hidden,
        SubqueryAlias a => Of(a.Child).Where(c => c.Metadata.ContainsKey(MetadataKey)).Select(c => c.WithQualifier(a.Name)),
        SourceRelation { Table: IMetadataColumns m } r => m.MetadataColumns(r),
        Filter or Sort or Limit or Offset or Sample or ResolvedHint or Window or Repartition or RepartitionByExpression => Of(plan.Children[0]),
        Generate g => Of(g.Child),
        Join { Type: not (JoinType.LeftSemi or JoinType.LeftAnti) } j => Of(j.Left).Concat(Of(j.Right)),
        LateralJoin j => Of(j.Left).Concat(Of(j.Right)),
        _ => [],
    };

    /// <summary>Marks a metadata column, which plain names reach too.</summary>
    public const string MetadataKey = "__metadata_col";

    /// <summary>The plan with those hidden columns in its output that are asked for.</summary>
    public static LogicalPlan Show(LogicalPlan plan, IReadOnlySet<ExprId> ids)
    {
        if (!Of(plan).Any(h => ids.Contains(h.Id))) return plan;
        switch (plan)
        {
            case Project p:
                var shown = p.Hidden.Where(h => ids.Contains(h.Id) && p.Output.All(o => o.Id != h.Id)).ToList();
                return p with { List = [.. p.List, .. shown], Hidden = new(p.Hidden.Where(h => !shown.Contains(h))), Child = Show(p.Child, ids) };
            case SourceRelation r:
                return r with { Columns = [.. r.Columns, .. Of(r).Where(h => ids.Contains(h.Id))] };
            default:
                return plan.MapChildren(c => Show(c, ids));
        }
    }
}

/// <summary>A table whose rows carry metadata beside its columns, such as the file that a row came from.</summary>
interface IMetadataColumns
{
    /// <summary>The metadata columns of one reading of the table; always the same ones for the same reading.</summary>
    IEnumerable<AttributeReference> MetadataColumns(SourceRelation relation);
}
