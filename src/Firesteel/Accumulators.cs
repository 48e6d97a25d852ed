namespace Firesteel;

/// <summary>A whole number that tasks add to; the driver reads what successful tasks added.</summary>
public sealed class LongAccumulator
{
    private readonly Core.Metrics.LongAccumulator _inner;

    internal LongAccumulator(Core.Metrics.LongAccumulator inner) => _inner = inner;

    public long Value => _inner.Value;
    public long Sum => _inner.Value;
    public long Count => _inner.Count;
    public string? Name => _inner.Name;
    public void Add(long value) => _inner.Add(value);
}

/// <summary>A number that tasks add to; the driver reads what successful tasks added.</summary>
public sealed class DoubleAccumulator
{
    private readonly Core.Metrics.DoubleAccumulator _inner;

    internal DoubleAccumulator(Core.Metrics.DoubleAccumulator inner) => _inner = inner;

    public double Value => _inner.Value;
    public double Sum => _inner.Value;
    public string? Name => _inner.Name;
    public void Add(double value) => _inner.Add(value);
}

/// <summary>A value that every task may read.</summary>
public sealed class Broadcast<T>
{
    private readonly T _value;
    private volatile bool _destroyed;

    internal Broadcast(T value) => _value = value;

    /// <exception cref="SparkException">The broadcast was destroyed.</exception>
    public T Value() => _destroyed ? throw SparkException.WithoutCondition("Attempted to use a broadcast variable after it was destroyed.") : _value;

    public void Unpersist() { }

    /// <summary>Gives the value up: tasks cannot read it any more.</summary>
    public void Destroy() => _destroyed = true;
}
