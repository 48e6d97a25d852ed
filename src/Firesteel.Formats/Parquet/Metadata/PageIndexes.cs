namespace Firesteel.Formats.Parquet.Metadata;

/// <summary>Where a data page lies and which row it starts with.</summary>
readonly record struct PageLocation(long Offset, int CompressedSize, long FirstRow);

/// <summary>The places of a chunk's data pages.</summary>
sealed class OffsetIndex
{
    public List<PageLocation> Pages { get; } = [];

    public static OffsetIndex Read(ref ThriftReader reader)
    {
        var result = new OffsetIndex();
        reader.Enter(ThriftType.Struct);
        var id = 0;
        while (reader.NextField(ref id, out var field))
        {
            if (id != 1) { reader.Skip(field); continue; }
            for (var left = reader.ReadListHeader(field, out var element); left > 0; left--) result.Pages.Add(ReadPage(ref reader, element));
        }
        reader.Leave();
        return result;
    }

    private static PageLocation ReadPage(ref ThriftReader reader, ThriftType type)
    {
        reader.Enter(type);
        var (id, offset, size, row) = (0, 0L, 0, 0L);
        while (reader.NextField(ref id, out var field))
        {
            switch (id)
            {
                case 1: offset = reader.ReadI64(field); break;
                case 2: size = reader.ReadI32(field); break;
                case 3: row = reader.ReadI64(field); break;
                default: reader.Skip(field); break;
            }
        }
        reader.Leave();
        return new(offset, size, row);
    }

    public void Write(ThriftWriter writer)
    {
        writer.ElementBegin();
        writer.ListBegin(1, ThriftType.Struct, Pages.Count);
        foreach (var page in Pages)
        {
            writer.ElementBegin();
            writer.I64(1, page.Offset);
            writer.I32(2, page.CompressedSize);
            writer.I64(3, page.FirstRow);
            writer.StructEnd();
        }
        writer.StructEnd();
    }
}

/// <summary>Bounds and null counts of a chunk's data pages.</summary>
sealed class ColumnIndex
{
    public List<bool> NullPages { get; } = [];
    public List<byte[]> MinValues { get; } = [];
    public List<byte[]> MaxValues { get; } = [];
    public BoundaryOrder Order { get; set; }
    public List<long>? NullCounts { get; set; }

    public static ColumnIndex Read(ref ThriftReader reader)
    {
        var result = new ColumnIndex();
        reader.Enter(ThriftType.Struct);
        var id = 0;
        while (reader.NextField(ref id, out var field))
        {
            switch (id)
            {
                case 1:
                    // In a list a truth value is a byte: 1 for true.
                    for (var left = reader.ReadListHeader(field, out _); left > 0; left--) result.NullPages.Add(reader.ReadByte() == 1);
                    break;
                case 2:
                    for (var left = reader.ReadListHeader(field, out var min); left > 0; left--) result.MinValues.Add(reader.ReadBinary(min).ToArray());
                    break;
                case 3:
                    for (var left = reader.ReadListHeader(field, out var max); left > 0; left--) result.MaxValues.Add(reader.ReadBinary(max).ToArray());
                    break;
                case 4: result.Order = (BoundaryOrder)reader.ReadI32(field); break;
                case 5:
                    result.NullCounts = [];
                    for (var left = reader.ReadListHeader(field, out var count); left > 0; left--) result.NullCounts.Add(reader.ReadI64(count));
                    break;
                default: reader.Skip(field); break;
            }
        }
        reader.Leave();
        return result;
    }

    public void Write(ThriftWriter writer)
    {
        writer.ElementBegin();
        writer.ListBegin(1, ThriftType.True, NullPages.Count);
        foreach (var isNull in NullPages) writer.BoolElement(isNull);
        writer.ListBegin(2, ThriftType.Binary, MinValues.Count);
        foreach (var value in MinValues) writer.BinaryElement(value);
        writer.ListBegin(3, ThriftType.Binary, MaxValues.Count);
        foreach (var value in MaxValues) writer.BinaryElement(value);
        writer.I32(4, (int)Order);
        if (NullCounts is { } counts)
        {
            writer.ListBegin(5, ThriftType.I64, counts.Count);
            foreach (var count in counts) writer.I64Element(count);
        }
        writer.StructEnd();
    }
}
