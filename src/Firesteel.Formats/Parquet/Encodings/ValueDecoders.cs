using Firesteel.Columnar.Memory;
using Firesteel.Formats.Parquet.Metadata;

namespace Firesteel.Formats.Parquet.Encodings;

/// <summary>The decoder of each encoding and stored type.</summary>
static class ValueDecoders
{
    public static ValueDecoder Create(ParquetEncoding encoding, SchemaElement column, MemoryAllocator allocator)
    {
        var type = column.Type!.Value;
        return (encoding, type) switch
        {
            (ParquetEncoding.Plain, ParquetType.Boolean) => new PlainBooleanDecoder(),
            (ParquetEncoding.Plain, ParquetType.ByteArray) => new PlainByteArrayDecoder(),
            (ParquetEncoding.Plain, ParquetType.FixedLenByteArray) => new PlainFixedByteArrayDecoder(column.TypeLength),
            (ParquetEncoding.Plain, _) => new PlainFixedDecoder(RawSize(type)),
            (ParquetEncoding.Rle, ParquetType.Boolean) => new RleBooleanDecoder(),
            (ParquetEncoding.DeltaBinaryPacked, ParquetType.Int32 or ParquetType.Int64) => new DeltaBinaryPackedDecoder(RawSize(type)),
            (ParquetEncoding.DeltaLengthByteArray, ParquetType.ByteArray) => new DeltaLengthByteArrayDecoder(),
            (ParquetEncoding.DeltaByteArray, ParquetType.ByteArray or ParquetType.FixedLenByteArray) => new DeltaByteArrayDecoder(allocator),
            (ParquetEncoding.ByteStreamSplit, ParquetType.Int32 or ParquetType.Int64 or ParquetType.Float or ParquetType.Double) => new ByteStreamSplitDecoder(RawSize(type), null),
            (ParquetEncoding.ByteStreamSplit, ParquetType.FixedLenByteArray) => new ByteStreamSplitDecoder(column.TypeLength, new ByteArena(allocator)),
            _ => throw new ParquetFormatException($"Encoding {encoding} does not go with {type}."),
        };
    }

    /// <summary>Bytes of a value as decoders hand it out.</summary>
    public static int RawSize(ParquetType type) => type switch
    {
        ParquetType.Boolean => 1,
        ParquetType.Int32 or ParquetType.Float => 4,
        ParquetType.Int64 or ParquetType.Double => 8,
        ParquetType.Int96 => 12,
        _ => 16,
    };

    /// <summary>Least bytes that a value takes in PLAIN form.</summary>
    public static int MinPlainSize(SchemaElement column) => column.Type switch
    {
        ParquetType.ByteArray => 4,
        ParquetType.FixedLenByteArray => column.TypeLength,
        { } type => RawSize(type),
        null => 1,
    };
}
