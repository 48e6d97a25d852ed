using Firesteel.Core.Serialization;

namespace Firesteel;

/// <summary>A whole number that tasks add to; the driver reads what successful tasks added.</summary>
public sealed class LongAccumulator : ITraveller
{
    private readonly Core.Metrics.LongAccumulator _inner;

    internal LongAccumulator(Core.Metrics.LongAccumulator inner) => _inner = inner;

    public long Id => _inner.Id;
    public long Value => _inner.Value;
    public long Sum => _inner.Value;
    public long Count => _inner.Count;
    public double Avg => (double)Sum / Count;
    public bool IsZero => _inner.IsZero;
    public string? Name => _inner.Name;
    public void Add(long value) => _inner.Add(value);

    object ITraveller.Depart(ObjectOutput output)
    {
        Core.Metrics.SentAccumulators.Add(_inner);
        return new Arrival(_inner.Id, _inner.Name);
    }

    private sealed record Arrival(long Id, string? Name) : IArrival
    {
        public object Arrive(ObjectInput input) => new LongAccumulator(new Core.Metrics.LongAccumulator(Id, Name));
    }
}

/// <summary>A number that tasks add to; the driver reads what successful tasks added.</summary>
public sealed class DoubleAccumulator : ITraveller
{
    private readonly Core.Metrics.DoubleAccumulator _inner;

    internal DoubleAccumulator(Core.Metrics.DoubleAccumulator inner) => _inner = inner;

    public long Id => _inner.Id;
    public double Value => _inner.Value;
    public double Sum => _inner.Value;
    public long Count => _inner.Count;
    public double Avg => Sum / Count;
    public bool IsZero => _inner.IsZero;
    public string? Name => _inner.Name;
    public void Add(double value) => _inner.Add(value);

    object ITraveller.Depart(ObjectOutput output)
    {
        Core.Metrics.SentAccumulators.Add(_inner);
        return new Arrival(_inner.Id, _inner.Name);
    }

    private sealed record Arrival(long Id, string? Name) : IArrival
    {
        public object Arrive(ObjectInput input) => new DoubleAccumulator(new Core.Metrics.DoubleAccumulator(Id, Name));
    }
}

/// <summary>A list that tasks add to.</summary>
public sealed class CollectionAccumulator<T> : ITraveller
{
    private readonly Core.Metrics.CollectionAccumulator<T> _inner;

    internal CollectionAccumulator(Core.Metrics.CollectionAccumulator<T> inner) => _inner = inner;

    internal CollectionAccumulator(string? name) : this(new Core.Metrics.CollectionAccumulator<T>(name, new Elements())) { }

    public long Id => _inner.Id;
    public IReadOnlyList<T> Value => _inner.Value;
    public bool IsZero => _inner.IsZero;
    public string? Name => _inner.Name;
    public void Add(T value) => _inner.Add(value);

    object ITraveller.Depart(ObjectOutput output)
    {
        Core.Metrics.SentAccumulators.Add(_inner);
        return new Arrival(_inner.Id, _inner.Name);
    }

    private sealed record Arrival(long Id, string? Name) : IArrival
    {
        public object Arrive(ObjectInput input) => new CollectionAccumulator<T>(new Core.Metrics.CollectionAccumulator<T>(Id, Name, new Elements()));
    }

    private sealed class Elements : Core.Metrics.IElementCodec<T>
    {
        public void Write(BinaryWriter writer, T element) => AccumulatorBytes.Write(writer, element);
        public T Read(BinaryReader reader) => AccumulatorBytes.Read<T>(reader);
    }
}

/// <summary>Values of accumulators as bytes behind their length.</summary>
static class AccumulatorBytes
{
    public static void Write<T>(BinaryWriter writer, T value)
    {
        var output = new ObjectOutput();
        Codec<T>.Declared.Write(output, value);
        writer.Write7BitEncodedInt(output.Written.Length);
        writer.Write(output.Written);
    }

    public static T Read<T>(BinaryReader reader) => Codec<T>.Declared.Read(new ObjectInput(reader.ReadBytes(reader.Read7BitEncodedInt())));
}
