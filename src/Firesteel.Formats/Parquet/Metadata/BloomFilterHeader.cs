namespace Firesteel.Formats.Parquet.Metadata;

/// <summary>What stands before a Bloom filter's bits. Only split-block filters over xxHash, uncompressed, are defined.</summary>
readonly record struct BloomFilterHeader(int Bytes, bool IsKnown)
{
    public static BloomFilterHeader Read(ref ThriftReader reader)
    {
        reader.Enter(ThriftType.Struct);
        var (id, bytes, known) = (0, 0, true);
        while (reader.NextField(ref id, out var field))
        {
            if (id == 1) bytes = reader.ReadI32(field);
            else if (id is >= 2 and <= 4) known &= ReadChoice(ref reader, field) == 1;
            else reader.Skip(field);
        }
        reader.Leave();
        return new(bytes, known);
    }

    private static int ReadChoice(ref ThriftReader reader, ThriftType type)
    {
        reader.Enter(type);
        var (id, choice) = (0, 0);
        while (reader.NextField(ref id, out var field))
        {
            choice = id;
            reader.Skip(field);
        }
        reader.Leave();
        return choice;
    }

    public void Write(ThriftWriter writer)
    {
        writer.ElementBegin();
        writer.I32(1, Bytes);
        for (var field = 2; field <= 4; field++)
        {
            writer.StructBegin(field);
            writer.Empty(1);
            writer.StructEnd();
        }
        writer.StructEnd();
    }
}
