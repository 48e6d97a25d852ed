namespace Firesteel.Formats.Parquet.Metadata;

/// <summary>One node of the schema tree, which the footer lists depth first.</summary>
sealed class SchemaElement
{
    public ParquetType? Type { get; set; }
    public int TypeLength { get; set; }
    public Repetition? Repetition { get; set; }
    public string Name { get; set; } = "";
    public int NumChildren { get; set; }
    public ConvertedType? ConvertedType { get; set; }
    public int Scale { get; set; }
    public int Precision { get; set; }
    public int? FieldId { get; set; }
    public LogicalType? LogicalType { get; set; }

    /// <summary>Whether the element has a logical type that this reader does not know.</summary>
    public bool HasUnknownLogicalType { get; private set; }

    public static SchemaElement Read(ref ThriftReader reader, ThriftType type)
    {
        var result = new SchemaElement();
        reader.Enter(type);
        var id = 0;
        while (reader.NextField(ref id, out var field))
        {
            switch (id)
            {
                case 1: result.Type = (ParquetType)reader.ReadI32(field); break;
                case 2: result.TypeLength = reader.ReadI32(field); break;
                case 3: result.Repetition = (Repetition)reader.ReadI32(field); break;
                case 4: result.Name = reader.ReadString(field); break;
                case 5: result.NumChildren = reader.ReadI32(field); break;
                case 6: result.ConvertedType = (ConvertedType)reader.ReadI32(field); break;
                case 7: result.Scale = reader.ReadI32(field); break;
                case 8: result.Precision = reader.ReadI32(field); break;
                case 9: result.FieldId = reader.ReadI32(field); break;
                case 10:
                    result.LogicalType = LogicalType.Read(ref reader, field);
                    result.HasUnknownLogicalType = result.LogicalType is null;
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
        if (Type is { } type) writer.I32(1, (int)type);
        if (Type == ParquetType.FixedLenByteArray) writer.I32(2, TypeLength);
        if (Repetition is { } repetition) writer.I32(3, (int)repetition);
        writer.String(4, Name);
        if (Type is null) writer.I32(5, NumChildren);
        if (ConvertedType is { } converted) writer.I32(6, (int)converted);
        if (ConvertedType == Metadata.ConvertedType.Decimal)
        {
            writer.I32(7, Scale);
            writer.I32(8, Precision);
        }
        if (FieldId is { } fieldId) writer.I32(9, fieldId);
        LogicalType?.Write(writer, 10);
        writer.StructEnd();
    }
}
