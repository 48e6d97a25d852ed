using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Orc.Metadata;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Formats.Orc.Writing;

/// <summary>Whole numbers and dates, these in the hybrid calendar that readers of Spark expect.</summary>
sealed unsafe class OrcIntegerWriter : OrcColumnWriter
{
    private readonly IntegerRunWriter _runs;
    private long[] _values = [];
    private Int128 _sum;

    public OrcIntegerWriter(OrcType type, OrcWriteContext context) : base(type, context) => _runs = new IntegerRunWriter(Output(OrcStreamKind.Data), isSigned: true);

    protected override void AddValues(ColumnVector vector, ReadOnlySpan<int> positions)
    {
        if (_values.Length < positions.Length) _values = new long[positions.Length];
        var values = _values.AsSpan(0, positions.Length);
        switch (vector.Physical)
        {
            case PhysicalType.Int16:
                for (var i = 0; i < values.Length; i++) values[i] = vector.Values<short>()[positions[i]];
                break;
            case PhysicalType.Int32:
                for (var i = 0; i < values.Length; i++) values[i] = vector.Values<int>()[positions[i]];
                break;
            default:
                for (var i = 0; i < values.Length; i++) values[i] = vector.Values<long>()[positions[i]];
                break;
        }
        var isDate = Type.Kind == OrcKind.Date;
        if (isDate)
            foreach (ref var value in values) value = HybridCalendar.ToHybrid((int)value);
        var (min, max) = isDate ? Statistics.Days ?? (int.MaxValue, int.MinValue) : Statistics.Integers ?? (long.MaxValue, long.MinValue);
        foreach (var value in values)
        {
            min = Math.Min(min, value);
            max = Math.Max(max, value);
            _sum += value;
        }
        if (isDate) Statistics.Days = ((int)min, (int)max);
        else Statistics.Integers = (min, max);
        _runs.Write(values);
    }

    protected override ColumnEncoding FinishValues()
    {
        _runs.Flush();
        if (Type.Kind != OrcKind.Date && _sum >= long.MinValue && _sum <= long.MaxValue) Statistics.Sum = (long)_sum;
        return new ColumnEncoding(OrcEncoding.DirectV2, 0);
    }

    public override void Clear()
    {
        base.Clear();
        _sum = 0;
    }
}

/// <summary>Truth values, bytes and floating point.</summary>
sealed unsafe class OrcPlainWriter : OrcColumnWriter
{
    private readonly OrcOutput _data;
    private readonly ByteRunWriter _bytes;
    private readonly BitRunWriter _bits;
    private bool _hasNaN;

    public OrcPlainWriter(OrcType type, OrcWriteContext context) : base(type, context)
    {
        _data = Output(OrcStreamKind.Data);
        _bytes = new ByteRunWriter(_data);
        _bits = new BitRunWriter(_data);
    }

    protected override void AddValues(ColumnVector vector, ReadOnlySpan<int> positions)
    {
        switch (Type.Kind)
        {
            case OrcKind.Boolean:
                foreach (var row in positions) _bits.Write(vector.Data[row] != 0);
                break;
            case OrcKind.Byte:
                foreach (var row in positions)
                {
                    var value = (sbyte)vector.Data[row];
                    var (min, max) = Statistics.Integers ?? (value, value);
                    Statistics.Integers = (Math.Min(min, value), Math.Max(max, value));
                    _bytes.Write((byte)value);
                }
                break;
            case OrcKind.Float:
                foreach (var row in positions)
                {
                    Note(vector.Values<float>()[row]);
                    _data.Append(vector.Values<float>()[row]);
                }
                break;
            default:
                foreach (var row in positions)
                {
                    Note(vector.Values<double>()[row]);
                    _data.Append(vector.Values<double>()[row]);
                }
                break;
        }
    }

    protected override ColumnEncoding FinishValues()
    {
        _bits.Flush();
        _bytes.Flush();
        // Bounds do not hold for NaN.
        if (_hasNaN) Statistics.Numbers = null;
        return new ColumnEncoding(OrcEncoding.Direct, 0);
    }

    public override void Clear()
    {
        base.Clear();
        _hasNaN = false;
    }

    private void Note(double value)
    {
        if (double.IsNaN(value))
        {
            _hasNaN = true;
            return;
        }
        var (min, max) = Statistics.Numbers ?? (value, value);
        if (Statistics.Numbers is null || value < min || value > max) Statistics.Numbers = (Math.Min(min, value), Math.Max(max, value));
    }
}

/// <summary>Decimals: unscaled values of any length, and the scale of each.</summary>
sealed unsafe class OrcDecimalWriter : OrcColumnWriter
{
    private readonly OrcOutput _data;
    private readonly IntegerRunWriter _scales;

    public OrcDecimalWriter(OrcType type, OrcWriteContext context) : base(type, context)
    {
        _data = Output(OrcStreamKind.Data);
        _scales = new IntegerRunWriter(Output(OrcStreamKind.Secondary), isSigned: true);
    }

    protected override void AddValues(ColumnVector vector, ReadOnlySpan<int> positions)
    {
        var isLong = vector.Physical == PhysicalType.Int64;
        foreach (var row in positions)
        {
            if (isLong)
            {
                var value = vector.Values<long>()[row];
                _data.Varint((ulong)(value << 1 ^ value >> 63));
            }
            else
            {
                var value = vector.Values<Int128>()[row];
                _data.Varint((UInt128)(value << 1 ^ value >> 127));
            }
            _scales.Write(Type.Scale);
        }
    }

    protected override ColumnEncoding FinishValues()
    {
        _scales.Flush();
        return new ColumnEncoding(OrcEncoding.DirectV2, 0);
    }
}

/// <summary>Timestamps in the writer's time zone, which the stripe names: seconds since 2015 began there, and nanoseconds.</summary>
sealed unsafe class OrcTimestampWriter : OrcColumnWriter
{
    private readonly IntegerRunWriter _seconds;
    private readonly IntegerRunWriter _nanos;
    private readonly ZoneRules _zone;
    private readonly long _epoch;

    public OrcTimestampWriter(OrcType type, OrcWriteContext context) : base(type, context)
    {
        _seconds = new IntegerRunWriter(Output(OrcStreamKind.Data), isSigned: true);
        _nanos = new IntegerRunWriter(Output(OrcStreamKind.Secondary), isSigned: false);
        _zone = TimeZones.Get(context.Options.TimeZone);
        _epoch = OrcTime.Epoch(_zone);
    }

    protected override void AddValues(ColumnVector vector, ReadOnlySpan<int> positions)
    {
        foreach (var row in positions)
        {
            var (seconds, nanos) = OrcTime.Split(HybridCalendar.ToHybrid(vector.Values<long>()[row], _zone));
            _seconds.Write(seconds - _epoch);
            _nanos.Write(nanos);
        }
    }

    protected override ColumnEncoding FinishValues()
    {
        _seconds.Flush();
        _nanos.Flush();
        return new ColumnEncoding(OrcEncoding.DirectV2, 0);
    }
}
