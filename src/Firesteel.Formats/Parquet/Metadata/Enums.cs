namespace Firesteel.Formats.Parquet.Metadata;

/// <summary>How values are stored in pages.</summary>
enum ParquetType { Boolean = 0, Int32 = 1, Int64 = 2, Int96 = 3, Float = 4, Double = 5, ByteArray = 6, FixedLenByteArray = 7 }

/// <summary>How often a field stands in its parent.</summary>
enum Repetition { Required = 0, Optional = 1, Repeated = 2 }

/// <summary>The older annotations of a column's meaning.</summary>
enum ConvertedType
{
    Utf8 = 0, Map = 1, MapKeyValue = 2, List = 3, Enum = 4, Decimal = 5, Date = 6, TimeMillis = 7, TimeMicros = 8, TimestampMillis = 9, TimestampMicros = 10,
    UInt8 = 11, UInt16 = 12, UInt32 = 13, UInt64 = 14, Int8 = 15, Int16 = 16, Int32 = 17, Int64 = 18, Json = 19, Bson = 20, Interval = 21,
}

/// <summary>How a page's values or levels are laid out.</summary>
enum ParquetEncoding { Plain = 0, PlainDictionary = 2, Rle = 3, BitPacked = 4, DeltaBinaryPacked = 5, DeltaLengthByteArray = 6, DeltaByteArray = 7, RleDictionary = 8, ByteStreamSplit = 9 }

/// <summary>How a page's bytes are compressed.</summary>
enum CompressionCodec { Uncompressed = 0, Snappy = 1, Gzip = 2, Lzo = 3, Brotli = 4, Lz4 = 5, Zstd = 6, Lz4Raw = 7 }

enum PageType { Data = 0, Index = 1, Dictionary = 2, DataV2 = 3 }

/// <summary>Whether a column index's minima and maxima are sorted.</summary>
enum BoundaryOrder { Unordered = 0, Ascending = 1, Descending = 2 }
