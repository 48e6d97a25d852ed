using System.Numerics;
using System.Runtime.CompilerServices;
using Firesteel.Columnar.Memory;
using Firesteel.Formats.Buffers;
using Firesteel.Formats.Compression;
using Firesteel.Formats.Parquet.Encodings;
using Firesteel.Formats.Parquet.Metadata;

namespace Firesteel.Formats.Parquet.Writing;

/// <summary>A page before its compression.</summary>
readonly unsafe struct PageContent(GrowingBuffer values, ParquetEncoding encoding, int levels, int present, int rows, uint* definitions, uint* repetitions)
{
    public readonly GrowingBuffer Values = values;
    public readonly ParquetEncoding Encoding = encoding;
    public readonly int Levels = levels;
    public readonly int Present = present;
    public readonly int Rows = rows;
    public readonly uint* Definitions = definitions;
    public readonly uint* Repetitions = repetitions;
}

/// <summary>A chunk that stands in the file, and the indexes that go behind the row groups.</summary>
sealed record FinishedChunk(ColumnChunk Chunk, ColumnIndex? ColumnIndex, OffsetIndex OffsetIndex, BloomFilter? BloomFilter);

/// <summary>Compresses the pages of a chunk, keeps them until the row group ends, and writes them out.</summary>
sealed unsafe class PageWriter(WriteColumn column, ParquetWriteOptions options, MemoryAllocator allocator) : IDisposable
{
    private readonly IBlockCodec? _codec = PageCodecs.Get(options.Codec);
    private readonly GrowingBuffer _pages = new(allocator);
    private readonly GrowingBuffer _raw = new(allocator);
    private readonly GrowingBuffer _compressed = new(allocator);
    private readonly ValueBounds _bounds = new(column.Element);
    private readonly List<PageLocation> _locations = [];
    private readonly List<PageEncodingStats> _encodings = [];
    private ColumnIndex _index = new() { NullCounts = [] };
    private bool _indexable = true;
    private long _rows;
    private long _levels;
    private long _nulls;
    private long _uncompressed;

    public long Bytes => _pages.Length;

    /// <summary>Data pages so far.</summary>
    public int Count => _locations.Count;

    public void Add(in PageContent page, ValueBounds bounds)
    {
        var start = _pages.Length;
        if (options.Version2) AddVersion2(page);
        else AddVersion1(page);
        _locations.Add(new PageLocation(start, (int)(_pages.Length - start), _rows));
        CountEncoding(options.Version2 ? PageType.DataV2 : PageType.Data, page.Encoding);
        AddToIndex(page, bounds);
        _rows += page.Rows;
        _levels += page.Levels;
        _nulls += page.Levels - page.Present;
    }

    public FinishedChunk Finish(CountingStream output, ValueDictionary dictionary, BloomFilter? bloom)
    {
        var start = output.Position;
        var hasDictionary = dictionary.Count > 0;
        if (hasDictionary) WriteDictionary(output, dictionary);
        var firstPage = output.Position;
        output.Write(_pages);
        var data = new ColumnMetaData
        {
            Type = column.Element.Type!.Value,
            Path = [.. column.Path],
            Codec = options.Codec,
            NumValues = _levels,
            TotalUncompressedSize = _uncompressed,
            TotalCompressedSize = output.Position - start,
            DataPageOffset = firstPage,
            DictionaryPageOffset = hasDictionary ? start : null,
            Encodings = Encodings(),
            EncodingStats = [.. _encodings],
            Statistics = CreateStatistics(),
        };
        var offsets = new OffsetIndex();
        foreach (var page in _locations) offsets.Pages.Add(page with { Offset = page.Offset + firstPage });
        if (_indexable) _index.Order = PageOrder.Of(_index, column.Element);
        var result = new FinishedChunk(new ColumnChunk { FileOffset = 0, MetaData = data }, _indexable ? _index : null, offsets, bloom);
        Reset();
        return result;
    }

    public void Dispose()
    {
        _pages.Dispose();
        _raw.Dispose();
        _compressed.Dispose();
    }

    private void Reset()
    {
        _pages.Clear();
        _bounds.Clear();
        _locations.Clear();
        _encodings.Clear();
        _index = new ColumnIndex { NullCounts = [] };
        (_indexable, _rows, _levels, _nulls, _uncompressed) = (true, 0, 0, 0, 0);
    }

    private void AddVersion1(in PageContent page)
    {
        _raw.Clear();
        if (column.RepetitionLevel > 0) WriteLevels(page.Repetitions, page.Levels, column.RepetitionLevel, withLength: true);
        if (column.DefinitionLevel > 0) WriteLevels(page.Definitions, page.Levels, column.DefinitionLevel, withLength: true);
        _raw.Append(page.Values.Pointer, page.Values.Length);
        var header = new PageHeader
        {
            Type = PageType.Data,
            NumValues = page.Levels,
            Encoding = page.Encoding,
            DefinitionEncoding = ParquetEncoding.Rle,
            RepetitionEncoding = ParquetEncoding.Rle,
        };
        Compress(_raw.Pointer, checked((int)_raw.Length));
        Store(header, _raw.Length, 0);
    }

    private void AddVersion2(in PageContent page)
    {
        _raw.Clear();
        if (column.RepetitionLevel > 0) WriteLevels(page.Repetitions, page.Levels, column.RepetitionLevel, withLength: false);
        var repetitionBytes = (int)_raw.Length;
        if (column.DefinitionLevel > 0) WriteLevels(page.Definitions, page.Levels, column.DefinitionLevel, withLength: false);
        var header = new PageHeader
        {
            Type = PageType.DataV2,
            NumValues = page.Levels,
            NumNulls = page.Levels - page.Present,
            NumRows = page.Rows,
            Encoding = page.Encoding,
            RepetitionBytes = repetitionBytes,
            DefinitionBytes = (int)_raw.Length - repetitionBytes,
            IsCompressed = _codec is not null,
        };
        Compress(page.Values.Pointer, checked((int)page.Values.Length));
        Store(header, _raw.Length + page.Values.Length, (int)_raw.Length);
    }

    /// <param name="levels">Bytes at the head of the raw page that stay uncompressed.</param>
    private void Store(PageHeader header, long uncompressed, int levels)
    {
        header.UncompressedSize = checked((int)uncompressed);
        header.CompressedSize = checked((int)(levels + _compressed.Length));
        var body = _pages.Length;
        if (options.WriteChecksums) header.Crc = Checksum(levels);
        header.Write(new ThriftWriter(_pages));
        _uncompressed += _pages.Length - body + uncompressed;
        _pages.Append(_raw.Pointer, levels);
        _pages.Append(_compressed.Pointer, _compressed.Length);
    }

    private uint Checksum(int levels)
    {
        if (levels == 0) return Crc32.Compute(_compressed.Span);
        using var whole = new GrowingBuffer(allocator);
        whole.Append(_raw.Pointer, levels);
        whole.Append(_compressed.Pointer, _compressed.Length);
        return Crc32.Compute(whole.Span);
    }

    private void Compress(byte* source, int length)
    {
        _compressed.Clear();
        if (_codec is null || length == 0)
        {
            _compressed.Append(source, length);
            return;
        }
        var capacity = _codec.MaxCompressedLength(length);
        _compressed.Advance(_codec.Compress(source, length, _compressed.Reserve(capacity), capacity));
    }

    private void WriteLevels(uint* levels, int count, int max, bool withLength)
    {
        var start = _raw.Length;
        if (withLength) _raw.Append(0);
        RleEncoder.Write(levels, count, BitOperations.Log2((uint)max) + 1, _raw);
        if (withLength) Unsafe.WriteUnaligned(_raw.Pointer + start, (int)(_raw.Length - start - sizeof(int)));
    }

    private void WriteDictionary(CountingStream output, ValueDictionary dictionary)
    {
        var length = checked((int)dictionary.Page.Length);
        Compress(dictionary.Page.Pointer, length);
        var header = new PageHeader
        {
            Type = PageType.Dictionary,
            NumValues = dictionary.Count,
            Encoding = options.Version2 ? ParquetEncoding.Plain : ParquetEncoding.PlainDictionary,
            UncompressedSize = length,
            CompressedSize = (int)_compressed.Length,
            Crc = options.WriteChecksums ? Crc32.Compute(_compressed.Span) : null,
        };
        CountEncoding(PageType.Dictionary, header.Encoding);
        _raw.Clear();
        header.Write(new ThriftWriter(_raw));
        _uncompressed += _raw.Length + length;
        output.Write(_raw);
        output.Write(_compressed);
    }

    private void CountEncoding(PageType type, ParquetEncoding encoding)
    {
        for (var i = 0; i < _encodings.Count; i++)
        {
            if (_encodings[i].PageType != type || _encodings[i].Encoding != encoding) continue;
            _encodings[i] = _encodings[i] with { Count = _encodings[i].Count + 1 };
            return;
        }
        _encodings.Add(new PageEncodingStats(type, encoding, 1));
    }

    private List<ParquetEncoding> Encodings()
    {
        var result = _encodings.Select(e => e.Encoding).Distinct().ToList();
        if ((column.DefinitionLevel > 0 || column.RepetitionLevel > 0) && !result.Contains(ParquetEncoding.Rle)) result.Add(ParquetEncoding.Rle);
        return result;
    }

    private void AddToIndex(in PageContent page, ValueBounds bounds)
    {
        _bounds.Add(bounds);
        var isNull = page.Present == 0;
        // A page whose values have no bounds leaves the chunk without an index.
        _indexable &= isNull || bounds.HasBounds;
        if (!_indexable) return;
        _index.NullPages.Add(isNull);
        _index.MinValues.Add(isNull ? [] : bounds.Min(out _));
        _index.MaxValues.Add(isNull ? [] : bounds.Max(out _));
        _index.NullCounts!.Add(page.Levels - page.Present);
    }

    private Statistics CreateStatistics()
    {
        var result = new Statistics { NullCount = _nulls };
        if (!_bounds.HasBounds) return result;
        result.MinValue = _bounds.Min(out var minExact);
        result.MaxValue = _bounds.Max(out var maxExact);
        result.IsMinExact = minExact;
        result.IsMaxExact = maxExact;
        return result;
    }
}
