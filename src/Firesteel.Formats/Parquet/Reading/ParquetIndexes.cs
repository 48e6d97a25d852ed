using Firesteel.Formats.Parquet.Encodings;
using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Foundation.FileSystems;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>Reads what stands beside the pages: page indexes, Bloom filters, the heads of dictionaries. Missing or unknown ones are null.</summary>
static class ParquetIndexes
{
    private const int MaxIndex = 64 << 20;
    private const int BloomHead = 128;
    private const int DictionaryHead = 1 << 10;

    public static ColumnIndex? ReadColumnIndex(IRandomAccessFile file, ColumnChunk chunk)
    {
        if (Bytes(file, chunk.ColumnIndexOffset, chunk.ColumnIndexLength) is not { } bytes) return null;
        var reader = new ThriftReader(bytes);
        var index = ColumnIndex.Read(ref reader);
        var pages = index.NullPages.Count;
        return index.MinValues.Count == pages && index.MaxValues.Count == pages && (index.NullCounts is null || index.NullCounts.Count == pages) ? index : null;
    }

    public static OffsetIndex? ReadOffsetIndex(IRandomAccessFile file, ColumnChunk chunk)
    {
        if (Bytes(file, chunk.OffsetIndexOffset, chunk.OffsetIndexLength) is not { } bytes) return null;
        var reader = new ThriftReader(bytes);
        var index = OffsetIndex.Read(ref reader);
        for (var i = 0; i < index.Pages.Count; i++)
            if (index.Pages[i].FirstRow < (i == 0 ? 0 : index.Pages[i - 1].FirstRow + 1) || index.Pages[i].Offset <= 0) return null;
        return index.Pages.Count > 0 && index.Pages[0].FirstRow == 0 ? index : null;
    }

    public static BloomFilter? ReadBloomFilter(IRandomAccessFile file, ColumnMetaData chunk)
    {
        if (chunk.BloomFilterOffset is not { } offset || offset <= 0 || offset >= file.Length) return null;
        var head = new byte[Math.Min(BloomHead, file.Length - offset)];
        file.Read(offset, head);
        var reader = new ThriftReader(head);
        var header = BloomFilterHeader.Read(ref reader);
        if (!header.IsKnown || header.Bytes is <= 0 or > MaxIndex || header.Bytes % 32 != 0 || header.Bytes > file.Length - offset - reader.Position) return null;
        var bits = new byte[header.Bytes];
        file.Read(offset + reader.Position, bits);
        return new BloomFilter(bits);
    }

    /// <summary>Entries of a chunk's dictionary; null where it has none.</summary>
    public static int? ReadDictionaryCount(IRandomAccessFile file, ColumnMetaData chunk)
    {
        if (chunk.Start >= file.Length || chunk.Start <= 0) return null;
        var head = new byte[Math.Min(DictionaryHead, file.Length - chunk.Start)];
        file.Read(chunk.Start, head);
        try
        {
            var reader = new ThriftReader(head);
            var header = PageHeader.Read(ref reader);
            return header.Type == PageType.Dictionary ? header.NumValues : null;
        }
        catch (ParquetFormatException)
        {
            // A data page whose header is longer than what was read.
            return null;
        }
    }

    private static byte[]? Bytes(IRandomAccessFile file, long? offset, int? length)
    {
        if (offset is not { } start || length is not { } size || size is <= 0 or > MaxIndex || start < 0 || start > file.Length - size) return null;
        var bytes = new byte[size];
        file.Read(start, bytes);
        return bytes;
    }
}
