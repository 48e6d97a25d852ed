using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Storage;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Planning;
using Firesteel.Sql.Sessions;

namespace Firesteel.Sql.Caching;

/// <summary>
/// One plan whose rows are kept: a block for each partition, with the executors that computed them. What the plan reads of exchanges stays as
/// long as the plan is kept, so that a block that is lost, or had no room, is computed again by the task that wants it.
/// </summary>
sealed class CachedPlan(LogicalPlan plan, StorageLevel level, SessionState session, Func<LogicalPlan, LogicalPlan> applyBelow) : ICachedRows
{
    private readonly Lock _gate = new();
    private PreparedQuery? _prepared;
    private string? _physical;
    private int _users;
    private bool _isDropped;

    // Rows that are kept for one relation alone go with it.
    ~CachedPlan()
    {
        if (_isDropped || _prepared is null) return;
        var (runtime, id, prepared) = (session.Engine.Runtime, RddId, _prepared);
        runtime.InBackground(() =>
        {
            prepared.Dispose();
            runtime.RemoveRdd(id);
        });
    }

    /// <summary>The number that its blocks' names have.</summary>
    public int RddId { get; } = RddNumbers.Next();

    public LogicalPlan Plan => plan;
    public StorageLevel StorageLevel => level;
    public string Level => level.ToString();

    /// <summary>The table or view that the rows are kept for, where it is known.</summary>
    public ValueList<string>? Name { get; set; }

    /// <summary>Partitions, once the first query has come to them.</summary>
    public int? PartitionCount => _prepared?.Plan.PartitionCount;

    public long? SizeInBytes
        => PartitionCount is { } count && Blocks.StatusOf(RddId) is var status && status.CachedPartitions == count ? Math.Max(status.MemorySize, status.DiskSize) : null;

    public BlockDirectory Blocks => session.Engine.Runtime.Directory;

    /// <summary>The relation that stands for the plan in a query that reads the same rows under its own columns.</summary>
    public InMemoryRelation Relation(LogicalPlan read) => new(this, read.Output, new(Enumerable.Range(0, read.Output.Count)));

    /// <summary>The operators that give the rows, for EXPLAIN.</summary>
    public string PhysicalText
    {
        get
        {
            lock (_gate) return _physical ??= session.Plan(session.Optimize(applyBelow(plan))).TreeString();
        }
    }

    /// <summary>The operators of the last stage, with every exchange below them run; the caller releases them.</summary>
    public PhysicalPlan Acquire(CallSite callSite, LocalProperties properties, CancellationToken cancellation)
    {
        lock (_gate)
        {
            _prepared ??= new QueryRunner(session, callSite, properties, cancellation).Prepare(applyBelow(plan));
            _users++;
            return _prepared.Plan;
        }
    }

    public void Release()
    {
        lock (_gate)
        {
            _users--;
            if (_isDropped && _users == 0) Free(false);
        }
    }

    /// <summary>Forgets the rows; queries that read them come to their end first.</summary>
    public void Drop(bool blocking)
    {
        lock (_gate)
        {
            if (_isDropped) return;
            _isDropped = true;
            if (_users == 0) Free(blocking);
        }
    }

    private void Free(bool blocking)
    {
        _prepared?.Dispose();
        _prepared = null;
        session.Engine.Runtime.RemoveRdd(RddId);
        if (blocking) session.Engine.Runtime.Blocks.WaitUntilDropped($"rdd_{RddId}_");
    }
}
