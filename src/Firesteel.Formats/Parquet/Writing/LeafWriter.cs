using System.Numerics;
using System.Runtime.CompilerServices;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Buffers;
using Firesteel.Formats.Parquet.Encodings;
using Firesteel.Formats.Parquet.Metadata;

namespace Firesteel.Formats.Parquet.Writing;

/// <summary>
/// Collects one leaf column of a row group: levels and values of the current page, and the pages finished so far.
/// Values go through a dictionary until it grows too large or proves to save nothing.
/// </summary>
sealed unsafe class LeafWriter : IDisposable
{
    private readonly WriteColumn _column;
    private readonly ParquetWriteOptions _options;
    private readonly ValueStaging _staging;
    private readonly PageWriter _pages;
    private readonly ValueDictionary _dictionary;
    private readonly GrowingBuffer _definitions;
    private readonly GrowingBuffer _repetitions;
    private readonly GrowingBuffer _codes;
    private readonly GrowingBuffer _plain;
    private readonly GrowingBuffer _encoded;
    private readonly ValueBounds _pageBounds;
    private readonly bool _isText;
    private readonly bool _isBoolean;
    private readonly bool _hasBloomFilter;
    private readonly HashSet<ulong> _hashes = [];
    private ColumnVector? _source;
    private long _sourceVersion;
    private int[] _sourceCodes = [];
    private bool _usesDictionary;
    private int _values;
    private int _levels;
    private int _rows;
    private int[] _lastPage = new int[64];
    private int _page = 1;

    public LeafWriter(WriteColumn column, ParquetWriteOptions options, MemoryAllocator allocator)
    {
        (_column, _options) = (column, options);
        _staging = new ValueStaging(column, options, allocator);
        _pages = new PageWriter(column, options, allocator);
        _dictionary = new ValueDictionary(_staging.Size, allocator);
        _definitions = new GrowingBuffer(allocator);
        _repetitions = new GrowingBuffer(allocator);
        _codes = new GrowingBuffer(allocator);
        _plain = new GrowingBuffer(allocator);
        _encoded = new GrowingBuffer(allocator);
        _pageBounds = new ValueBounds(column.Element);
        _isText = column.Element.Type == ParquetType.ByteArray;
        _isBoolean = column.Element.Type == ParquetType.Boolean;
        _hasBloomFilter = !_isBoolean && options.BloomFilterColumns.Contains(string.Join('.', column.Path));
        _usesDictionary = StartsWithDictionary;
    }

    /// <summary>Bytes that the row group holds of this column so far, about.</summary>
    public long BufferedBytes => _pages.Bytes + _plain.Length + _codes.Length / 2 + _dictionary.Page.Length;

    private bool StartsWithDictionary => _options.UseDictionary && !_isBoolean;

    /// <summary>Adds levels, one for each slot.</summary>
    public void AddLevel(int repetition, int definition)
    {
        if (_column.DefinitionLevel > 0) _definitions.Append((uint)definition);
        if (_column.RepetitionLevel > 0) _repetitions.Append((uint)repetition);
        _levels++;
        if (repetition == 0) _rows++;
    }

    /// <summary>Adds the same levels for many rows.</summary>
    public void AddLevels(int count, int definition)
    {
        if (_column.DefinitionLevel > 0)
        {
            new Span<uint>(_definitions.Reserve(count * sizeof(uint)), count).Fill((uint)definition);
            _definitions.Advance(count * sizeof(uint));
        }
        _levels += count;
        _rows += count;
    }

    /// <summary>Adds values: the given positions of a flat vector.</summary>
    /// <param name="isDictionary">Whether the vector is a dictionary that later calls will name again.</param>
    public void AddValues(ColumnVector vector, ReadOnlySpan<int> positions, bool isDictionary)
    {
        if (positions.IsEmpty) return;
        _values += positions.Length;
        if (_usesDictionary && isDictionary && !_hasBloomFilter) AddCodes(vector, positions);
        else if (_isText) AddTexts(vector.Values<StringView>(), positions);
        else AddFixed(_staging.Stage(vector, positions), positions.Length);
    }

    /// <summary>Ends the page where it is full; called between rows.</summary>
    public void EndRows()
    {
        var bytes = _usesDictionary ? (long)_values * BitWidth / 8 : _plain.Length;
        if (_rows >= _options.PageRows || bytes >= _options.PageBytes) FlushPage();
        if (_usesDictionary && _dictionary.Page.Length > _options.DictionaryBytes)
        {
            FlushPage();
            _usesDictionary = false;
        }
    }

    /// <summary>Ends the chunk and writes it; returns its metadata and keeps its page indexes.</summary>
    public FinishedChunk Finish(CountingStream output)
    {
        FlushPage();
        var bloom = _hasBloomFilter ? CreateBloomFilter() : null;
        var chunk = _pages.Finish(output, _dictionary, bloom);
        _dictionary.Clear();
        _hashes.Clear();
        _source = null;
        Array.Clear(_lastPage);
        _usesDictionary = StartsWithDictionary;
        return chunk;
    }

    public void Dispose()
    {
        _staging.Dispose();
        _pages.Dispose();
        _dictionary.Dispose();
        _definitions.Dispose();
        _repetitions.Dispose();
        _codes.Dispose();
        _plain.Dispose();
        _encoded.Dispose();
    }

    private int BitWidth => _dictionary.Count <= 1 ? 0 : BitOperations.Log2((uint)(_dictionary.Count - 1)) + 1;

    // Values of a dictionary vector are looked up once a distinct value.
    private void AddCodes(ColumnVector vector, ReadOnlySpan<int> positions)
    {
        if (!ReferenceEquals(_source, vector) || _sourceVersion != vector.Version)
        {
            (_source, _sourceVersion) = (vector, vector.Version);
            if (_sourceCodes.Length < vector.Count) _sourceCodes = new int[vector.Count];
            Array.Fill(_sourceCodes, -1, 0, vector.Count);
        }
        var target = (uint*)_codes.Reserve(positions.Length * sizeof(uint));
        foreach (var position in positions)
        {
            var code = _sourceCodes[position];
            if (code < 0) _sourceCodes[position] = code = CodeOf(vector, position);
            if (_lastPage[code] != _page) MeetInPage(code);
            *target++ = (uint)code;
        }
        _codes.Advance(positions.Length * sizeof(uint));
    }

    // Bounds of a page of codes need each of its values once.
    private void MeetInPage(int code)
    {
        _lastPage[code] = _page;
        var value = _dictionary.Value(code, out var length);
        if (_isText) _pageBounds.AddBytes(value, length);
        else _pageBounds.AddFixed(value, 1, length);
    }

    private uint Code(byte* value, int length)
    {
        var code = _dictionary.Code(value, length);
        if (code >= _lastPage.Length) Array.Resize(ref _lastPage, Math.Max(code + 1, _lastPage.Length * 2));
        if (_lastPage[code] != _page) MeetInPage(code);
        return (uint)code;
    }

    private int CodeOf(ColumnVector vector, int position)
    {
        if (!_isText) return (int)Code(_staging.Stage(vector, new ReadOnlySpan<int>(in position)), _staging.Size);
        var view = vector.Values<StringView>()[position];
        return (int)Code(view.Data, view.Length);
    }

    private void AddTexts(StringView* views, ReadOnlySpan<int> positions)
    {
        foreach (var position in positions)
        {
            var view = views[position];
            if (_hasBloomFilter) _hashes.Add(XxHash64.Hash(view.Data, view.Length));
            if (_usesDictionary)
            {
                _codes.Append(Code(view.Data, view.Length));
                continue;
            }
            _pageBounds.AddBytes(view.Data, view.Length);
            _plain.Append(view.Length);
            _plain.Append(view.Data, view.Length);
        }
    }

    private void AddFixed(byte* values, int count)
    {
        var size = _staging.Size;
        if (_hasBloomFilter)
            for (var i = 0; i < count; i++) _hashes.Add(XxHash64.Hash(values + (long)i * size, size));
        if (!_usesDictionary)
        {
            _pageBounds.AddFixed(values, count, size);
            _plain.Append(values, (long)count * size);
            return;
        }
        var codes = (uint*)_codes.Reserve((long)count * sizeof(uint));
        for (var i = 0; i < count; i++) codes[i] = Code(values + (long)i * size, size);
        _codes.Advance(count * sizeof(uint));
    }

    private void FlushPage()
    {
        if (_levels == 0) return;
        _encoded.Clear();
        var encoding = ParquetEncoding.Plain;
        if (_usesDictionary && _values > 0)
        {
            _encoded.Append((byte)BitWidth);
            RleEncoder.Write((uint*)_codes.Pointer, _values, BitWidth, _encoded);
            encoding = _options.Version2 ? ParquetEncoding.RleDictionary : ParquetEncoding.PlainDictionary;
            // A dictionary that does not pay for itself on the first page is given up.
            if (_pages.Count == 0 && _encoded.Length + _dictionary.Page.Length >= RawBytes()) encoding = LeaveDictionary();
        }
        else if (_isBoolean)
        {
            encoding = EncodeBooleans();
        }
        else
        {
            _encoded.Append(_plain.Pointer, _plain.Length);
        }
        _pages.Add(new PageContent(_encoded, encoding, _levels, _values, _rows, (uint*)_definitions.Pointer, (uint*)_repetitions.Pointer), _pageBounds);
        _definitions.Clear();
        _repetitions.Clear();
        _codes.Clear();
        _plain.Clear();
        _pageBounds.Clear();
        (_values, _levels, _rows) = (0, 0, 0);
        _page++;
    }

    // What the page's values would take without the dictionary.
    private long RawBytes()
    {
        if (!_isText) return (long)_values * _staging.Size;
        var bytes = (long)_values * sizeof(int);
        var codes = (uint*)_codes.Pointer;
        for (var i = 0; i < _values; i++)
        {
            _dictionary.Value((int)codes[i], out var length);
            bytes += length;
        }
        return bytes;
    }

    private ParquetEncoding LeaveDictionary()
    {
        _usesDictionary = false;
        _source = null;
        _encoded.Clear();
        var codes = (uint*)_codes.Pointer;
        for (var i = 0; i < _values; i++)
        {
            var value = _dictionary.Value((int)codes[i], out var length);
            if (_isText) _encoded.Append(length);
            _encoded.Append(value, length);
        }
        _dictionary.Clear();
        return ParquetEncoding.Plain;
    }

    private ParquetEncoding EncodeBooleans()
    {
        if (_options.Version2)
        {
            _codes.Clear();
            for (var i = 0; i < _values; i++) _codes.Append((uint)_plain.Pointer[i]);
            _encoded.Append(0);
            RleEncoder.Write((uint*)_codes.Pointer, _values, 1, _encoded);
            Unsafe.WriteUnaligned(_encoded.Pointer, (int)_encoded.Length - sizeof(int));
            return ParquetEncoding.Rle;
        }
        for (var i = 0; i < _values; i += 8)
        {
            var bits = 0;
            for (var b = 0; b < 8 && i + b < _values; b++) bits |= _plain.Pointer[i + b] << b;
            _encoded.Append((byte)bits);
        }
        return ParquetEncoding.Plain;
    }

    private BloomFilter CreateBloomFilter()
    {
        var filter = BloomFilter.Create(_hashes.Count, _options.BloomFilterFalsePositives, _options.BloomFilterMaxBytes);
        foreach (var hash in _hashes) filter.Add(hash);
        return filter;
    }
}
