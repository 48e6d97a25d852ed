using Firesteel.Core.Serialization;

namespace Firesteel;

/// <summary>
/// An accumulator of the program's own: registered with the context, added to by tasks, each into a copy, and read by the driver, which merges the copies of
/// tasks that succeeded, each partition's once.
/// </summary>
public abstract class AccumulatorV2<TIn, TOut> : ITraveller
{
    [NonSerialized] private Inner? _inner;

    public long Id => _inner?.Id ?? throw new InvalidOperationException("Accumulator must be registered before it is used");
    public string? Name => _inner?.Name;
    public bool IsRegistered => _inner is not null;

    /// <summary>Whether nothing was added.</summary>
    public abstract bool IsZero { get; }

    public abstract TOut Value { get; }

    /// <summary>A copy that others do not see.</summary>
    public abstract AccumulatorV2<TIn, TOut> Copy();

    /// <summary>Back to nothing added.</summary>
    public abstract void Reset();

    /// <summary>Adds what another of the same kind gathered.</summary>
    public abstract void Merge(AccumulatorV2<TIn, TOut> other);

    /// <summary>Takes one value in; called for this object or for the running task's copy of it.</summary>
    protected abstract void AddValue(TIn value);

    /// <summary>Adds a value; within a task to the task's own copy.</summary>
    public void Add(TIn value) => (_inner?.Here().Held ?? this).AddValue(value);

    internal void Register(string? name) => _inner ??= new Inner(Core.Metrics.AccumulatorV2.NewId(), name, this);

    object ITraveller.Depart(ObjectOutput output)
    {
        if (_inner is not { } inner) throw new TaskNotSerializableException("an accumulator that is not registered and");
        Core.Metrics.SentAccumulators.Add(inner);
        return new Arrival(inner.Id, inner.Name, new Bare(Fresh()));
    }

    private AccumulatorV2<TIn, TOut> Fresh()
    {
        var copy = Copy();
        copy.Reset();
        return copy;
    }

    private sealed record Arrival(long Id, string? Name, Bare Held) : IArrival
    {
        public object Arrive(ObjectInput input)
        {
            Held.Value._inner = new Inner(Id, Name, Held.Value);
            return Held.Value;
        }
    }

    // The accumulator itself, field by field.
    private sealed record Bare(AccumulatorV2<TIn, TOut> Value) : ITraveller
    {
        object ITraveller.Depart(ObjectOutput output) => new BareArrival(Value.GetType(), AccumulatorFields.Write(Value));
    }

    private sealed record BareArrival(Type Type, byte[] Fields) : IArrival
    {
        public object Arrive(ObjectInput input) => new Bare((AccumulatorV2<TIn, TOut>)AccumulatorFields.Read(Type, Fields, input));
    }

    private sealed class Inner(long id, string? name, AccumulatorV2<TIn, TOut> held) : Core.Metrics.AccumulatorV2(id, name)
    {
        public AccumulatorV2<TIn, TOut> Held => held;

        public Inner Here() => Here(this);

        public override bool IsZero => held.IsZero;
        public override object? EventValue => held.Value?.ToString();
        public override Core.Metrics.AccumulatorV2 NewTaskLocal() => new Inner(Id, Name, held.Fresh());
        public override void Merge(Core.Metrics.AccumulatorV2 other) => held.Merge(((Inner)other).Held);
        public override void WriteUpdate(BinaryWriter writer) => AccumulatorBytes.Write(writer, AccumulatorFields.Write(held));

        public override Core.Metrics.AccumulatorV2 ReadUpdate(BinaryReader reader) =>
            new Inner(Id, Name, (AccumulatorV2<TIn, TOut>)AccumulatorFields.Read(held.GetType(), AccumulatorBytes.Read<byte[]>(reader), null));
    }
}

/// <summary>An accumulator's fields, without what it is replaced by when it travels.</summary>
static class AccumulatorFields
{
    public static byte[] Write(object accumulator)
    {
        var output = new ObjectOutput();
        FieldShape.Of(accumulator.GetType()).Write(output, accumulator);
        return output.ToArray();
    }

    public static object Read(Type type, byte[] bytes, ObjectInput? within)
    {
        var accumulator = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
        FieldShape.Of(type).Read(new ObjectInput(bytes, within?.Types) { Blocks = within?.Blocks }, accumulator);
        return accumulator;
    }
}
