using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Sql.DataSources;
using Firesteel.Sql.Exchange;
using Firesteel.Sql.Operators;
using Firesteel.Sql.Operators.Aggregation;
using Firesteel.Sql.Operators.Joins;
using Firesteel.Sql.Operators.Sorting;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Adaptive;

/// <summary>
/// Carries a runtime filter on a column down to the scans that the column comes from. Only operators let it through for which a row
/// without a partner above makes no difference to other rows.
/// </summary>
static class PushDownRuntimeFilter
{
    public static PhysicalPlan Apply(PhysicalPlan plan, AttributeReference key, RuntimeFilterSource filter)
    {
        switch (plan)
        {
            case FileScanExec scan:
                return scan.Columns.Contains(key) ? scan with { RuntimeFilters = [.. scan.RuntimeFilters, new ScanRuntimeFilter(key, filter)] } : scan;
            case FilterExec f: return f with { Child = Apply(f.Child, key, filter) };
            case CoalesceExec c: return c with { Child = Apply(c.Child, key, filter) };
            case SortExec { Limit: null } s: return s with { Child = Apply(s.Child, key, filter) };
            case ShuffleExchangeExec { IsShared: false } e: return e with { Child = Apply(e.Child, key, filter) };
            case BroadcastExchangeExec { IsShared: false } e: return e with { Child = Apply(e.Child, key, filter) };
            case ProjectExec p: return Source(p.List, key) is { } source ? p with { Child = Apply(p.Child, source, filter) } : p;
            case UnionExec u:
                var place = u.Output.ToList().FindIndex(a => a.Id == key.Id);
                return place < 0 ? u : u with { Inputs = new(u.Inputs.Select(i => Apply(i, i.Output[place], filter))) };
            case HashAggregateExec a:
                var own = a.ResultList == null ? key : Source(a.ResultList, key);
                return own != null && Source(a.Grouping, own) is { } grouping ? a with { Child = Apply(a.Child, grouping, filter) } : a;
            case WindowExec w:
                return w.PartitionBy.Contains(key) ? w with { Child = Apply(w.Child, key, filter) } : w;
            case JoinExec j:
                return ThroughJoin(j, key, filter);
            default:
                return plan;
        }
    }

    private static JoinExec ThroughJoin(JoinExec join, AttributeReference key, RuntimeFilterSource filter)
    {
        var (toLeft, toRight) = join.Type switch
        {
            JoinType.Inner or JoinType.Cross => (true, true),
            JoinType.LeftOuter or JoinType.LeftSemi or JoinType.LeftAnti or JoinType.Existence or JoinType.LeftSingle => (true, false),
            JoinType.RightOuter => (false, true),
            _ => (false, false),
        };
        var (left, right) = (join.Left, join.Right);
        if (toLeft && left.Output.Contains(key)) left = Apply(left, key, filter);
        if (toRight && right.Output.Contains(key)) right = Apply(right, key, filter);
        // What holds for one key of an equality holds for the other.
        if (join is HashJoinExec { IsNullAware: false } hash && join.Type is JoinType.Inner or JoinType.LeftSemi)
        {
            for (var i = 0; i < hash.LeftKeys.Count; i++)
            {
                if (hash.LeftKeys[i].Equals(key) && hash.RightKeys[i] is AttributeReference r && r.DataType == key.DataType) right = Apply(right, r, filter);
                if (join.Type == JoinType.Inner && hash.RightKeys[i].Equals(key) && hash.LeftKeys[i] is AttributeReference l && l.DataType == key.DataType) left = Apply(left, l, filter);
            }
        }
        return ReferenceEquals(left, join.Left) && ReferenceEquals(right, join.Right) ? join : join with { Left = left, Right = right };
    }

    // The column that an item of a list passes on unchanged.
    private static AttributeReference? Source(IEnumerable<Expression> list, AttributeReference key)
    {
        foreach (var item in list)
        {
            if (item is AttributeReference a && a.Id == key.Id) return a;
            if (item is Alias alias && alias.Id == key.Id) return alias.Child as AttributeReference;
        }
        return null;
    }
}
