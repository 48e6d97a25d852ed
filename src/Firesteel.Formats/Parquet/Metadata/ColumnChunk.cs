namespace Firesteel.Formats.Parquet.Metadata;

/// <summary>One column of a row group, with the places of its indexes.</summary>
sealed class ColumnChunk
{
    public string? FilePath { get; set; }
    public long FileOffset { get; set; }
    public ColumnMetaData? MetaData { get; set; }
    public long? OffsetIndexOffset { get; set; }
    public int? OffsetIndexLength { get; set; }
    public long? ColumnIndexOffset { get; set; }
    public int? ColumnIndexLength { get; set; }

    /// <summary>Whether the column's data is encrypted.</summary>
    public bool IsEncrypted { get; private set; }

    public static ColumnChunk Read(ref ThriftReader reader, ThriftType type)
    {
        var result = new ColumnChunk();
        reader.Enter(type);
        var id = 0;
        while (reader.NextField(ref id, out var field))
        {
            switch (id)
            {
                case 1: result.FilePath = reader.ReadString(field); break;
                case 2: result.FileOffset = reader.ReadI64(field); break;
                case 3: result.MetaData = ColumnMetaData.Read(ref reader, field); break;
                case 4: result.OffsetIndexOffset = reader.ReadI64(field); break;
                case 5: result.OffsetIndexLength = reader.ReadI32(field); break;
                case 6: result.ColumnIndexOffset = reader.ReadI64(field); break;
                case 7: result.ColumnIndexLength = reader.ReadI32(field); break;
                case 8 or 9: result.IsEncrypted = true; reader.Skip(field); break;
                default: reader.Skip(field); break;
            }
        }
        reader.Leave();
        return result;
    }

    public void Write(ThriftWriter writer)
    {
        writer.ElementBegin();
        writer.I64(2, FileOffset);
        MetaData?.Write(writer, 3);
        if (OffsetIndexOffset is { } offsetIndex) writer.I64(4, offsetIndex);
        if (OffsetIndexLength is { } offsetLength) writer.I32(5, offsetLength);
        if (ColumnIndexOffset is { } columnIndex) writer.I64(6, columnIndex);
        if (ColumnIndexLength is { } columnLength) writer.I32(7, columnLength);
        writer.StructEnd();
    }
}
