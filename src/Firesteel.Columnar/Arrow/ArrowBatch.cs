namespace Firesteel.Columnar.Arrow;

/// <summary>A record batch, whose columns are taken in order, depth first.</summary>
sealed class ArrowBatch
{
    private readonly FlatTable _header;
    private readonly ReadOnlyMemory<byte> _body;
    private readonly IReadOnlyDictionary<long, ArrowArray> _dictionaries;
    private readonly byte? _codec;
    private int _node;
    private int _buffer;
    private int _views;

    public ArrowBatch(FlatTable header, ReadOnlyMemory<byte> body, IReadOnlyDictionary<long, ArrowArray> dictionaries)
    {
        (_header, _body, _dictionaries) = (header, body, dictionaries);
        if (header.Table(3) is { } compression) _codec = compression.Byte(0);
    }

    public ArrowArray Next(ArrowField field)
    {
        var (length, nulls) = _header.PairAt(1, _node++);
        if (field.Id == ArrowTypeId.Null) return new ArrowArray(field, checked((int)length)) { NullCount = checked((int)length) };
        var array = new ArrowArray(field, checked((int)length)) { NullCount = checked((int)nulls), Validity = Buffer() };
        if (field.DictionaryId is { } id)
            return array with { Values = Buffer(), Dictionary = _dictionaries.GetValueOrDefault(id) ?? throw new FormatException("A dictionary is missing.") };
        array = field.Id switch
        {
            ArrowTypeId.Utf8 or ArrowTypeId.Binary or ArrowTypeId.LargeUtf8 or ArrowTypeId.LargeBinary => array with { Offsets = Buffer(), Values = Buffer() },
            ArrowTypeId.Utf8View or ArrowTypeId.BinaryView => array with { Values = Buffer(), Data = [.. Enumerable.Range(0, checked((int)_header.LongAt(4, _views++))).Select(_ => Buffer())] },
            ArrowTypeId.List or ArrowTypeId.LargeList or ArrowTypeId.Map => array with { Offsets = Buffer() },
            ArrowTypeId.Struct or ArrowTypeId.FixedSizeList => array,
            _ => array with { Values = Buffer() },
        };
        return array with { Children = [.. field.Children.Select(Next)] };
    }

    private ReadOnlyMemory<byte> Buffer()
    {
        var (offset, length) = _header.PairAt(2, _buffer++);
        var buffer = _body.Slice(checked((int)offset), checked((int)length));
        return _codec is { } codec ? ArrowCompression.Decompress(codec, buffer) : buffer;
    }
}
