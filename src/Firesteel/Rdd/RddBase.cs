using Firesteel.Core.Scheduler;
using Firesteel.Core.Serialization;
using Firesteel.Core.Storage;
using Firesteel.Execution;

namespace Firesteel;

/// <summary>An RDD whatever its items are: its place in the lineage, its partitions, how it is kept.</summary>
public abstract class RDD : ITraveller
{
    [NonSerialized] private readonly SparkContext? _context;
    [NonSerialized] private readonly string _callSite;
    [NonSerialized] private IReadOnlyList<Dependency>? _dependencies;
    [NonSerialized] private Determinism? _determinism;
    [NonSerialized] private Partitioner? _partitioner;
    [NonSerialized] private BlockOwner? _owner;

    internal RDD(SparkContext context)
    {
        _context = context;
        _callSite = context.ProgramName;
        Id = RddNumbers.Next();
    }

    private protected RDD(RDD other)
    {
        (_context, _callSite, Id, Name, StorageLevel) = (other._context, other._callSite, other.Id, other.Name, other.StorageLevel);
        _partitioner = other._partitioner;
    }

    /// <exception cref="SparkException">The RDD is used inside a task.</exception>
    public SparkContext SparkContext => _context ?? throw SparkException.WithoutCondition(
        "This RDD lacks a SparkContext: RDD transformations and actions can be called by the driver only, not inside of other transformations.");

    /// <summary>Number of this RDD, unique in the application.</summary>
    public int Id { get; }

    public string? Name { get; private protected set; }

    /// <summary>How the items are kept; <see cref="Firesteel.StorageLevel.None"/> where they are not.</summary>
    public StorageLevel StorageLevel { get; private set; } = StorageLevel.None;

    /// <summary>How keys are spread over partitions, where that is known.</summary>
    public Partitioner? Partitioner => Checkpointed is null ? _partitioner : null;

    public int GetNumPartitions() => Checkpointed?.PartitionCount ?? PartitionCount;

    public StorageLevel GetStorageLevel() => StorageLevel;

    public bool IsCheckpointed => Checkpointed is not null;

    /// <summary>How many partitions tasks compute.</summary>
    internal abstract int PartitionCount { get; }

    /// <summary>What takes the place of the lineage, once the items have been written.</summary>
    internal abstract RDD? Checkpointed { get; }

    internal string CallSite => _callSite;

    internal IReadOnlyList<Dependency> Dependencies => Checkpointed is { } kept ? [new OneToOneDependency(kept)] : _dependencies ??= GetDependencies();

    /// <summary>How far a second computation gives the same items in the same order.</summary>
    internal Determinism Determinism => Checkpointed is not null ? Determinism.Determinate : _determinism ??= FindDeterminism();

    /// <summary>That of the worst input, unless the RDD makes it better or worse. Asked once: whoever asks at each step of a long lineage would be at it for ever.</summary>
    private protected virtual Determinism FindDeterminism()
    {
        var worst = Determinism.Determinate;
        foreach (var dependency in Dependencies)
            if (dependency.Rdd.Determinism is var given && given > worst) worst = given;
        return worst;
    }

    /// <summary>Whether the tasks that compute this RDD must all run at the same time.</summary>
    internal virtual bool StartsBarrier => false;

    /// <summary>Whether this RDD, or one that the same tasks compute, wants that.</summary>
    internal bool IsBarrier => RddStages.Of(this).Any(part => part.StartsBarrier);

    /// <summary>Where a partition is best computed: where it is kept, where its input lies.</summary>
    internal IReadOnlyList<string> PreferredLocationsOf(int partition)
    {
        var (rdd, at) = (this, partition);
        while (true)
        {
            if (rdd.StorageLevel.IsValid && rdd.SparkContext.Blocks.LocationsOf(new RddBlockId(rdd.Id, at)) is { Count: > 0 } kept) return kept;
            if ((rdd.Checkpointed ?? rdd).GetPreferredLocations(at) is { Count: > 0 } own) return own;
            // The first narrow parent decides, as where several are read none is better than another.
            if (rdd.Dependencies.OfType<NarrowDependency>().FirstOrDefault(d => d.Parents(at).Count > 0) is not { } narrow) return [];
            (rdd, at) = (narrow.Rdd, narrow.Parents(at)[0]);
        }
    }

    internal virtual IReadOnlyList<string> GetPreferredLocations(int partition) => [];

    private protected virtual IReadOnlyList<Dependency> GetDependencies() => [];

    /// <summary>About how many bytes of items an RDD without parents has, where they lie with the program; null where nobody knows.</summary>
    internal virtual long? OwnBytes => null;

    /// <summary>Shuffles of queries that the tasks read.</summary>
    internal virtual IReadOnlyList<Core.Shuffle.ShuffleDependency> PlanShuffles => [];

    /// <summary>What tasks of other processes compute in place of this RDD.</summary>
    private protected virtual RDD ForTasks => this;

    object ITraveller.Depart(ObjectOutput output)
    {
        if (output.Closures.Depth > 0)
            throw new TaskNotSerializableException("an RDD: RDD transformations and actions can be called by the driver only, not inside of other transformations. It");
        return ForTasks;
    }

    /// <summary>Writes this RDD's checkpoint, if one was asked for.</summary>
    internal abstract void WriteCheckpoint();

    private protected void SetPartitioner(Partitioner? partitioner) => _partitioner = partitioner;

    /// <summary>Keeps the items under a level; one that is kept already can change to no other.</summary>
    internal void SetStorageLevel(StorageLevel level)
    {
        if (StorageLevel != StorageLevel.None && level != StorageLevel)
            throw new NotSupportedException("Cannot change storage level of an RDD after it was already assigned a level");
        if (StorageLevel == StorageLevel.None && level != StorageLevel.None) _owner = new BlockOwner(SparkContext.Engine.Runtime, Id);
        StorageLevel = level;
        if (level != StorageLevel.None) SparkContext.Remember(this);
    }

    internal void DropBlocks(bool blocking)
    {
        StorageLevel = StorageLevel.None;
        _owner?.Release(blocking);
        _owner = null;
    }

    /// <summary>The RDD's lineage, one line an RDD; a step to the right is a shuffle.</summary>
    public string ToDebugString() => RddLineage.Describe(this);

    public override string ToString() => $"{(Name is null ? "" : Name + " ")}{RddLineage.KindOf(this)}[{Id}] at {_callSite}";
}
