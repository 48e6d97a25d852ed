using Firesteel.Columnar.Vectors;
using Firesteel.Core.Shuffle;
using Firesteel.Encoders;
using Firesteel.Execution;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Planning;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel;

/// <summary>Makes items of the rows of a partition. Travels to where tasks run.</summary>
abstract class BatchItems<T>
{
    public abstract IEnumerable<T> Read(BatchIterator rows, StructType schema, TaskExecution task);
}

/// <summary>Rows as objects.</summary>
sealed class RowItems : BatchItems<Row>
{
    public override IEnumerable<Row> Read(BatchIterator rows, StructType schema, TaskExecution task)
    {
        var reader = new RowReader(schema);
        while (rows.Next() is { } batch)
            for (var k = 0; k < batch.SelectedCount; k++) yield return reader.Row(batch, k);
    }
}

/// <summary>
/// The rows of a query as items, a partition for each task of its last stage, which the RDD's own tasks run. The stages before it run when the
/// partitions are first asked for; what they left stays as long as the RDD does.
/// </summary>
sealed class PlanRDD<T>(DataFrame frame, BatchItems<T> items) : RDD<T>(frame.SparkSession.SparkContext)
{
    private readonly Lock _gate = new();
    private PreparedQuery? _prepared;
    private SentPlanRDD<T>? _travelling;

    ~PlanRDD()
    {
        if (_prepared is { } prepared && frame.SparkSession.SparkContext is { IsStopped: false } context) context.Engine.Runtime.InBackground(prepared.Dispose);
    }

    internal override int PartitionCount => Prepared.Plan.PartitionCount;

    internal override IReadOnlyList<ShuffleDependency> PlanShuffles => Sql.Execution.PlanShuffles.Of(Prepared.Plan);

    internal override IReadOnlyList<string> GetPreferredLocations(int partition) => Prepared.Plan.PreferredLocations(partition, SparkContext.Blocks);

    private protected override RDD ForTasks => LazyInitializer.EnsureInitialized(ref _travelling, () => new SentPlanRDD<T>(this, new CollectComputation(Prepared.Plan, Prepared.Settings), items));

    internal override IEnumerable<T> Compute(int partition, TaskContext context) => PlanItems.Read(Prepared.Plan, Prepared.Settings, items, partition, context);

    private PreparedQuery Prepared
    {
        get
        {
            lock (_gate)
            {
                if (_prepared is not null) return _prepared;
                var (session, context) = (frame.SparkSession, SparkContext);
                context.RequireRunning();
                var runner = new QueryRunner(session.State, context.CallSite("rdd", null), context.Properties, CancellationToken.None);
                return _prepared = runner.Prepare(context.Engine.Cache.Apply(frame.Plan));
            }
        }
    }
}

/// <summary>The last stage of a query as tasks of other processes see it.</summary>
sealed class SentPlanRDD<T> : RDD<T>
{
    private readonly byte[] _plan;
    private readonly int _count;
    private readonly BatchItems<T> _items;
    [NonSerialized] private CollectComputation? _decoded;

    public SentPlanRDD(RDD<T> origin, CollectComputation plan, BatchItems<T> items) : base(origin)
        => (_plan, _count, _items) = (ClusterCodec.Plans.EncodeComputation(plan), plan.PartitionCount, items);

    internal override int PartitionCount => _count;

    internal override IEnumerable<T> Compute(int partition, TaskContext context)
    {
        var plan = LazyInitializer.EnsureInitialized(ref _decoded, () => (CollectComputation)ClusterCodec.Plans.DecodeComputation(_plan));
        return PlanItems.Read(plan.Plan, plan.Settings, _items, partition, context);
    }
}

/// <summary>Runs one partition of a plan within the task of an RDD.</summary>
static class PlanItems
{
    public static IEnumerable<T> Read<T>(PhysicalPlan plan, QuerySettings settings, BatchItems<T> items, int partition, TaskContext context)
    {
        var task = new TaskExecution(settings, partition, context);
        BatchIterator? rows = null;
        var ended = 0;
        // Who takes only the first items may never come to the end.
        context.AddCompletionListener(_ => End());
        try
        {
            rows = plan.Execute(partition, task);
            foreach (var item in items.Read(rows, plan.Schema, task)) yield return item;
        }
        finally { End(); }

        void End()
        {
            if (Interlocked.Exchange(ref ended, 1) != 0) return;
            rows?.Dispose();
            task.Dispose();
        }
    }
}
