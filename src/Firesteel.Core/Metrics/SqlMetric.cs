using System.Globalization;

namespace Firesteel.Core.Metrics;

/// <summary>
/// A counter of one physical operator. Operators take the task's copy once (<see cref="TaskContext.TaskLocal"/>)
/// and add to it per batch.
/// </summary>
/// <param name="metricType">How pages show it: <c>sum</c>, <c>size</c>, <c>timing</c> (ms), <c>nsTiming</c>, <c>average</c> (tenths).</param>
sealed class SqlMetric(long id, string? name, string metricType) : AccumulatorV2(id, name)
{
    private long _value;
    private bool _touched;

    public SqlMetric(string name, string metricType) : this(NewId(), name, metricType) { }

    public string MetricType => metricType;
    public long Value => Volatile.Read(ref _value);
    public override bool IsZero => !Volatile.Read(ref _touched);
    public override bool IsInternal => true;
    public override bool CountFailedValues => true;
    public override string Metadata => "sql";
    public override object? EventValue => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Adds to this very copy; safe from the helpers of one task.</summary>
    public void Add(long value)
    {
        Interlocked.Add(ref _value, value);
        Volatile.Write(ref _touched, true);
    }

    /// <summary>Sets this copy, for values that the driver computes itself.</summary>
    public void Set(long value)
    {
        Volatile.Write(ref _value, value);
        Volatile.Write(ref _touched, true);
    }

    public override AccumulatorV2 NewTaskLocal() => new SqlMetric(Id, Name, metricType);

    public override void Merge(AccumulatorV2 other) => Add(((SqlMetric)other)._value);

    public override void WriteUpdate(BinaryWriter writer) => writer.Write(_value);

    public override AccumulatorV2 ReadUpdate(BinaryReader reader) =>
        new SqlMetric(Id, Name, metricType) { _value = reader.ReadInt64(), _touched = true };
}
