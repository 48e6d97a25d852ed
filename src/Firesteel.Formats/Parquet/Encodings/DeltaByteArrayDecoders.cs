using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Formats.Parquet.Encodings;

/// <summary>The lengths at the head of a page's byte arrays.</summary>
sealed unsafe class DeltaLengths
{
    private readonly DeltaReader _reader = new();
    private int[] _lengths = [];

    public int Count { get; private set; }
    public int this[int index] => _lengths[index];

    /// <summary>Reads all lengths and returns where they end.</summary>
    public byte* Start(byte* data, byte* end, int maxCount)
    {
        _reader.Start(data, end, maxCount);
        Count = _reader.Left;
        if (_lengths.Length < Count) _lengths = new int[Math.Max(Count, _lengths.Length * 2)];
        for (var at = 0; at < Count;)
        {
            foreach (var length in _reader.Take(Count - at))
            {
                if (length is < 0 or > int.MaxValue) throw new ParquetFormatException($"A byte array of length {length}.");
                _lengths[at++] = (int)length;
            }
        }
        return _reader.Position;
    }
}

/// <summary>DELTA_LENGTH_BYTE_ARRAY: all lengths, then all bytes. The views point into the page.</summary>
sealed unsafe class DeltaLengthByteArrayDecoder : ValueDecoder
{
    private readonly DeltaLengths _lengths = new();
    private byte* _next;
    private byte* _end;
    private int _index;

    public override void Start(byte* data, byte* end, int count)
    {
        _next = _lengths.Start(data, end, count);
        _end = end;
        _index = 0;
    }

    public override void Read(byte* target, int count)
    {
        var views = (StringView*)target;
        for (var i = 0; i < count; i++)
        {
            var length = NextLength();
            views[i] = new StringView(_next, length);
            _next += length;
        }
    }

    public override void Skip(int count)
    {
        for (var i = 0; i < count; i++) _next += NextLength();
    }

    private int NextLength()
    {
        if (_index >= _lengths.Count) throw Short();
        var length = _lengths[_index++];
        return length <= _end - _next ? length : throw Short();
    }
}

/// <summary>DELTA_BYTE_ARRAY: each value is a prefix of the one before and a suffix of its own.</summary>
sealed unsafe class DeltaByteArrayDecoder(MemoryAllocator allocator) : ValueDecoder
{
    private readonly DeltaLengths _prefixes = new();
    private readonly DeltaLengths _suffixes = new();
    private readonly ByteArena _arena = new(allocator);
    private byte* _next;
    private byte* _end;
    private int _index;
    private byte[] _previous = [];
    private int _previousLength;

    public override void Start(byte* data, byte* end, int count)
    {
        var suffixes = _prefixes.Start(data, end, count);
        _next = _suffixes.Start(suffixes, end, count);
        if (_prefixes.Count != _suffixes.Count) throw new ParquetFormatException("Delta byte arrays have more prefixes than suffixes.");
        _end = end;
        (_index, _previousLength) = (0, 0);
    }

    public override void Read(byte* target, int count)
    {
        var views = (StringView*)target;
        for (var i = 0; i < count; i++)
        {
            Step();
            views[i] = new StringView(_arena.Copy(_previous.AsSpan(0, _previousLength)), _previousLength);
        }
    }

    public override void Skip(int count)
    {
        for (var i = 0; i < count; i++) Step();
    }

    public override void ReleaseBatch() => _arena.Reset();

    public override void Dispose() => _arena.Dispose();

    private void Step()
    {
        if (_index >= _prefixes.Count) throw Short();
        var (prefix, suffix) = (_prefixes[_index], _suffixes[_index]);
        _index++;
        if (prefix > _previousLength || suffix > _end - _next) throw Short();
        _previousLength = prefix + suffix;
        if (_previous.Length < _previousLength) Array.Resize(ref _previous, Math.Max(_previousLength, _previous.Length * 2));
        new ReadOnlySpan<byte>(_next, suffix).CopyTo(_previous.AsSpan(prefix));
        _next += suffix;
    }
}
