using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Core.Scheduler;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Core.Shuffle;
using Firesteel.Sql.Operators.Joins;
using Firesteel.Sql.Exchange;
using Firesteel.Sql.Execution;
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
    private readonly Dictionary<PhysicalPlan, PhysicalPlan> _materialized = [];
    private readonly List<int> _shuffles = [];
    private readonly List<IDisposable> _owned = [];
    private readonly MemoryAllocator _filterMemory;

    // A filter of more keys than this costs more than it saves.
    private const long LargestFiltered = 4L << 20;

    public QueryExecution(DriverRuntime runtime, QuerySettings settings, CallSite callSite, LocalProperties properties, CancellationToken cancellation)
    {
        (_runtime, _settings, _callSite, _properties, _cancellation) = (runtime, settings, callSite, properties, cancellation);
        _filterMemory = new MemoryAllocator(settings.Memory, "runtime filters");
        _owned.Add(_filterMemory);
    }

    /// <summary>The plan as it runs last, exchanges replaced by their stages; set once <see cref="Run"/> has started the last stage.</summary>
    public PhysicalPlan? FinalPlan { get; private set; }

    /// <summary>Runs the plan; the result of each task of the last stage comes to <paramref name="handler"/> in partition order.</summary>
    public void Run(PhysicalPlan plan, Func<BatchIterator, int, TaskExecution, object?> consume, Action<int, object?> handler)
    {
        FinalPlan = PartitionCoalescing.Apply(Materialize(plan), _settings);
        _runtime.RunJob(new ResultComputation(FinalPlan, _settings, consume), null, handler, _callSite, _properties, _cancellation);
    }

    /// <summary>The plan with every exchange run and replaced by what it gave.</summary>
    public PhysicalPlan Materialize(PhysicalPlan plan)
    {
        if (_materialized.TryGetValue(plan, out var known)) return known;
        if (plan is ReusedExchangeExec reused) return _materialized[plan] = reused.Rename(Materialize(reused.Original));
        var children = plan is BroadcastHashJoinExec join ? MaterializeJoin(join) : plan.MapChildren(Materialize);
        var stage = children switch
        {
            ShuffleExchangeExec exchange => RunShuffle(exchange),
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
        _shuffles.Clear();
        _owned.Clear();
    }

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
                if (column < 0 || stage.Relation.Rows.Count > LargestFiltered) continue;
                if (RuntimeFilter.TryCreate(stage.Relation.Rows, column, _filterMemory) is { } filter) stream = PushDownRuntimeFilter.Apply(stream, key, filter);
            }
        }
        stream = Materialize(stream);
        return join.Side == BuildSide.Left ? join with { Left = build, Right = stream } : join with { Left = stream, Right = build };
    }

    private ShuffleStageExec RunShuffle(ShuffleExchangeExec exchange)
    {
        exchange = exchange with { Child = PartitionCoalescing.Apply(exchange.Child, _settings) };
        var dependency = new ShuffleDependency(new MapComputation(exchange, _settings), exchange.Target.Count);
        _shuffles.Add(dependency.ShuffleId);
        var waiter = _runtime.Scheduler.SubmitMapStage(dependency, _callSite, _properties);
        using (_cancellation.Register(() => _runtime.Scheduler.CancelJob(waiter.JobId))) waiter.Wait();
        var statistics = waiter.Statistics!;
        return new ShuffleStageExec(exchange, dependency, statistics, PartitionCoalescing.Each(statistics));
    }

    private BroadcastStageExec RunBroadcast(BroadcastExchangeExec exchange)
    {
        exchange = exchange with { Child = PartitionCoalescing.Apply(exchange.Child, _settings) };
        var memory = new MemoryAllocator(_settings.Memory, "broadcast");
        _owned.Add(memory);
        var rows = new RowBuffer(exchange.Child.Schema, memory);
        var computation = new ResultComputation(exchange.Child, _settings, (input, _, _) =>
        {
            var part = new MemoryAllocator(_settings.Memory, "broadcast part");
            var buffer = new RowBuffer(exchange.Child.Schema, part);
            while (input.Next() is { } batch) buffer.Append(batch);
            return (part, buffer);
        });
        _runtime.RunJob(computation, null, (_, result) =>
        {
            var (part, buffer) = ((MemoryAllocator, RowBuffer))result!;
            rows.Adopt(buffer);
            _owned.Add(part);
        }, _callSite, _properties, _cancellation);
        var relation = new BroadcastRelation(rows);
        _owned.Insert(0, relation);
        return new BroadcastStageExec(exchange, relation);
    }
}
