namespace Firesteel.Formats.Parquet.Metadata;

/// <summary>The footer: schema, row groups and free-form properties of a file.</summary>
sealed class FileMetaData
{
    public int Version { get; set; }
    public List<SchemaElement> Schema { get; set; } = [];
    public long NumRows { get; set; }
    public List<RowGroup> RowGroups { get; set; } = [];
    public List<KeyValuePair<string, string?>> KeyValues { get; set; } = [];
    public string? CreatedBy { get; set; }

    /// <summary>Leaf columns whose bounds follow the order that their type defines; null where the writer does not say.</summary>
    public List<bool>? TypeDefinedOrder { get; set; }

    public bool IsEncrypted { get; private set; }

    public string? KeyValue(string key)
    {
        foreach (var (name, value) in KeyValues)
            if (name == key) return value;
        return null;
    }

    public static FileMetaData Read(ref ThriftReader reader)
    {
        var result = new FileMetaData();
        reader.Enter(ThriftType.Struct);
        var id = 0;
        while (reader.NextField(ref id, out var field))
        {
            switch (id)
            {
                case 1: result.Version = reader.ReadI32(field); break;
                case 2:
                    for (var left = reader.ReadListHeader(field, out var element); left > 0; left--) result.Schema.Add(SchemaElement.Read(ref reader, element));
                    break;
                case 3: result.NumRows = reader.ReadI64(field); break;
                case 4:
                    for (var left = reader.ReadListHeader(field, out var group); left > 0; left--) result.RowGroups.Add(RowGroup.Read(ref reader, group));
                    break;
                case 5:
                    for (var left = reader.ReadListHeader(field, out var pair); left > 0; left--) result.KeyValues.Add(ReadPair(ref reader, pair));
                    break;
                case 6: result.CreatedBy = reader.ReadString(field); break;
                case 7: result.TypeDefinedOrder = ReadOrders(ref reader, field); break;
                case 8: result.IsEncrypted = true; reader.Skip(field); break;
                default: reader.Skip(field); break;
            }
        }
        reader.Leave();
        return result;
    }

    private static KeyValuePair<string, string?> ReadPair(ref ThriftReader reader, ThriftType type)
    {
        reader.Enter(type);
        var (id, key, value) = (0, "", (string?)null);
        while (reader.NextField(ref id, out var field))
        {
            switch (id)
            {
                case 1: key = reader.ReadString(field); break;
                case 2: value = reader.ReadString(field); break;
                default: reader.Skip(field); break;
            }
        }
        reader.Leave();
        return new(key, value);
    }

    private static List<bool> ReadOrders(ref ThriftReader reader, ThriftType type)
    {
        var result = new List<bool>();
        for (var left = reader.ReadListHeader(type, out var element); left > 0; left--)
        {
            reader.Enter(element);
            var (id, typeDefined) = (0, false);
            while (reader.NextField(ref id, out var field))
            {
                typeDefined |= id == 1;
                reader.Skip(field);
            }
            reader.Leave();
            result.Add(typeDefined);
        }
        return result;
    }

    public void Write(ThriftWriter writer)
    {
        writer.ElementBegin();
        writer.I32(1, Version);
        writer.ListBegin(2, ThriftType.Struct, Schema.Count);
        foreach (var element in Schema) element.Write(writer);
        writer.I64(3, NumRows);
        writer.ListBegin(4, ThriftType.Struct, RowGroups.Count);
        foreach (var group in RowGroups) group.Write(writer);
        if (KeyValues.Count > 0)
        {
            writer.ListBegin(5, ThriftType.Struct, KeyValues.Count);
            foreach (var (key, value) in KeyValues)
            {
                writer.ElementBegin();
                writer.String(1, key);
                if (value is not null) writer.String(2, value);
                writer.StructEnd();
            }
        }
        if (CreatedBy is not null) writer.String(6, CreatedBy);
        if (TypeDefinedOrder is { } orders)
        {
            writer.ListBegin(7, ThriftType.Struct, orders.Count);
            foreach (var _ in orders)
            {
                writer.ElementBegin();
                writer.Empty(1);
                writer.StructEnd();
            }
        }
        writer.StructEnd();
    }
}
