using System.Collections.Concurrent;
using Firesteel.Core.Metrics;
using Firesteel.Core.Serialization;

namespace Firesteel.Sql.Execution.Python;

/// <summary>
/// Gathers what workers add to accumulators of a Python program, pickled pairs of (id, update) that only Python
/// understands. On the driver each task's updates go straight to the program.
/// </summary>
/// <param name="deliver">Hands one task's updates to the program; null on executors.</param>
sealed class PythonAccumulator(long id, Action<IReadOnlyList<byte[]>>? deliver = null) : AccumulatorV2(id, null), ITraveller
{
    private static readonly ConcurrentDictionary<long, PythonAccumulator> Registered = new();
    private readonly List<byte[]> _updates = [];

    public PythonAccumulator(Action<IReadOnlyList<byte[]>> deliver) : this(NewId(), deliver) => Registered[Id] = this;

    public override bool IsInternal => true;
    public override bool IsZero => _updates.Count == 0;
    public override object? EventValue => null;

    /// <summary>The accumulators of this driver's functions, for a computation to list.</summary>
    public static IReadOnlyList<AccumulatorV2> Of(IEnumerable<PythonFunction> functions) =>
        [.. functions.Select(f => f.AccumulatorId).Distinct().Select(id => Registered.GetValueOrDefault(id)).OfType<PythonAccumulator>()];

    /// <summary>An accumulator of this driver's; null where there is none of that id.</summary>
    public static PythonAccumulator? Find(long id) => Registered.GetValueOrDefault(id);

    /// <summary>Forgets an accumulator whose program has ended.</summary>
    public void Unregister() => Registered.TryRemove(Id, out _);

    /// <summary>Adds what a worker sent to the running task's copy of the function's accumulator.</summary>
    public static void Add(TaskContext context, long accumulatorId, IReadOnlyList<byte[]> updates)
    {
        if (accumulatorId < 0 || updates.Count == 0) return;
        var target = Registered.GetValueOrDefault(accumulatorId) ?? new PythonAccumulator(accumulatorId, null);
        context.TaskLocal(target)._updates.AddRange(updates);
    }

    public override AccumulatorV2 NewTaskLocal() => new PythonAccumulator(Id, null);

    public override void Merge(AccumulatorV2 other)
    {
        var updates = ((PythonAccumulator)other)._updates;
        if (deliver is not null) deliver(updates);
        else _updates.AddRange(updates);
    }

    public override void WriteUpdate(BinaryWriter writer)
    {
        writer.Write(_updates.Count);
        foreach (var update in _updates)
        {
            writer.Write(update.Length);
            writer.Write(update);
        }
    }

    public override AccumulatorV2 ReadUpdate(BinaryReader reader)
    {
        var copy = new PythonAccumulator(Id, null);
        for (var left = reader.ReadInt32(); left > 0; left--) copy._updates.Add(reader.ReadBytes(reader.ReadInt32()));
        return copy;
    }

    object ITraveller.Depart(ObjectOutput output)
    {
        Core.Metrics.SentAccumulators.Add(this);
        return new Arrival(Id);
    }

    private sealed record Arrival(long Id) : IArrival
    {
        public object Arrive(ObjectInput input) => new PythonAccumulator(Id);
    }
}
