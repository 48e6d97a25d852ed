using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Orc.Encodings;
using Firesteel.Formats.Orc.Metadata;

namespace Firesteel.Formats.Orc.Reading;

/// <summary>Truth values, bytes and floating point, whose form in the file is that in memory or nearly so.</summary>
sealed unsafe class OrcPlainReader : OrcColumnReader
{
    private readonly OrcInput _data;
    private readonly ByteRuns _bytes;
    private readonly BitRuns _bits;

    public OrcPlainReader(OrcType type, OrcFile file, MemoryAllocator allocator) : base(type, file, allocator)
    {
        _data = Input();
        _bytes = new ByteRuns(_data);
        _bits = new BitRuns(_data);
    }

    protected override void Start(OrcStripe stripe)
    {
        _data.Start(stripe.Find(Type, OrcStreamKind.Data));
        _bytes.Start();
        _bits.Start();
    }

    protected override void ReadValues(int rows, int present, ColumnVector target)
    {
        switch (Type.Kind)
        {
            case OrcKind.Boolean: _bits.Read(target.Data, present, flip: 0); break;
            case OrcKind.Byte: _bytes.Read(target.Data, present); break;
            default: _data.CopyTo(target.Data, (long)present * target.ElementSize); break;
        }
        Spread(rows, present, target);
    }
}
