using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Logging;
using Firesteel.Sql.Sessions;

namespace Firesteel.Sql.Caching;

/// <summary>
/// The plans of an application whose rows are kept, shared by its sessions. A plan is known by what it computes, so that the same query written
/// again finds them.
/// </summary>
sealed class CacheManager
{
    private static readonly Logger Log = Logger.For("CacheManager");

    private readonly Lock _gate = new();
    private readonly Dictionary<LogicalPlan, CachedPlan> _plans = [];
    private readonly HashSet<ValueList<string>> _names = [];

    /// <summary>Keeps the rows of a plan from the first query on that reads them.</summary>
    public void Add(LogicalPlan plan, SessionState session, StorageLevel level, ValueList<string>? name = null)
    {
        if (!level.IsValid) return;
        var identity = PlanIdentity.Of(plan);
        lock (_gate)
        {
            if (_plans.TryGetValue(identity, out var known)) Log.Warn("Asked to cache already cached data.");
            else _plans.Add(identity, known = new CachedPlan(plan, level, session, ApplyBelow) { Name = name });
            if (name is null) return;
            known.Name = name;
            _names.Add(name);
        }
    }

    /// <summary>A relation whose rows are kept for it alone, until nobody holds it any more.</summary>
    public LogicalPlan Checkpoint(LogicalPlan plan, SessionState session, StorageLevel level)
    {
        var relation = new CachedPlan(plan, level, session, Apply).Relation(plan);
        relation.MarkAnalyzed();
        return RefreshIds.Of(relation);
    }

    /// <returns>Whether its rows were kept.</returns>
    public bool Remove(LogicalPlan plan, bool blocking = false)
    {
        var identity = PlanIdentity.Of(plan);
        CachedPlan? removed;
        lock (_gate)
            if (!_plans.Remove(identity, out removed)) return false;
        removed.Drop(blocking);
        return true;
    }

    /// <summary>Forgets what is kept for a table or view; it may have changed since, and goes all the same.</summary>
    public void RemoveNamed(ValueList<string> name, LogicalPlan plan)
    {
        Remove(plan);
        List<CachedPlan> removed = [];
        lock (_gate)
        {
            _names.Remove(name);
            foreach (var (identity, kept) in _plans.Where(p => p.Value.Name is { } known && known.Equals(name)).ToList())
            {
                _plans.Remove(identity);
                removed.Add(kept);
            }
        }
        foreach (var kept in removed) kept.Drop(false);
    }

    public bool IsEmpty
    {
        get
        {
            lock (_gate) return _plans.Count == 0;
        }
    }

    public void Clear()
    {
        List<CachedPlan> removed;
        lock (_gate)
        {
            removed = [.. _plans.Values];
            _plans.Clear();
            _names.Clear();
        }
        foreach (var kept in removed) kept.Drop(false);
    }

    /// <summary>What is kept of a plan; null where nothing is.</summary>
    public CachedPlan? Find(LogicalPlan plan)
    {
        // Most plans differ from those kept in what kind they are, which is seen at once.
        var (kind, width) = (PlanIdentity.Bare(plan).GetType(), plan.Output.Count);
        lock (_gate)
            if (!_plans.Values.Any(p => p.Plan.Output.Count == width && PlanIdentity.Bare(p.Plan).GetType() == kind)) return null;
        var identity = PlanIdentity.Of(plan);
        lock (_gate) return _plans.GetValueOrDefault(identity);
    }

    /// <summary>Whether a table or view was kept by its name, whatever its plan looks like now.</summary>
    public bool HasName(ValueList<string> name)
    {
        lock (_gate) return _names.Contains(name);
    }

    /// <summary>The plan with what is kept in place of the parts that give it.</summary>
    public LogicalPlan Apply(LogicalPlan plan)
    {
        lock (_gate)
            if (_plans.Count == 0) return plan;
        return Replace(plan);
    }

    // A kept plan may read others, but not itself.
    private LogicalPlan ApplyBelow(LogicalPlan plan)
    {
        while (plan is SubqueryAlias or ViewRelation) plan = ((UnaryPlan)plan).Child;
        return Analyzed(plan, ReplaceInside(plan));
    }

    private LogicalPlan Replace(LogicalPlan plan)
    {
        DepthGuard.Check();
        if (plan is LeafPlan and not (SourceRelation or RangeRelation or LocalRelation)) return plan;
        if (Find(plan) is not { } kept) return Analyzed(plan, ReplaceInside(plan));
        var relation = kept.Relation(plan) with { PlanId = plan.PlanId };
        relation.MarkAnalyzed();
        return relation;
    }

    private LogicalPlan ReplaceInside(LogicalPlan plan)
        => plan.MapChildren(Replace).MapExpressions(e => e.Contains(x => x is SubqueryExpression) ? e.TransformUp(x => x is SubqueryExpression s ? s with { Plan = Replace(s.Plan) } : x) : e);

    private static LogicalPlan Analyzed(LogicalPlan before, LogicalPlan after)
    {
        if (!ReferenceEquals(before, after) && before.Analyzed) after.MarkAnalyzed();
        return after;
    }
}
