namespace Firesteel.Formats.Parquet.Metadata;

/// <summary>The kinds of logical type; numbers are the union's field ids.</summary>
enum LogicalKind { String = 1, Map = 2, List = 3, Enum = 4, Decimal = 5, Date = 6, Time = 7, Timestamp = 8, Integer = 10, Unknown = 11, Json = 12, Bson = 13, Uuid = 14, Float16 = 15, Variant = 16, Geometry = 17, Geography = 18 }

enum ParquetTimeUnit { Millis = 1, Micros = 2, Nanos = 3 }

/// <summary>What a column's stored values mean.</summary>
sealed record LogicalType(LogicalKind Kind)
{
    public int Scale { get; init; }
    public int Precision { get; init; }
    public bool IsAdjustedToUtc { get; init; }
    public ParquetTimeUnit Unit { get; init; }
    public int BitWidth { get; init; }
    public bool IsSigned { get; init; }

    public override string ToString() => Kind switch
    {
        LogicalKind.Decimal => $"DECIMAL({Precision},{Scale})",
        LogicalKind.Time => $"TIME({Unit.ToString().ToUpperInvariant()},{(IsAdjustedToUtc ? "true" : "false")})",
        LogicalKind.Timestamp => $"TIMESTAMP({Unit.ToString().ToUpperInvariant()},{(IsAdjustedToUtc ? "true" : "false")})",
        LogicalKind.Integer => $"INTEGER({BitWidth},{(IsSigned ? "true" : "false")})",
        _ => Kind.ToString().ToUpperInvariant(),
    };

    /// <summary>The type, or null where it is one that this reader does not know.</summary>
    public static LogicalType? Read(ref ThriftReader reader, ThriftType type)
    {
        reader.Enter(type);
        LogicalType? result = null;
        var id = 0;
        while (reader.NextField(ref id, out var field))
        {
            if (!Enum.IsDefined((LogicalKind)id)) { reader.Skip(field); continue; }
            result = ReadParameters(ref reader, field, new LogicalType((LogicalKind)id));
        }
        reader.Leave();
        return result;
    }

    private static LogicalType ReadParameters(ref ThriftReader reader, ThriftType type, LogicalType result)
    {
        reader.Enter(type);
        var id = 0;
        while (reader.NextField(ref id, out var field))
        {
            switch (result.Kind, id)
            {
                case (LogicalKind.Decimal, 1): result = result with { Scale = reader.ReadI32(field) }; break;
                case (LogicalKind.Decimal, 2): result = result with { Precision = reader.ReadI32(field) }; break;
                case (LogicalKind.Time or LogicalKind.Timestamp, 1): result = result with { IsAdjustedToUtc = ThriftReader.ReadBool(field) }; break;
                case (LogicalKind.Time or LogicalKind.Timestamp, 2): result = result with { Unit = ReadUnit(ref reader, field) }; break;
                case (LogicalKind.Integer, 1): result = result with { BitWidth = reader.ReadI32(field) }; break;
                case (LogicalKind.Integer, 2): result = result with { IsSigned = ThriftReader.ReadBool(field) }; break;
                default: reader.Skip(field); break;
            }
        }
        reader.Leave();
        return result;
    }

    private static ParquetTimeUnit ReadUnit(ref ThriftReader reader, ThriftType type)
    {
        reader.Enter(type);
        var unit = ParquetTimeUnit.Millis;
        var id = 0;
        while (reader.NextField(ref id, out var field))
        {
            if (id is >= 1 and <= 3) unit = (ParquetTimeUnit)id;
            reader.Skip(field);
        }
        reader.Leave();
        return unit;
    }

    public void Write(ThriftWriter writer, int field)
    {
        writer.StructBegin(field);
        writer.StructBegin((int)Kind);
        switch (Kind)
        {
            case LogicalKind.Decimal:
                writer.I32(1, Scale);
                writer.I32(2, Precision);
                break;
            case LogicalKind.Time or LogicalKind.Timestamp:
                writer.Bool(1, IsAdjustedToUtc);
                writer.StructBegin(2);
                writer.Empty((int)Unit);
                writer.StructEnd();
                break;
            case LogicalKind.Variant: writer.I8(1, 1); break;
            case LogicalKind.Integer:
                writer.I8(1, (byte)BitWidth);
                writer.Bool(2, IsSigned);
                break;
        }
        writer.StructEnd();
        writer.StructEnd();
    }
}
