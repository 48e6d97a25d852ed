using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Sessions;

namespace Firesteel.Execution;

/// <summary>
/// Plans whose rows are kept: marked by <c>Cache()</c>, computed by the first query that reads them, shared by the sessions of an application.
/// A plan is known by what it computes, so that the same query written again finds them.
/// </summary>
sealed class CachedPlans : IKeptPlans
{
    private readonly Lock _gate = new();
    private readonly Dictionary<LogicalPlan, Entry> _entries = [];
    private readonly HashSet<ValueList<string>> _names = [];

    public void Add(LogicalPlan plan)
    {
        var identity = PlanIdentity.Of(plan);
        lock (_gate) _entries.TryAdd(identity, new Entry(PlanIdentity.Bare(plan).GetType(), plan.Output.Count));
    }

    /// <summary>Keeps the rows of a table or view by its name, and computes them now unless they may wait.</summary>
    void IKeptPlans.Keep(ValueList<string> name, LogicalPlan plan, bool isLazy, SessionState session, QueryRunner runner)
    {
        Add(plan);
        var identity = PlanIdentity.Of(plan);
        lock (_gate)
        {
            _names.Add(name);
            if (_entries.TryGetValue(identity, out var entry)) entry.Name = name;
        }
        if (!isLazy) Replace(plan, runner);
    }

    // The table may have changed since: what was kept under its name goes all the same.
    bool IKeptPlans.Drop(ValueList<string> name, LogicalPlan plan)
    {
        var removed = Remove(plan);
        lock (_gate)
        {
            _names.Remove(name);
            foreach (var (identity, _) in _entries.Where(e => e.Value.Name is { } known && known.Equals(name)).ToList()) removed |= _entries.Remove(identity);
        }
        return removed;
    }

    public bool Remove(LogicalPlan plan)
    {
        var identity = PlanIdentity.Of(plan);
        lock (_gate) return _entries.Remove(identity);
    }

    public bool Contains(LogicalPlan plan)
    {
        return Find(plan) is not null;
    }

    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            _names.Clear();
        }
    }

    /// <summary>Remembers that a table or view is kept by its name, whatever its plan looks like when it is asked for again.</summary>
    public void AddName(ValueList<string> name)
    {
        lock (_gate) _names.Add(name);
    }

    public void RemoveName(ValueList<string> name)
    {
        lock (_gate) _names.Remove(name);
    }

    public bool HasName(ValueList<string> name)
    {
        lock (_gate) return _names.Contains(name);
    }

    /// <summary>The plan with the rows of cached parts in their place; those not computed yet are.</summary>
    public LogicalPlan Apply(LogicalPlan plan, SparkSession session)
    {
        lock (_gate)
            if (_entries.Count == 0) return plan;
        return Replace(plan, new QueryRunner(session.State, session.SparkContext.CallSite("cache", null), session.SparkContext.Properties, CancellationToken.None));
    }

    private LogicalPlan Replace(LogicalPlan plan, QueryRunner runner)
    {
        if (Find(plan) is not { } entry)
        {
            var replaced = plan.MapChildren(c => Replace(c, runner));
            if (!ReferenceEquals(replaced, plan)) replaced.MarkAnalyzed();
            return replaced;
        }
        lock (entry)
        {
            if (entry.Rows is null)
            {
                var below = plan.MapChildren(c => Replace(c, runner));
                if (!ReferenceEquals(below, plan)) below.MarkAnalyzed();
                entry.Rows = LocalData.Relation(runner.RunAnalyzed(below), plan.Output);
            }
            var rows = entry.Rows with { Columns = plan.Output, PlanId = plan.PlanId };
            rows.MarkAnalyzed();
            return rows;
        }
    }

    // Most plans differ from those kept in what kind they are, which is seen at once.
    private Entry? Find(LogicalPlan plan)
    {
        var kind = PlanIdentity.Bare(plan).GetType();
        lock (_gate)
            if (!_entries.Values.Any(e => e.Kind == kind && e.Width == plan.Output.Count)) return null;
        var identity = PlanIdentity.Of(plan);
        lock (_gate) return _entries.GetValueOrDefault(identity);
    }

    private sealed class Entry(Type kind, int width)
    {
        public Type Kind => kind;
        public int Width => width;
        public LocalRelation? Rows;

        /// <summary>The table or view that the rows are kept for, where it is known.</summary>
        public ValueList<string>? Name { get; set; }
    }
}
