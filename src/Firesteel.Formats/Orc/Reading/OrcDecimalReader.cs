using System.Runtime.CompilerServices;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Orc.Encodings;
using Firesteel.Formats.Orc.Metadata;
using Firesteel.Types;

namespace Firesteel.Formats.Orc.Reading;

/// <summary>Decimals: unscaled values of any length, and the scale of each.</summary>
sealed unsafe class OrcDecimalReader : OrcColumnReader
{
    private const int LongestNumber = 19;
    private static readonly Int128[] Powers = BuildPowers();
    private readonly OrcInput _data;
    private readonly OrcInput _scales;
    private readonly IntegerRuns _scaleRuns;
    private readonly OrcScratch _scratch;
    private readonly DecimalType _target;

    public OrcDecimalReader(OrcType type, DecimalType target, OrcFile file, OrcScratch scratch, MemoryAllocator allocator) : base(type, file, allocator)
    {
        (_data, _scales) = (Input(), Input());
        _scaleRuns = new IntegerRuns(_scales, isSigned: true);
        (_scratch, _target) = (scratch, target);
    }

    protected override void Start(OrcStripe stripe)
    {
        _data.Start(stripe.Find(Type, OrcStreamKind.Data));
        _scales.Start(stripe.Find(Type, OrcStreamKind.Secondary));
        _scaleRuns.Start(stripe.Encoding(Type).IsV2);
    }

    protected override void ReadValues(int rows, int present, ColumnVector target)
    {
        var scales = _scratch.Longs(present);
        _scaleRuns.Read(scales, present);
        var overflow = false;
        var limit = Powers[_target.Precision];
        for (var i = 0; i < present; i++)
        {
            var value = Read();
            if (scales[i] != _target.Scale) value = Rescale(value, _target.Scale - scales[i]);
            overflow |= value >= limit || value <= -limit;
            if (target.Physical == PhysicalType.Int64) target.Set(i, (long)value);
            else target.Set(i, value);
        }
        if (overflow) throw new OrcFormatException($"A decimal has more digits than {_target.SimpleString}.");
        Spread(rows, present, target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Int128 Read()
    {
        _data.Want(LongestNumber);
        var ready = _data.Ready;
        var next = _data.Next;
        ulong low = 0;
        for (var i = 0; i < ready && i < 9; i++)
        {
            low |= (ulong)(next[i] & 0x7F) << (7 * i);
            if (next[i] >= 0x80) continue;
            _data.Advance(i + 1);
            return (long)(low >> 1) ^ -(long)(low & 1);
        }
        return ReadLong(next, ready);
    }

    private Int128 ReadLong(byte* next, int ready)
    {
        UInt128 value = 0;
        for (var i = 0; i < ready && i < LongestNumber; i++)
        {
            value |= (UInt128)(uint)(next[i] & 0x7F) << (7 * i);
            if (next[i] >= 0x80) continue;
            _data.Advance(i + 1);
            return (Int128)(value >> 1) ^ -(Int128)(value & 1);
        }
        throw new OrcFormatException("A decimal does not end.");
    }

    private static Int128 Rescale(Int128 value, long by)
    {
        if (by is < -DecimalType.MaxPrecision or > DecimalType.MaxPrecision) throw new OrcFormatException("A decimal has a scale out of range.");
        if (by >= 0)
        {
            var limit = Powers[DecimalType.MaxPrecision] / Powers[(int)by];
            return value <= limit && value >= -limit ? value * Powers[(int)by] : Powers[DecimalType.MaxPrecision];
        }
        // Half away from zero, as Spark rounds.
        var unit = Powers[(int)-by];
        var (quotient, rest) = (value / unit, value % unit);
        return Int128.Abs(rest) >= unit - Int128.Abs(rest) ? quotient + Int128.Sign(value) : quotient;
    }

    private static Int128[] BuildPowers()
    {
        var powers = new Int128[DecimalType.MaxPrecision + 1];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
