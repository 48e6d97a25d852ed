namespace Firesteel.Formats.Parquet.Metadata;

/// <summary>What stands before a page's bytes; fields of the kinds that the page is not are zero.</summary>
struct PageHeader
{
    public PageType Type;
    public int UncompressedSize;
    public int CompressedSize;
    public uint? Crc;
    public int NumValues;
    public ParquetEncoding Encoding;
    public ParquetEncoding DefinitionEncoding;
    public ParquetEncoding RepetitionEncoding;
    /// <summary>Version 2 only.</summary>
    public int NumRows;
    public int NumNulls;
    public int DefinitionBytes;
    public int RepetitionBytes;
    public bool IsCompressed;

    public static PageHeader Read(ref ThriftReader reader)
    {
        var result = new PageHeader { Type = (PageType)(-1), IsCompressed = true };
        reader.Enter(ThriftType.Struct);
        var id = 0;
        while (reader.NextField(ref id, out var field))
        {
            switch (id)
            {
                case 1: result.Type = (PageType)reader.ReadI32(field); break;
                case 2: result.UncompressedSize = reader.ReadI32(field); break;
                case 3: result.CompressedSize = reader.ReadI32(field); break;
                case 4: result.Crc = (uint)reader.ReadI32(field); break;
                case 5: result.ReadDataPage(ref reader, field); break;
                case 7: result.ReadDictionaryPage(ref reader, field); break;
                case 8: result.ReadDataPageV2(ref reader, field); break;
                default: reader.Skip(field); break;
            }
        }
        reader.Leave();
        if (result.UncompressedSize < 0 || result.CompressedSize < 0 || result.NumValues < 0) throw new ParquetFormatException("A page header has negative sizes.");
        return result;
    }

    private void ReadDataPage(ref ThriftReader reader, ThriftType type)
    {
        reader.Enter(type);
        var id = 0;
        while (reader.NextField(ref id, out var field))
        {
            switch (id)
            {
                case 1: NumValues = reader.ReadI32(field); break;
                case 2: Encoding = (ParquetEncoding)reader.ReadI32(field); break;
                case 3: DefinitionEncoding = (ParquetEncoding)reader.ReadI32(field); break;
                case 4: RepetitionEncoding = (ParquetEncoding)reader.ReadI32(field); break;
                default: reader.Skip(field); break;
            }
        }
        reader.Leave();
    }

    private void ReadDictionaryPage(ref ThriftReader reader, ThriftType type)
    {
        reader.Enter(type);
        var id = 0;
        while (reader.NextField(ref id, out var field))
        {
            switch (id)
            {
                case 1: NumValues = reader.ReadI32(field); break;
                case 2: Encoding = (ParquetEncoding)reader.ReadI32(field); break;
                default: reader.Skip(field); break;
            }
        }
        reader.Leave();
    }

    private void ReadDataPageV2(ref ThriftReader reader, ThriftType type)
    {
        reader.Enter(type);
        var id = 0;
        while (reader.NextField(ref id, out var field))
        {
            switch (id)
            {
                case 1: NumValues = reader.ReadI32(field); break;
                case 2: NumNulls = reader.ReadI32(field); break;
                case 3: NumRows = reader.ReadI32(field); break;
                case 4: Encoding = (ParquetEncoding)reader.ReadI32(field); break;
                case 5: DefinitionBytes = reader.ReadI32(field); break;
                case 6: RepetitionBytes = reader.ReadI32(field); break;
                case 7: IsCompressed = ThriftReader.ReadBool(field); break;
                default: reader.Skip(field); break;
            }
        }
        reader.Leave();
    }

    public readonly void Write(ThriftWriter writer)
    {
        writer.ElementBegin();
        writer.I32(1, (int)Type);
        writer.I32(2, UncompressedSize);
        writer.I32(3, CompressedSize);
        if (Crc is { } crc) writer.I32(4, (int)crc);
        switch (Type)
        {
            case PageType.Data:
                writer.StructBegin(5);
                writer.I32(1, NumValues);
                writer.I32(2, (int)Encoding);
                writer.I32(3, (int)DefinitionEncoding);
                writer.I32(4, (int)RepetitionEncoding);
                writer.StructEnd();
                break;
            case PageType.Dictionary:
                writer.StructBegin(7);
                writer.I32(1, NumValues);
                writer.I32(2, (int)Encoding);
                writer.StructEnd();
                break;
            case PageType.DataV2:
                writer.StructBegin(8);
                writer.I32(1, NumValues);
                writer.I32(2, NumNulls);
                writer.I32(3, NumRows);
                writer.I32(4, (int)Encoding);
                writer.I32(5, DefinitionBytes);
                writer.I32(6, RepetitionBytes);
                writer.Bool(7, IsCompressed);
                writer.StructEnd();
                break;
        }
        writer.StructEnd();
    }
}
