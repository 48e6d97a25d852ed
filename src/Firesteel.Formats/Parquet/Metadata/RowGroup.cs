namespace Firesteel.Formats.Parquet.Metadata;

/// <summary>A horizontal slice of the file: one chunk a leaf column.</summary>
sealed class RowGroup
{
    public List<ColumnChunk> Columns { get; set; } = [];
    public long TotalByteSize { get; set; }
    public long NumRows { get; set; }
    public long? FileOffset { get; set; }
    public long? TotalCompressedSize { get; set; }
    public short? Ordinal { get; set; }

    public static RowGroup Read(ref ThriftReader reader, ThriftType type)
    {
        var result = new RowGroup();
        reader.Enter(type);
        var id = 0;
        while (reader.NextField(ref id, out var field))
        {
            switch (id)
            {
                case 1:
                    for (var left = reader.ReadListHeader(field, out var chunk); left > 0; left--) result.Columns.Add(ColumnChunk.Read(ref reader, chunk));
                    break;
                case 2: result.TotalByteSize = reader.ReadI64(field); break;
                case 3: result.NumRows = reader.ReadI64(field); break;
                case 5: result.FileOffset = reader.ReadI64(field); break;
                case 6: result.TotalCompressedSize = reader.ReadI64(field); break;
                case 7: result.Ordinal = (short)reader.ReadI32(field); break;
                default: reader.Skip(field); break;
            }
        }
        reader.Leave();
        return result;
    }

    public void Write(ThriftWriter writer)
    {
        writer.ElementBegin();
        writer.ListBegin(1, ThriftType.Struct, Columns.Count);
        foreach (var column in Columns) column.Write(writer);
        writer.I64(2, TotalByteSize);
        writer.I64(3, NumRows);
        if (FileOffset is { } offset) writer.I64(5, offset);
        if (TotalCompressedSize is { } compressed) writer.I64(6, compressed);
        if (Ordinal is { } ordinal) writer.I16(7, ordinal);
        writer.StructEnd();
    }
}
