using System.Collections.Concurrent;

namespace Firesteel.Core.Metrics;

/// <summary>How the elements of a <see cref="CollectionAccumulator{T}"/> travel between processes.</summary>
interface IElementCodec<T>
{
    void Write(BinaryWriter writer, T element);
    T Read(BinaryReader reader);
}

/// <summary>A list that tasks add elements to.</summary>
/// <param name="codec">How elements travel; without one the accumulator works in one process only.</param>
sealed class CollectionAccumulator<T>(long id, string? name, IElementCodec<T>? codec = null) : AccumulatorV2(id, name)
{
    private readonly ConcurrentQueue<T> _elements = new();

    public CollectionAccumulator(string? name = null, IElementCodec<T>? codec = null) : this(NewId(), name, codec) { }

    /// <summary>What was added so far, in the order in which tasks ended.</summary>
    public IReadOnlyList<T> Value => _elements.ToArray();

    public override bool IsZero => _elements.IsEmpty;
    public override object? EventValue => "[" + string.Join(", ", _elements) + "]";

    public void Add(T element) => Here(this)._elements.Enqueue(element);

    public override AccumulatorV2 NewTaskLocal() => new CollectionAccumulator<T>(Id, Name, codec);

    public override void Merge(AccumulatorV2 other)
    {
        foreach (var element in ((CollectionAccumulator<T>)other)._elements) _elements.Enqueue(element);
    }

    public override void WriteUpdate(BinaryWriter writer)
    {
        var travelling = codec ?? throw NoCodec();
        var elements = _elements.ToArray();
        writer.Write(elements.Length);
        foreach (var element in elements) travelling.Write(writer, element);
    }

    public override AccumulatorV2 ReadUpdate(BinaryReader reader)
    {
        var travelling = codec ?? throw NoCodec();
        var copy = new CollectionAccumulator<T>(Id, Name, codec);
        for (var left = reader.ReadInt32(); left > 0; left--) copy._elements.Enqueue(travelling.Read(reader));
        return copy;
    }

    private InvalidOperationException NoCodec() => new($"Accumulator {Id} ({Name}) has no codec for elements of type {typeof(T)}");
}
