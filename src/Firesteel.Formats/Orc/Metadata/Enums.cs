namespace Firesteel.Formats.Orc.Metadata;

enum OrcCompression { None, Zlib, Snappy, Lzo, Lz4, Zstd, Brotli }

enum OrcKind { Boolean, Byte, Short, Int, Long, Float, Double, String, Binary, Timestamp, List, Map, Struct, Union, Decimal, Date, Varchar, Char, TimestampInstant }

enum OrcStreamKind { Present, Data, Length, DictionaryData, DictionaryCount, Secondary, RowIndex, BloomFilter, BloomFilterUtf8 }

enum OrcEncoding { Direct, Dictionary, DirectV2, DictionaryV2 }
