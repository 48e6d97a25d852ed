using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;

namespace Firesteel.Sql.Planning;

/// <summary>Carries partitionings and orders through a select list, under the names that it gives.</summary>
static class PartitioningRenames
{
    public static Partitioning Through(Partitioning partitioning, ValueList<Expression> list) => partitioning switch
    {
        HashPartitioning h => Rename(h.Expressions, list) is { } e ? h with { Expressions = e } : Partitioning.Unknown(h.Count),
        RangePartitioning r => Rename(r.Order, list) is { } o ? r with { Order = new(o.Cast<SortOrder>()) } : Partitioning.Unknown(r.Count),
        _ => partitioning,
    };

    /// <summary>The longest prefix of the order whose columns live on.</summary>
    public static ValueList<SortOrder> Through(ValueList<SortOrder> order, ValueList<Expression> list)
        => new(order.Select(o => Rename([o], list)).TakeWhile(o => o != null).Select(o => (SortOrder)o![0]));

    private static ValueList<Expression>? Rename(IEnumerable<Expression> expressions, ValueList<Expression> list)
    {
        var names = new Dictionary<Expression, AttributeReference>();
        foreach (var item in list)
        {
            if (item is Alias a) names.TryAdd(a.Child, a.ToAttribute());
            else if (item is AttributeReference r) names[r] = r;
        }
        var lost = false;
        var renamed = new ValueList<Expression>(expressions.Select(e => e.TransformDown(x =>
        {
            if (names.TryGetValue(x, out var attribute)) return attribute;
            if (x is AttributeReference) lost = true;
            return x;
        })).ToArray());
        return lost ? null : renamed;
    }
}
