namespace Firesteel.Core.Metrics;

/// <summary>Sum and count of doubles; the sum depends on the order in which tasks end, as in Spark.</summary>
sealed class DoubleAccumulator : AccumulatorV2
{
    private double _sum;
    private long _count;

    public DoubleAccumulator(string? name = null) : this(NewId(), name) { }

    public DoubleAccumulator(long id, string? name) : base(id, name) { }

    public double Value => Volatile.Read(ref _sum);
    public long Count => Volatile.Read(ref _count);
    public override bool IsZero => Count == 0;
    public override object? EventValue => Value;

    public void Add(double value) => Here(this).AddHere(value, 1);

    public override AccumulatorV2 NewTaskLocal() => new DoubleAccumulator(Id, Name);

    public override void Merge(AccumulatorV2 other)
    {
        var from = (DoubleAccumulator)other;
        AddHere(from._sum, from._count);
    }

    public override void WriteUpdate(BinaryWriter writer)
    {
        writer.Write(_sum);
        writer.Write(_count);
    }

    public override AccumulatorV2 ReadUpdate(BinaryReader reader) =>
        new DoubleAccumulator(Id, Name) { _sum = reader.ReadDouble(), _count = reader.ReadInt64() };

    private void AddHere(double value, long count)
    {
        double seen;
        do seen = Volatile.Read(ref _sum);
        while (Interlocked.CompareExchange(ref _sum, seen + value, seen) != seen && !double.IsNaN(seen));
        Interlocked.Add(ref _count, count);
    }
}
