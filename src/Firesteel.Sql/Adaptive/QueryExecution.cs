using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Core.Scheduler;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Storage;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Caching;
using Firesteel.Sql.Operators.Joins;
using Firesteel.Sql.Exchange;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Operators.Sorting;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Adaptive;

/// <summary>
/// Runs one physical plan: exchange by exchange from the leaves, each as a stage whose statistics the rest is planned anew from,
/// then the last stage. Owns the shuffles and broadcasts that it made until it is disposed.
/// </summary>
sealed class QueryExecution : IDisposable
{
    private readonly DriverRuntime _runtime;
    private readonly QuerySettings _settings;
    private readonly CallSite _callSite;
    private readonly LocalProperties _properties;
    private readonly CancellationToken _cancellation;
    // Enough for ranges of even size.
    private const int SampledKeysOfRange = 512;

    private readonly Dictionary<PhysicalPlan, PhysicalPlan> _materialized = [];
    private readonly List<int> _shuffles = [];
    private readonly List<IDisposable> _owned = [];
    private readonly List<CachedPlan> _cached = [];
    private bool _hasReplanned;

    public QueryExecution(DriverRuntime runtime, QuerySettings settings, CallSite callSite, LocalProperties properties, CancellationToken cancellation)
        => (_runtime, _settings, _callSite, _properties, _cancellation) = (runtime, settings, callSite, properties, cancellation);

    /// <summary>The plan as it runs last, exchanges replaced by their stages; set once <see cref="Run"/> has started the last stage.</summary>
    public PhysicalPlan? FinalPlan { get; private set; }

    /// <summary>Runs the plan; the result of each task of the last stage comes to <paramref name="handler"/> in partition order.</summary>
    /// <param name="tasks">Told how many tasks the last stage has, before it runs.</param>
    public void Run(PhysicalPlan plan, TaskSink sink, Action<int, object?> handler, Action<int>? tasks = null)
    {
        FinalPlan = PartitionCoalescing.Apply(Materialize(plan), _settings);
        tasks?.Invoke(FinalPlan.PartitionCount);
        _runtime.RunJob(new ResultComputation(FinalPlan, _settings, sink) { Blocks = BlocksFor(FinalPlan) }, null, handler, _callSite, _properties, _cancellation);
    }

    /// <summary>Runs the plan and hands over the rows of each task of the last stage, in partition order.</summary>
    public void Collect(PhysicalPlan plan, Action<CollectedRows> handler)
    {
        FinalPlan = PartitionCoalescing.Apply(Materialize(plan), _settings);
        var rows = new CollectComputation(FinalPlan, _settings) { Blocks = BlocksFor(FinalPlan) };
        if (rows.IsAtHand) handler(rows.Take());
        else _runtime.RunJob(rows, null, (_, part) => handler((CollectedRows)part!), _callSite, _properties, _cancellation);
    }

    /// <summary>The plan with every exchange run and replaced by what it gave.</summary>
    public PhysicalPlan Materialize(PhysicalPlan plan)
    {
        if (_materialized.TryGetValue(plan, out var known)) return known;
        if (plan is InMemoryTableScanExec scan) return _materialized[plan] = OpenCache(scan);
        if (plan is ReusedExchangeExec reused) return _materialized[plan] = reused.Rename(Materialize(reused.Original));
        if (plan is BroadcastHashJoinExec { IsNullAware: false, Build: BroadcastExchangeExec build } candidate && !_materialized.ContainsKey(build) && RunBroadcastOrReplan(candidate, build) is { } replanned)
        {
            _materialized[plan] = replanned;
            return replanned;
        }
        var children = plan is BroadcastHashJoinExec join ? MaterializeJoin(join) : plan.MapChildren(Materialize);
        // Rows may lie elsewhere now than the plan above counted on.
        if (_hasReplanned && children is not (ShuffleExchangeExec or BroadcastExchangeExec)) children = new EnsureRequirements(_settings).Ensure(children).MapChildren(Materialize);
        var stage = children switch
        {
            ShuffleExchangeExec { Target: RangePartitioning range } exchange => RunSort(exchange, range),
            ShuffleExchangeExec exchange => RunShuffle(exchange),
            // What comes from a finished sort is in order.
            SortExec { Limit: null, Child: RangeStageExec ranges } sort when sort.Order.Equals(((RangePartitioning)ranges.Exchange.Target).Order) => ranges,
            BroadcastExchangeExec exchange => RunBroadcast(exchange),
            _ => children,
        };
        _materialized[plan] = stage;
        return stage;
    }

    public void Dispose()
    {
        foreach (var shuffle in _shuffles) _runtime.RemoveShuffle(shuffle);
        foreach (var owned in _owned) owned.Dispose();
        foreach (var cached in _cached) cached.Release();
        _cached.Clear();
        _shuffles.Clear();
        _owned.Clear();
    }

    private InMemoryStageExec OpenCache(InMemoryTableScanExec scan)
    {
        var rows = scan.Cache.Acquire(_callSite, _properties, _cancellation);
        _cached.Add(scan.Cache);
        return new InMemoryStageExec(scan.Cache.RddId, scan.Cache.StorageLevel, scan.Columns, scan.Ordinals, rows);
    }

    // Whoever reads blocks is best run where they are.
    private BlockDirectory? BlocksFor(PhysicalPlan plan) => !_runtime.IsInProcess && plan.Collect<LeafExec>().Any(leaf => leaf is InMemoryStageExec or Operators.RddScanExec) ? _runtime.Directory : null;

    // The build side runs first: what its keys are keeps the scans of the other side from reading rows that have no partner.
    private BroadcastHashJoinExec MaterializeJoin(BroadcastHashJoinExec join)
    {
        var build = Materialize(join.Build);
        var stream = join.Stream;
        if (!join.KeepsUnmatchedStream && join.Type is JoinType.Inner or JoinType.LeftSemi or JoinType.LeftOuter or JoinType.RightOuter && build is BroadcastStageExec stage)
        {
            for (var i = 0; i < join.StreamKeys.Count; i++)
            {
                if (join.StreamKeys[i] is not AttributeReference key || join.BuildKeys[i] is not AttributeReference source || key.DataType != source.DataType) continue;
                var column = stage.Output.ToList().FindIndex(a => a.Id == source.Id);
                if (column >= 0 && new RuntimeFilterSource(stage, column) is { IsWorthIt: true } filter) stream = PushDownRuntimeFilter.Apply(stream, key, filter);
            }
        }
        stream = Materialize(stream);
        return join.Side == BuildSide.Left ? join with { Left = build, Right = stream } : join with { Left = stream, Right = build };
    }

    private ShuffleStageExec RunShuffle(ShuffleExchangeExec exchange)
    {
        exchange = exchange with { Child = PartitionCoalescing.Apply(exchange.Child, _settings) };
        var (dependency, statistics) = RunMaps(exchange, exchange.Target.Count);
        return new ShuffleStageExec(exchange, dependency, statistics, PartitionCoalescing.Each(statistics));
    }

    private PhysicalPlan RunSort(ShuffleExchangeExec exchange, RangePartitioning range)
    {
        exchange = exchange with { Child = PartitionCoalescing.Apply(exchange.Child, _settings) };
        // Ranges that the user asked for need no order within.
        if (exchange.IsUserSpecified) return RunRanges(exchange, range, range.Count);
        if (!_runtime.IsInProcess) return RunRanges(exchange, range, null);
        var (dependency, statistics) = RunMaps(exchange, 1);
        var outputs = _runtime.Tracker.Statuses(dependency.ShuffleId).Select(s => s == null ? null : _runtime.Store.Get(dependency.ShuffleId, s.MapId) as SortedMapOutput).ToList();
        var bounds = RangeBounds.Choose(outputs, RangeBounds.RangesFor(statistics.TotalRows, _settings), NewMemory("range bounds"));
        return new RangeStageExec(exchange, dependency, bounds);
    }

    // Between processes the rows are spread by ranges first, each of which is sorted where it has arrived. They stay where they were made
    // until some of their keys have told where the ranges part.
    private ShuffleStageExec RunRanges(ShuffleExchangeExec exchange, RangePartitioning range, int? wanted)
    {
        var (unspread, rows) = KeepInPlace(exchange.Child);
        var ranges = wanted ?? RangeBounds.RangesFor(unspread.TotalRows, _settings);
        if (ranges == 1) return rows with { Ranges = PartitionCoalescing.Each(unspread) };
        var memory = NewMemory("range bounds");
        RowBuffer? keys = null;
        var sample = new KeySample(range.Order, rows.Output, Math.Max(1, unspread.TotalRows / (ranges * SampledKeysOfRange)));
        _runtime.RunJob(new ResultComputation(rows, _settings, sample) { Blocks = BlocksFor(rows) }, null, (_, part) =>
        {
            using var sampled = (CollectedRows)part!;
            keys ??= new RowBuffer(sampled.Rows.Schema, memory);
            foreach (var chunk in sampled.Rows.Chunks) keys.Append(chunk);
        }, _callSite, _properties, _cancellation);
        using var task = new TaskExecution(_settings, 0, null);
        var bounds = RangeBounds.Choose(keys!, new SortLayout(range.Order, rows.Output, task), ranges, memory);
        if (bounds.Keys == null) return rows with { Ranges = PartitionCoalescing.Each(unspread) };
        return RunShuffle(exchange with { Target = new RangePartitioning(range.Order, bounds.Ranges) { Bounds = bounds }, Child = rows });
    }

    /// <summary>Runs a plan and leaves its rows with those who made them; the stage that reads them has a task for each of its tasks.</summary>
    private (MapOutputStatistics Statistics, ShuffleStageExec Rows) KeepInPlace(PhysicalPlan plan)
    {
        var exchange = new ShuffleExchangeExec(Partitioning.Single, PartitionCoalescing.Apply(plan, _settings));
        var (dependency, statistics) = RunMaps(exchange, 1);
        return (statistics, new ShuffleStageExec(exchange, dependency, statistics, new(Enumerable.Range(0, exchange.Child.PartitionCount).Select(map => new ReadRange(0, 1, map, map + 1)))));
    }

    private MemoryAllocator NewMemory(string owner)
    {
        var memory = new MemoryAllocator(_settings.Memory, owner);
        _owned.Add(memory);
        return memory;
    }

    private (ShuffleDependency Dependency, MapOutputStatistics Statistics) RunMaps(ShuffleExchangeExec exchange, int partitions)
    {
        var dependency = new ShuffleDependency(new MapComputation(exchange, _settings) { Blocks = BlocksFor(exchange.Child) }, partitions);
        _shuffles.Add(dependency.ShuffleId);
        var waiter = _runtime.Scheduler.SubmitMapStage(dependency, _callSite, _properties);
        using (_cancellation.Register(() => _runtime.Scheduler.CancelJob(waiter.JobId))) waiter.Wait();
        return (dependency, waiter.Statistics!);
    }

    // Estimates may be wrong: a build side that turns out too large to be shared is spread by key, like the other side. Null where it is not.
    private ShuffledHashJoinExec? RunBroadcastOrReplan(BroadcastHashJoinExec join, BroadcastExchangeExec exchange)
    {
        exchange = exchange with { Child = Materialize(exchange.Child) };
        if (TryRunBroadcast(exchange, _settings.SharedJoinBytes, out var rows) is { } stage)
        {
            _materialized[join.Build] = stage;
            return null;
        }
        _hasReplanned = true;
        if (_runtime.IsInProcess) MetricsAccumulator.Forget(rows);
        var stream = Materialize(join.Stream);
        var (left, right) = join.Side == BuildSide.Left ? (rows, stream) : (stream, rows);
        return new ShuffledHashJoinExec(join.LeftKeys, join.RightKeys, Spread(left, join.LeftKeys), Spread(right, join.RightKeys), join.Type, join.Side, join.Condition) { ExistsColumn = join.ExistsColumn };

        PhysicalPlan Spread(PhysicalPlan side, ValueList<Expression> keys) => Materialize(new ShuffleExchangeExec(new HashPartitioning(keys, _settings.ShufflePartitions), side));
    }

    private BroadcastStageExec RunBroadcast(BroadcastExchangeExec exchange) => TryRunBroadcast(exchange, long.MaxValue, out _)!;

    /// <param name="most">Bytes of rows that are too many to be shared.</param>
    /// <param name="rows">Where the rows are if they turned out too many: then null is returned.</param>
    private BroadcastStageExec? TryRunBroadcast(BroadcastExchangeExec exchange, long most, out PhysicalPlan rows)
    {
        rows = exchange.Child;
        if (_runtime.IsInProcess)
        {
            if (Broadcasts.TryRun(exchange, _settings, RunTasks, most) is not { } relation) return null;
            _owned.Insert(0, relation);
            return new LocalBroadcastStageExec(exchange, relation);
        }
        // Executors keep what they made and give it to each other; the driver only learns how much it is.
        var (statistics, kept) = KeepInPlace(exchange.Child);
        if (statistics.BytesByPartition[0] <= most) return new ShuffledBroadcastStageExec(exchange, kept.Dependency, statistics.TotalRows);
        rows = kept;
        return null;
    }

    private void RunTasks(PhysicalPlan plan, CollectLimit? limit, Action<CollectedRows?> handler)
        => _runtime.RunJob(new CollectComputation(PartitionCoalescing.Apply(plan, _settings), _settings, limit), null, (_, rows) => handler((CollectedRows?)rows), _callSite, _properties, _cancellation);
}
