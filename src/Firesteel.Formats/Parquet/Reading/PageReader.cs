using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Compression;
using Firesteel.Formats.Parquet.Encodings;
using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Formats.Parquet.Schema;
using Firesteel.Foundation.FileSystems;
using Firesteel.Types;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>
/// Walks the pages of one column chunk after another. A page's header is read when the page is reached, its bytes are read and
/// decompressed only when <see cref="Load"/> asks for values of it.
/// </summary>
sealed unsafe class PageReader : IDisposable
{
    private const int HeaderProbe = 4 << 10;
    private const int MaxHeader = 16 << 20;
    private readonly ParquetNode _leaf;
    private readonly DataType _type;
    private readonly ParquetReadOptions _options;
    private readonly MemoryAllocator _allocator;
    private readonly ChunkInput _input;
    private readonly PageBuffers _pages;
    private readonly Dictionary<ParquetEncoding, ValueDecoder> _decoders = [];
    private NativeBuffer? _scratch;
    private ColumnDictionary? _dictionary;
    private IBlockCodec? _codec;
    private PageHeader _header;
    private long _bytesAt;
    private long _next;
    private long _valuesAhead;
    private bool _inWindow;
    private List<PageLocation>? _locations;

    public PageReader(ParquetNode leaf, DataType type, IRandomAccessFile file, ParquetReadOptions options, MemoryAllocator allocator)
    {
        (_leaf, _type, _options, _allocator) = (leaf, type, options, allocator);
        _input = new ChunkInput(file, allocator);
        _pages = new PageBuffers(allocator);
        if (!ValueConverters.TryGet(leaf, type, out var converter)) throw ParquetErrors.TypeMismatch(file.Path, leaf, type);
        Converter = converter;
        RawSize = ValueDecoders.RawSize(leaf.Element.Type!.Value);
    }

    public RleDecoder Definitions;
    public RleDecoder Repetitions;

    /// <summary>The page's dictionary codes, where <see cref="IsDictionary"/>.</summary>
    public RleDecoder Codes;

    public ParquetNode Leaf => _leaf;

    /// <summary>Null where stored values are the vector's values.</summary>
    public ValueConverter? Converter { get; }

    public int RawSize { get; }

    /// <summary>Levels (for flat columns: rows) of the current page not taken yet.</summary>
    public int Left { get; private set; }

    /// <summary>Whether the current page's bytes are decoded.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>Whether the current page starts with a row, as all pages of version 2 do.</summary>
    public bool StartsRow => _header.Type == PageType.DataV2;

    /// <summary>Whether the loaded page holds codes of <see cref="Dictionary"/>.</summary>
    public bool IsDictionary { get; private set; }

    public ValueDecoder Values { get; private set; } = null!;

    /// <summary>The chunk's distinct values; one object for the whole chunk.</summary>
    public ColumnVector Dictionary => _dictionary!.Values;

    /// <summary>Bit patterns of the dictionary codes may name more entries than there are.</summary>
    public int DictionaryCount => _dictionary!.Count;

    /// <param name="skips">Whether to read the places of the pages, for <see cref="SeekRow"/>.</param>
    public void StartChunk(RowGroup group, bool skips)
    {
        var column = group.Columns[_leaf.LeafIndex];
        if (column.IsEncrypted || column.MetaData is not { } chunk) throw new ParquetFormatException($"Column {_leaf.Path} is encrypted.");
        if (chunk.Type != _leaf.Element.Type) throw new ParquetFormatException($"Column {_leaf.Path} is {chunk.Type} in one of its chunks.");
        _codec = PageCodecs.Get(chunk.Codec);
        _dictionary?.Dispose();
        _dictionary = null;
        _next = chunk.Start;
        _valuesAhead = chunk.NumValues;
        Left = 0;
        IsLoaded = false;
        _locations = skips ? ParquetIndexes.ReadOffsetIndex(_input.File, column)?.Pages : null;
        _input.StartChunk(chunk.Start + Math.Max(0, chunk.TotalCompressedSize));
    }

    /// <summary>No vector points into the pages read so far any more.</summary>
    public void ReleaseBatch()
    {
        _input.Release();
        _pages.Release();
        foreach (var decoder in _decoders.Values) decoder.ReleaseBatch();
    }

    /// <summary>Steps to the next data page that has values, reading its header only. False behind the last one.</summary>
    public bool NextPage()
    {
        while (_valuesAhead > 0)
        {
            ReadHeader();
            _next = _bytesAt + _header.CompressedSize;
            switch (_header.Type)
            {
                case PageType.Dictionary:
                    if (_dictionary is not null) throw new ParquetFormatException($"Column {_leaf.Path} has two dictionaries in one chunk.");
                    _dictionary = new ColumnDictionary(_header, _bytesAt);
                    break;
                case PageType.Data or PageType.DataV2:
                    if (_header.NumValues == 0) break;
                    if (_header.NumValues > _valuesAhead) throw new ParquetFormatException($"Column {_leaf.Path} has more values than its chunk says.");
                    _valuesAhead -= _header.NumValues;
                    Left = _header.NumValues;
                    IsLoaded = false;
                    return true;
            }
        }
        return false;
    }

    /// <summary>
    /// Goes to the page of a row without touching those between, where the file says where pages lie. For flat columns, whose levels are rows;
    /// <paramref name="current"/> is the row that the next page would start with. Returns the row that it does start with.
    /// </summary>
    public long SeekRow(long current, long row)
    {
        if (_locations is null) return current;
        var page = _locations.Count - 1;
        while (page > 0 && _locations[page].FirstRow > row) page--;
        if (_locations[page].FirstRow <= current) return current;
        // The dictionary stands before the first data page.
        if (_next < _locations[0].Offset)
        {
            ReadHeader();
            if (_header.Type == PageType.Dictionary) _dictionary = new ColumnDictionary(_header, _bytesAt);
        }
        var skipped = _locations[page].FirstRow - current;
        if (skipped > _valuesAhead) throw new ParquetFormatException($"The page index of column {_leaf.Path} has more rows than its chunk.");
        _valuesAhead -= skipped;
        _next = _locations[page].Offset;
        return _locations[page].FirstRow;
    }

    /// <summary>Takes levels of the current page; the caller reads as many from the decoders.</summary>
    public void Take(int levels) => Left -= levels;

    /// <summary>Leaves the rest of the current page.</summary>
    public void Drop() => Left = 0;

    /// <summary>Vectors of this batch point into the current page.</summary>
    public void Pin()
    {
        if (_inWindow) _input.Pin();
        else _pages.Pin();
    }

    /// <summary>Reads and decompresses the current page and starts its decoders.</summary>
    public void Load()
    {
        if (IsLoaded) return;
        var bytes = _input.Take(_bytesAt, _header.CompressedSize);
        Verify(_header, bytes);
        var data = _header.Type == PageType.DataV2 ? StartVersion2(bytes, out var end) : StartVersion1(bytes, out end);
        StartValues(data, end);
        IsLoaded = true;
    }

    /// <summary>Reads the next values of the loaded page, nulls left out, in the Spark type's form.</summary>
    public void ReadValues(byte* target, int count, ByteArena arena)
    {
        if (IsDictionary)
        {
            var codes = (uint*)Scratch((long)count * sizeof(uint));
            CodeKernels.Read(ref Codes, codes, count, DictionaryCount);
            CodeKernels.LookUp(Dictionary, codes, target, count);
        }
        else if (Converter is { } converter)
        {
            var raw = Scratch((long)count * RawSize);
            Values.Read(raw, count);
            converter.Convert(raw, target, count, arena);
        }
        else
        {
            Values.Read(target, count);
            if (RawSize == sizeof(StringView)) Pin();
        }
    }

    public void SkipValues(int count)
    {
        if (IsDictionary) Codes.Skip(count);
        else Values.Skip(count);
    }

    public void Dispose()
    {
        _dictionary?.Dispose();
        _dictionary = null;
        foreach (var decoder in _decoders.Values) decoder.Dispose();
        _decoders.Clear();
        _input.Dispose();
        _pages.Dispose();
        _scratch?.Dispose();
        _scratch = null;
    }

    private byte* Scratch(long bytes)
    {
        if (_scratch is null || _scratch.Capacity < bytes)
        {
            _scratch?.Dispose();
            _scratch = _allocator.Allocate(bytes);
        }
        return _scratch.Pointer;
    }

    private void ReadHeader()
    {
        for (var size = HeaderProbe; ; size *= 16)
        {
            var available = (int)Math.Min(size, _input.FileLength - _next);
            if (available <= 0) throw new ParquetFormatException($"Column {_leaf.Path} has fewer values than its chunk says.");
            var reader = new ThriftReader(new ReadOnlySpan<byte>(_input.Take(_next, available), available));
            try
            {
                _header = PageHeader.Read(ref reader);
                _bytesAt = _next + reader.Position;
                return;
            }
            catch (ParquetFormatException) when (size < MaxHeader && available == size)
            {
                // The header may hold long statistics: look at more of it.
            }
        }
    }

    private void Verify(in PageHeader header, byte* bytes)
    {
        if (!_options.VerifyChecksums || header.Crc is not { } expected) return;
        var actual = Crc32.Compute(new ReadOnlySpan<byte>(bytes, header.CompressedSize));
        if (actual != expected) throw new ParquetFormatException($"A page of column {_leaf.Path} fails its checksum: the file is damaged.");
    }

    private byte* StartVersion1(byte* bytes, out byte* end)
    {
        var data = Decompress(bytes, _header.CompressedSize, _header.UncompressedSize);
        end = data + (_codec is null ? _header.CompressedSize : _header.UncompressedSize);
        if (_leaf.RepetitionLevel > 0) data = LevelStart.Version1(ref Repetitions, data, end, _header.RepetitionEncoding, _leaf.RepetitionLevel, _header.NumValues, _pages, _allocator);
        if (_leaf.DefinitionLevel > 0) data = LevelStart.Version1(ref Definitions, data, end, _header.DefinitionEncoding, _leaf.DefinitionLevel, _header.NumValues, _pages, _allocator);
        return data;
    }

    private byte* StartVersion2(byte* bytes, out byte* end)
    {
        var (repetition, definition) = (_header.RepetitionBytes, _header.DefinitionBytes);
        if (repetition < 0 || definition < 0 || (long)repetition + definition > Math.Min(_header.CompressedSize, _header.UncompressedSize))
            throw new ParquetFormatException($"A page of column {_leaf.Path} has levels longer than itself.");
        Repetitions.Start(bytes, bytes + repetition, LevelStart.Width(_leaf.RepetitionLevel));
        Definitions.Start(bytes + repetition, bytes + repetition + definition, LevelStart.Width(_leaf.DefinitionLevel));
        var levels = repetition + definition;
        var (stored, size) = (_header.CompressedSize - levels, _header.UncompressedSize - levels);
        if (_codec is null || !_header.IsCompressed || size == 0)
        {
            _inWindow = true;
            end = bytes + _header.CompressedSize;
            return bytes + levels;
        }
        // The levels stay in the window, which a later page of this batch may refill.
        _input.Pin();
        var data = Decompress(bytes + levels, stored, size);
        end = data + size;
        return data;
    }

    private byte* Decompress(byte* bytes, int stored, int size)
    {
        _inWindow = _codec is null;
        if (_codec is null) return bytes;
        var target = _pages.Next(size);
        if (size > 0) _codec.Decompress(bytes, stored, target, size);
        return target;
    }

    private void StartValues(byte* data, byte* end)
    {
        IsDictionary = _header.Encoding is ParquetEncoding.PlainDictionary or ParquetEncoding.RleDictionary;
        if (IsDictionary)
        {
            // A chunk of nulls only may leave out its dictionary: then no code has an entry.
            _dictionary ??= new ColumnDictionary(new PageHeader { Type = PageType.Dictionary, Encoding = ParquetEncoding.Plain }, _bytesAt);
            // A page of nulls only may leave out even the width of its codes.
            if (data < end) Codes.Start(data + 1, end, *data);
            else Codes.Start(data, end, 0);
            if (!_dictionary.IsLoaded) LoadDictionary(_dictionary);
            return;
        }
        if (!_decoders.TryGetValue(_header.Encoding, out var decoder))
            _decoders[_header.Encoding] = decoder = ValueDecoders.Create(_header.Encoding, _leaf.Element, _allocator);
        decoder.Start(data, end, _header.NumValues);
        Values = decoder;
    }

    private void LoadDictionary(ColumnDictionary dictionary)
    {
        // The data page's bytes may lie in the same window, so the dictionary's are read on their own.
        using var stored = _allocator.Allocate(dictionary.Header.CompressedSize);
        if (dictionary.At + dictionary.Header.CompressedSize > _input.FileLength) throw new ParquetFormatException("A page lies outside of its file.");
        _input.ReadApart(dictionary.At, stored.Pointer, dictionary.Header.CompressedSize);
        Verify(dictionary.Header, stored.Pointer);
        dictionary.Load(_leaf.Element, _type, Converter, RawSize, _codec, stored.Pointer, _allocator);
    }
}
