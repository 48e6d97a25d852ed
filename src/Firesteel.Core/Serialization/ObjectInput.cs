using System.Runtime.CompilerServices;
using System.Text;

namespace Firesteel.Core.Serialization;

/// <summary>Reads what <see cref="ObjectOutput"/> wrote, from memory or a stream. Damaged bytes give an error, never an object of a type that is not allowed.</summary>
sealed class ObjectInput
{
    private const int ChunkBytes = 64 << 10;

    private readonly Stream? _stream;
    private readonly TypeResolver _types;
    private readonly List<Type> _knownTypes = [];
    private readonly List<object?> _objects = [];
    private byte[] _buffer;
    private int _next;
    private int _end;
    private long _left;

    public ObjectInput(ReadOnlyMemory<byte> bytes, TypeResolver? types = null)
    {
        _types = types ?? TypeResolver.Here;
        if (System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var segment)) (_buffer, _next, _end) = (segment.Array!, segment.Offset, segment.Offset + segment.Count);
        else (_buffer, _end) = (bytes.ToArray(), bytes.Length);
    }

    /// <param name="length">Bytes of the stream that belong to this input.</param>
    public ObjectInput(Stream stream, long length, TypeResolver? types = null)
    {
        _types = types ?? TypeResolver.Here;
        _stream = stream;
        _left = length;
        _buffer = new byte[(int)Math.Min(ChunkBytes, Math.Max(16, length))];
    }

    public bool IsAtEnd => _next == _end && _left == 0;

    public TypeResolver Types => _types;

    /// <summary>The blocks of this process, for what travels as blocks.</summary>
    public Storage.BlockManager? Blocks { get; init; }

    /// <summary>Bytes that are left at most: no count of things can be larger.</summary>
    public long Remaining => _end - _next + _left;

    public void EndGraph()
    {
        if (_objects.Count > 0) _objects.Clear();
    }

    public void StartBlock()
    {
        _objects.Clear();
        _knownTypes.Clear();
    }

    public byte ReadByte()
    {
        if (_next == _end) Fill(1);
        return _buffer[_next++];
    }

    public bool ReadBool() => ReadByte() != 0;

    public int ReadInt()
    {
        var value = ReadCount();
        return (int)(value >> 1) ^ -(int)(value & 1);
    }

    public long ReadLong()
    {
        var (value, shift) = (0UL, 0);
        while (true)
        {
            var b = ReadByte();
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80) return (long)(value >> 1) ^ -(long)(value & 1);
            if ((shift += 7) > 63) throw Damaged();
        }
    }

    public uint ReadCount()
    {
        var (value, shift) = (0u, 0);
        while (true)
        {
            var b = ReadByte();
            value |= (uint)(b & 0x7f) << shift;
            if (b < 0x80) return value;
            if ((shift += 7) > 28 + 7) throw Damaged();
        }
    }

    /// <summary>A number of things of which each takes at least so many bytes.</summary>
    public int ReadLength(int bytesEach = 1)
    {
        var count = ReadCount();
        return count * (long)bytesEach <= Remaining ? (int)count : throw Damaged();
    }

    public T ReadRaw<T>() where T : unmanaged
    {
        var size = Unsafe.SizeOf<T>();
        if (_end - _next < size) Fill(size);
        var value = Unsafe.ReadUnaligned<T>(ref _buffer[_next]);
        _next += size;
        return value;
    }

    public void ReadBytes(Span<byte> target)
    {
        while (target.Length > 0)
        {
            if (_next == _end) Fill(1);
            var part = Math.Min(target.Length, _end - _next);
            _buffer.AsSpan(_next, part).CopyTo(target);
            _next += part;
            target = target[part..];
        }
    }

    public string? ReadText()
    {
        var count = ReadCount();
        if (count == 0) return null;
        if (count == uint.MaxValue)
        {
            var units = new char[ReadLength(2)];
            ReadBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(units.AsSpan()));
            return new string(units);
        }
        if (count - 1 > Remaining) throw Damaged();
        var length = (int)count - 1;
        if (_end - _next < length && length <= ChunkBytes) Fill(length);
        if (_end - _next >= length)
        {
            var text = Encoding.UTF8.GetString(_buffer, _next, length);
            _next += length;
            return text;
        }
        var bytes = new byte[length];
        ReadBytes(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    public object? ReadObject()
    {
        Depth.Check();
        switch ((ObjectTag)ReadByte())
        {
            case ObjectTag.Null: return null;
            case ObjectTag.Known: return ReadKnown();
            case ObjectTag.Type: return ReadType();
            case ObjectTag.Object: return Codec.Of(ReadType()).ReadBoxed(this) is var value && value is IArrival arrival ? arrival.Arrive(this) : value;
            default: throw Damaged();
        }
    }

    public object? ReadKnown()
    {
        var number = ReadCount();
        return number < _objects.Count ? _objects[(int)number] ?? throw Damaged() : throw Damaged();
    }

    /// <summary>Takes a place for an object that later parts of the graph may refer to.</summary>
    public int Reserve()
    {
        _objects.Add(null);
        return _objects.Count - 1;
    }

    public void Put(int place, object value) => _objects[place] = value;

    public Type ReadType()
    {
        var number = ReadCount();
        if (number > 0) return number <= _knownTypes.Count ? _knownTypes[(int)number - 1] : throw Damaged();
        var type = TypeNames.Read(this);
        _knownTypes.Add(type);
        return type;
    }

    public static InvalidDataException Damaged() => new("The bytes of an object graph are damaged");

    private void Fill(int bytes)
    {
        var kept = _end - _next;
        if (_stream is null || kept + _left < bytes) throw new EndOfStreamException("The bytes of an object graph end early");
        if (_buffer.Length < bytes) Array.Resize(ref _buffer, bytes);
        Buffer.BlockCopy(_buffer, _next, _buffer, 0, kept);
        var wanted = (int)Math.Min(_buffer.Length - kept, _left);
        var read = _stream.ReadAtLeast(_buffer.AsSpan(kept, wanted), bytes - kept);
        _left -= read;
        (_next, _end) = (0, kept + read);
    }
}
