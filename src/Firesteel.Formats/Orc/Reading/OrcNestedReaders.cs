using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Orc.Encodings;
using Firesteel.Formats.Orc.Metadata;

namespace Firesteel.Formats.Orc.Reading;

/// <summary>Structs: their fields stand beside each other, without a value where the struct is null.</summary>
/// <param name="fields">A reader a field that is asked for; null where the file lacks it.</param>
sealed unsafe class OrcStructReader(OrcType type, OrcColumnReader?[] fields, OrcFile file, MemoryAllocator allocator) : OrcColumnReader(type, file, allocator)
{
    protected override void Start(OrcStripe stripe)
    {
        foreach (var field in fields) field?.StartStripe(stripe);
    }

    protected override void ReadValues(int rows, int present, ColumnVector target)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i] is { } field) field.Read(rows, target.Nulls, target.Children[i]);
            else OrcMissing.Fill(target.Children[i], rows);
        }
    }

    public override void Dispose()
    {
        foreach (var field in fields) field?.Dispose();
        base.Dispose();
    }
}

/// <summary>Arrays and maps: the number of their entries, and the entries of all rows one after the other.</summary>
sealed unsafe class OrcListReader : OrcColumnReader
{
    // As many as a vector of 16 byte values can hold in its largest buffer, about.
    private const long MostEntries = 1 << 26;
    private readonly OrcInput _lengths;
    private readonly IntegerRuns _runs;
    private readonly OrcColumnReader[] _parts;
    private readonly OrcScratch _scratch;

    public OrcListReader(OrcType type, OrcColumnReader[] parts, OrcFile file, OrcScratch scratch, MemoryAllocator allocator) : base(type, file, allocator)
    {
        _lengths = Input();
        _runs = new IntegerRuns(_lengths, isSigned: false);
        (_parts, _scratch) = (parts, scratch);
    }

    protected override void Start(OrcStripe stripe)
    {
        _lengths.Start(stripe.Find(Type, OrcStreamKind.Length));
        _runs.Start(stripe.Encoding(Type).IsV2);
        foreach (var part in _parts) part.StartStripe(stripe);
    }

    protected override void ReadValues(int rows, int present, ColumnVector target)
    {
        var lengths = _scratch.Longs(present);
        _runs.Read(lengths, present);
        var entries = target.Values<ListEntry>();
        var total = 0L;
        for (var i = 0; i < present; i++)
        {
            if (lengths[i] < 0 || lengths[i] > MostEntries - total) throw new OrcFormatException("The arrays of a batch are too long.");
            entries[i] = new ListEntry((int)total, (int)lengths[i]);
            total += lengths[i];
        }
        Spread(rows, present, target);
        for (var i = 0; i < _parts.Length; i++) _parts[i].Read((int)total, null, target.Children[i]);
    }

    public override void Dispose()
    {
        foreach (var part in _parts) part.Dispose();
        base.Dispose();
    }
}

/// <summary>Columns that a file does not have: null in every row.</summary>
static unsafe class OrcMissing
{
    public static void FillConstant(ColumnVector target)
    {
        target.Reset(1);
        target.SetNull(0);
        target.MakeConstant();
    }

    public static void Fill(ColumnVector target, int rows)
    {
        target.Reset(rows);
        target.Count = rows;
        if (rows > 0) new Span<byte>(target.EnsureNulls(), rows).Fill(1);
        if (target.Physical is PhysicalType.Array or PhysicalType.Map) new Span<ListEntry>(target.Data, rows).Clear();
        if (target.Physical != PhysicalType.Struct) return;
        foreach (var child in target.Children) Fill(child, rows);
    }
}
