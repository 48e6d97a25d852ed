namespace Firesteel.Core.Metrics;

/// <summary>Sum and count of 64-bit integers.</summary>
sealed class LongAccumulator : AccumulatorV2
{
    private long _sum;
    private long _count;

    public LongAccumulator(string? name = null) : this(NewId(), name) { }

    public LongAccumulator(long id, string? name) : base(id, name) { }

    public long Value => Volatile.Read(ref _sum);
    public long Count => Volatile.Read(ref _count);
    public override bool IsZero => Count == 0;
    public override object? EventValue => Value;

    public void Add(long value)
    {
        var here = Here(this);
        Interlocked.Add(ref here._sum, value);
        Interlocked.Increment(ref here._count);
    }

    public override AccumulatorV2 NewTaskLocal() => new LongAccumulator(Id, Name);

    public override void Merge(AccumulatorV2 other)
    {
        var from = (LongAccumulator)other;
        Interlocked.Add(ref _sum, from._sum);
        Interlocked.Add(ref _count, from._count);
    }

    public override void WriteUpdate(BinaryWriter writer)
    {
        writer.Write(_sum);
        writer.Write(_count);
    }

    public override AccumulatorV2 ReadUpdate(BinaryReader reader) =>
        new LongAccumulator(Id, Name) { _sum = reader.ReadInt64(), _count = reader.ReadInt64() };
}
