using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Orc.Metadata;

namespace Firesteel.Formats.Orc.Writing;

/// <summary>Structs: the fields of those that are not null.</summary>
sealed class OrcStructWriter : OrcColumnWriter
{
    public OrcStructWriter(OrcType type, OrcWriteContext context) : base(type, context)
        => Children = [.. type.Children.Select(c => OrcColumnWriters.Create(c, context))];

    protected override void AddValues(ColumnVector vector, ReadOnlySpan<int> positions)
    {
        for (var i = 0; i < Children.Length; i++) Children[i].Add(vector.Children[i], positions);
    }

    protected override ColumnEncoding FinishValues() => new(OrcEncoding.Direct, 0);
}

/// <summary>Arrays and maps: how many entries each has, and the entries.</summary>
sealed unsafe class OrcListWriter : OrcColumnWriter
{
    private readonly IntegerRunWriter _lengths;
    private int[] _entries = [];

    public OrcListWriter(OrcType type, OrcWriteContext context) : base(type, context)
    {
        _lengths = new IntegerRunWriter(Output(OrcStreamKind.Length), isSigned: false);
        Children = [.. type.Children.Select(c => OrcColumnWriters.Create(c, context))];
    }

    protected override void AddValues(ColumnVector vector, ReadOnlySpan<int> positions)
    {
        var lists = vector.Values<ListEntry>();
        var total = 0;
        foreach (var row in positions) total = checked(total + lists[row].Length);
        if (_entries.Length < total) _entries = new int[Math.Max(total, _entries.Length * 2)];
        var at = 0;
        foreach (var row in positions)
        {
            _lengths.Write(lists[row].Length);
            for (var i = 0; i < lists[row].Length; i++) _entries[at++] = lists[row].Offset + i;
        }
        for (var i = 0; i < Children.Length; i++) Children[i].Add(vector.Children[i], _entries.AsSpan(0, total));
    }

    protected override ColumnEncoding FinishValues()
    {
        _lengths.Flush();
        return new ColumnEncoding(OrcEncoding.DirectV2, 0);
    }
}

/// <summary>Chooses the writer of each column.</summary>
static class OrcColumnWriters
{
    public static OrcColumnWriter Create(OrcType type, OrcWriteContext context) => type.Kind switch
    {
        OrcKind.Boolean or OrcKind.Byte or OrcKind.Float or OrcKind.Double => new OrcPlainWriter(type, context),
        OrcKind.Short or OrcKind.Int or OrcKind.Long or OrcKind.Date => new OrcIntegerWriter(type, context),
        OrcKind.String or OrcKind.Char or OrcKind.Varchar or OrcKind.Binary => new OrcTextWriter(type, context),
        OrcKind.Timestamp => new OrcTimestampWriter(type, context),
        OrcKind.Decimal => new OrcDecimalWriter(type, context),
        OrcKind.List or OrcKind.Map => new OrcListWriter(type, context),
        OrcKind.Struct => new OrcStructWriter(type, context),
        _ => throw new InvalidOperationException($"No writer for {type.Kind}."),
    };
}
