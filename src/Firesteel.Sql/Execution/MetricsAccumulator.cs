using System.Collections.Concurrent;
using Firesteel.Core.Metrics;
using Firesteel.Core.Scheduler;
using Firesteel.Sql.Operators;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Execution;

/// <summary>Gathers the partial states of observed metrics from the tasks of one query, each with the partition that it is of.</summary>
sealed class MetricsAccumulator(long id) : AccumulatorV2(id, null)
{
    private static readonly ConcurrentDictionary<long, MetricsAccumulator> Registered = new();
    private readonly Lock _gate = new();
    private readonly List<(int Partition, byte[] State)> _states = [];

    public override bool IsInternal => true;
    public override object? EventValue => null;

    public override bool IsZero
    {
        get { lock (_gate) return _states.Count == 0; }
    }

    /// <summary>The states in the order of their partitions.</summary>
    public IReadOnlyList<byte[]> States
    {
        get { lock (_gate) return [.. _states.OrderBy(s => s.Partition).Select(s => s.State)]; }
    }

    /// <summary>The accumulators that this driver listens to a plan's metrics with.</summary>
    public static IEnumerable<AccumulatorV2> Of(PhysicalPlan plan)
        => Registered.IsEmpty ? [] : plan.CollectEverywhere<CollectMetricsExec>().Select(m => Registered.GetValueOrDefault(m.AccumulatorId)).OfType<AccumulatorV2>();

    public static MetricsAccumulator Register(long id) => Registered[id] = new MetricsAccumulator(id);

    public void Unregister() => Registered.TryRemove(Id, out _);

    /// <summary>Forgets what a plan has told, because it runs again.</summary>
    public static void Forget(PhysicalPlan plan)
    {
        foreach (var accumulator in Of(plan).OfType<MetricsAccumulator>())
            lock (accumulator._gate) accumulator._states.Clear();
    }

    /// <summary>Adds the state of one task; what nobody listens to is let go.</summary>
    public static void Add(TaskContext? context, long id, int partition, byte[] state)
    {
        var target = Registered.GetValueOrDefault(id);
        if (context != null) target = context.TaskLocal(target ?? new MetricsAccumulator(id));
        target?.Append(partition, state);
    }

    public override AccumulatorV2 NewTaskLocal() => new MetricsAccumulator(Id);

    public override void Merge(AccumulatorV2 other)
    {
        foreach (var (partition, state) in ((MetricsAccumulator)other)._states) Append(partition, state);
    }

    public override void WriteUpdate(BinaryWriter writer)
    {
        writer.Write(_states.Count);
        foreach (var (partition, state) in _states)
        {
            writer.Write(partition);
            writer.Write(state.Length);
            writer.Write(state);
        }
    }

    public override AccumulatorV2 ReadUpdate(BinaryReader reader)
    {
        var copy = new MetricsAccumulator(Id);
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var partition = reader.ReadInt32();
            copy._states.Add((partition, reader.ReadBytes(reader.ReadInt32())));
        }
        return copy;
    }

    private void Append(int partition, byte[] state)
    {
        lock (_gate) _states.Add((partition, state));
    }
}
