namespace Firesteel.Formats.Parquet.Metadata;

/// <summary>What a writer says about the values of a chunk or page; bounds are in plain encoding, byte arrays without their length.</summary>
sealed class Statistics
{
    /// <summary>Bounds of the older, signed-only form.</summary>
    public byte[]? LegacyMax { get; set; }
    public byte[]? LegacyMin { get; set; }
    public long? NullCount { get; set; }
    public long? DistinctCount { get; set; }
    public byte[]? MaxValue { get; set; }
    public byte[]? MinValue { get; set; }
    public bool? IsMaxExact { get; set; }
    public bool? IsMinExact { get; set; }

    public static Statistics Read(ref ThriftReader reader, ThriftType type)
    {
        var result = new Statistics();
        reader.Enter(type);
        var id = 0;
        while (reader.NextField(ref id, out var field))
        {
            switch (id)
            {
                case 1: result.LegacyMax = reader.ReadBinary(field).ToArray(); break;
                case 2: result.LegacyMin = reader.ReadBinary(field).ToArray(); break;
                case 3: result.NullCount = reader.ReadI64(field); break;
                case 4: result.DistinctCount = reader.ReadI64(field); break;
                case 5: result.MaxValue = reader.ReadBinary(field).ToArray(); break;
                case 6: result.MinValue = reader.ReadBinary(field).ToArray(); break;
                case 7: result.IsMaxExact = ThriftReader.ReadBool(field); break;
                case 8: result.IsMinExact = ThriftReader.ReadBool(field); break;
                default: reader.Skip(field); break;
            }
        }
        reader.Leave();
        return result;
    }

    public void Write(ThriftWriter writer, int field)
    {
        writer.StructBegin(field);
        if (LegacyMax is { } legacyMax) writer.Binary(1, legacyMax);
        if (LegacyMin is { } legacyMin) writer.Binary(2, legacyMin);
        if (NullCount is { } nulls) writer.I64(3, nulls);
        if (DistinctCount is { } distinct) writer.I64(4, distinct);
        if (MaxValue is { } max) writer.Binary(5, max);
        if (MinValue is { } min) writer.Binary(6, min);
        if (IsMaxExact is { } maxExact) writer.Bool(7, maxExact);
        if (IsMinExact is { } minExact) writer.Bool(8, minExact);
        writer.StructEnd();
    }
}
