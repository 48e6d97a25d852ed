using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Sessions;

namespace Firesteel.Execution;

/// <summary>Plans whose rows are kept: marked by <c>Cache()</c>, computed by the first query that reads them, shared by the sessions of an application.</summary>
sealed class CachedPlans
{
    private readonly Lock _gate = new();
    private readonly Dictionary<LogicalPlan, Entry> _entries = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<ValueList<string>> _names = [];

    public void Add(LogicalPlan plan)
    {
        lock (_gate) _entries.TryAdd(plan, new Entry());
    }

    public bool Remove(LogicalPlan plan)
    {
        lock (_gate) return _entries.Remove(plan);
    }

    public bool Contains(LogicalPlan plan)
    {
        lock (_gate) return _entries.ContainsKey(plan);
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
        return Replace(plan, session);
    }

    private LogicalPlan Replace(LogicalPlan plan, SparkSession session)
    {
        Entry? entry;
        lock (_gate) _entries.TryGetValue(plan, out entry);
        if (entry is null)
        {
            var replaced = plan.MapChildren(c => Replace(c, session));
            if (!ReferenceEquals(replaced, plan)) replaced.MarkAnalyzed();
            return replaced;
        }
        lock (entry)
        {
            if (entry.Rows is null)
            {
                var below = plan.MapChildren(c => Replace(c, session));
                if (!ReferenceEquals(below, plan)) below.MarkAnalyzed();
                var result = new QueryRunner(session.State, session.SparkContext.CallSite("cache", null), session.SparkContext.Properties, CancellationToken.None).RunAnalyzed(below);
                entry.Rows = LocalData.Relation(result, plan.Output);
                entry.Rows.MarkAnalyzed();
            }
            return entry.Rows;
        }
    }

    private sealed class Entry
    {
        public LocalRelation? Rows;
    }
}
