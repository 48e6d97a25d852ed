namespace Firesteel.Formats.Parquet.Metadata;

/// <summary>How many pages of one kind a chunk has in one encoding.</summary>
readonly record struct PageEncodingStats(PageType PageType, ParquetEncoding Encoding, int Count);

/// <summary>Where and how one column of a row group is stored.</summary>
sealed class ColumnMetaData
{
    public ParquetType Type { get; set; }
    public List<ParquetEncoding> Encodings { get; set; } = [];
    public List<string> Path { get; set; } = [];
    public CompressionCodec Codec { get; set; }
    public long NumValues { get; set; }
    public long TotalUncompressedSize { get; set; }
    public long TotalCompressedSize { get; set; }
    public long DataPageOffset { get; set; }
    public long? DictionaryPageOffset { get; set; }
    public Statistics? Statistics { get; set; }
    public List<PageEncodingStats>? EncodingStats { get; set; }
    public long? BloomFilterOffset { get; set; }
    public int? BloomFilterLength { get; set; }

    /// <summary>First byte of the chunk: that of its dictionary page where it has one (some writers leave 0 there for none).</summary>
    public long Start => DictionaryPageOffset is > 0 and var dictionary && dictionary < DataPageOffset ? dictionary : DataPageOffset;

    public static ColumnMetaData Read(ref ThriftReader reader, ThriftType type)
    {
        var result = new ColumnMetaData();
        reader.Enter(type);
        var id = 0;
        while (reader.NextField(ref id, out var field))
        {
            switch (id)
            {
                case 1: result.Type = (ParquetType)reader.ReadI32(field); break;
                case 2:
                    for (var left = reader.ReadListHeader(field, out var encoding); left > 0; left--) result.Encodings.Add((ParquetEncoding)reader.ReadI32(encoding));
                    break;
                case 3:
                    for (var left = reader.ReadListHeader(field, out var part); left > 0; left--) result.Path.Add(reader.ReadString(part));
                    break;
                case 4: result.Codec = (CompressionCodec)reader.ReadI32(field); break;
                case 5: result.NumValues = reader.ReadI64(field); break;
                case 6: result.TotalUncompressedSize = reader.ReadI64(field); break;
                case 7: result.TotalCompressedSize = reader.ReadI64(field); break;
                case 9: result.DataPageOffset = reader.ReadI64(field); break;
                case 11: result.DictionaryPageOffset = reader.ReadI64(field); break;
                case 12: result.Statistics = Statistics.Read(ref reader, field); break;
                case 13: result.EncodingStats = ReadEncodingStats(ref reader, field); break;
                // One early writer had something else in these places.
                case 14 when field == ThriftType.I64: result.BloomFilterOffset = reader.ReadI64(field); break;
                case 15 when field == ThriftType.I32: result.BloomFilterLength = reader.ReadI32(field); break;
                default: reader.Skip(field); break;
            }
        }
        reader.Leave();
        return result;
    }

    private static List<PageEncodingStats> ReadEncodingStats(ref ThriftReader reader, ThriftType type)
    {
        var result = new List<PageEncodingStats>();
        for (var left = reader.ReadListHeader(type, out var element); left > 0; left--)
        {
            reader.Enter(element);
            var (id, page, encoding, count) = (0, PageType.Data, ParquetEncoding.Plain, 0);
            while (reader.NextField(ref id, out var field))
            {
                switch (id)
                {
                    case 1: page = (PageType)reader.ReadI32(field); break;
                    case 2: encoding = (ParquetEncoding)reader.ReadI32(field); break;
                    case 3: count = reader.ReadI32(field); break;
                    default: reader.Skip(field); break;
                }
            }
            reader.Leave();
            result.Add(new PageEncodingStats(page, encoding, count));
        }
        return result;
    }

    public void Write(ThriftWriter writer, int field)
    {
        writer.StructBegin(field);
        writer.I32(1, (int)Type);
        writer.ListBegin(2, ThriftType.I32, Encodings.Count);
        foreach (var encoding in Encodings) writer.I32Element((int)encoding);
        writer.ListBegin(3, ThriftType.Binary, Path.Count);
        foreach (var part in Path) writer.StringElement(part);
        writer.I32(4, (int)Codec);
        writer.I64(5, NumValues);
        writer.I64(6, TotalUncompressedSize);
        writer.I64(7, TotalCompressedSize);
        writer.I64(9, DataPageOffset);
        if (DictionaryPageOffset is { } dictionary) writer.I64(11, dictionary);
        Statistics?.Write(writer, 12);
        if (EncodingStats is { } stats)
        {
            writer.ListBegin(13, ThriftType.Struct, stats.Count);
            foreach (var entry in stats)
            {
                writer.ElementBegin();
                writer.I32(1, (int)entry.PageType);
                writer.I32(2, (int)entry.Encoding);
                writer.I32(3, entry.Count);
                writer.StructEnd();
            }
        }
        if (BloomFilterOffset is { } bloom) writer.I64(14, bloom);
        if (BloomFilterLength is { } length) writer.I32(15, length);
        writer.StructEnd();
    }
}
