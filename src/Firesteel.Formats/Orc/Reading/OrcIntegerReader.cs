using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Orc.Encodings;
using Firesteel.Formats.Orc.Metadata;

namespace Firesteel.Formats.Orc.Reading;

/// <summary>Whole numbers and dates.</summary>
sealed unsafe class OrcIntegerReader : OrcColumnReader
{
    private readonly OrcInput _data;
    private readonly IntegerRuns _runs;
    private readonly OrcScratch _scratch;
    private bool _isHybridDate;

    public OrcIntegerReader(OrcType type, OrcFile file, OrcScratch scratch, MemoryAllocator allocator) : base(type, file, allocator)
    {
        _data = Input();
        _runs = new IntegerRuns(_data, isSigned: true);
        _scratch = scratch;
    }

    protected override void Start(OrcStripe stripe)
    {
        _data.Start(stripe.Find(Type, OrcStreamKind.Data));
        _runs.Start(stripe.Encoding(Type).IsV2);
        _isHybridDate = Type.Kind == OrcKind.Date && !stripe.IsProleptic;
    }

    protected override void ReadValues(int rows, int present, ColumnVector target)
    {
        switch (target.Physical)
        {
            case PhysicalType.Int64:
                _runs.Read(target.Values<long>(), present);
                break;
            case PhysicalType.Int32:
                var values = Scratch(present);
                var ints = target.Values<int>();
                for (var i = 0; i < present; i++) ints[i] = (int)values[i];
                if (_isHybridDate) HybridCalendar.ToProleptic(new Span<int>(ints, present));
                break;
            case PhysicalType.Int16:
                values = Scratch(present);
                var shorts = target.Values<short>();
                for (var i = 0; i < present; i++) shorts[i] = (short)values[i];
                break;
            default:
                throw new OrcFormatException($"Integers are not read as {target.Type.SimpleString}.");
        }
        Spread(rows, present, target);
    }

    private long* Scratch(int present)
    {
        var values = _scratch.Longs(present);
        _runs.Read(values, present);
        return values;
    }
}
