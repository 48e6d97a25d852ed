using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Firesteel.Core.Serialization;

/// <summary>
/// Writes objects as bytes: into memory, or through it into a stream. Types are named once a stream; objects that are met
/// again within a graph are written once.
/// </summary>
sealed class ObjectOutput(Stream? stream = null) : IBufferWriter<byte>
{
    private const int FlushAt = 64 << 10;

    private readonly Dictionary<Type, int> _types = [];
    private readonly Dictionary<object, int> _objects = new(ReferenceEqualityComparer.Instance);
    private byte[] _buffer = new byte[256];
    private int _count;
    private long _flushed;

    /// <summary>Closures of the graph, and what was written of them.</summary>
    public ClosureWriter Closures => field ??= new ClosureWriter(this);

    /// <summary>The program's assemblies whose types were named.</summary>
    public HashSet<System.Reflection.Assembly> Assemblies { get; } = [];

    /// <summary>Bytes written so far.</summary>
    public long Position => _flushed + _count;

    /// <summary>What lies in memory; everything where there is no stream.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _count);

    public byte[] ToArray() => Written.ToArray();

    /// <summary>Forgets which objects were met: the next graph is read on its own.</summary>
    public void EndGraph()
    {
        if (_objects.Count > 0) _objects.Clear();
        if (stream is not null && _count >= FlushAt) Flush();
    }

    /// <summary>Begins a stream of its own within the bytes: types are named anew.</summary>
    public void StartBlock()
    {
        _objects.Clear();
        _types.Clear();
    }

    public void Flush()
    {
        if (stream is null || _count == 0) return;
        stream.Write(_buffer, 0, _count);
        _flushed += _count;
        _count = 0;
    }

    public void Clear()
    {
        StartBlock();
        _count = 0;
    }

    public void WriteByte(byte value)
    {
        if (_count == _buffer.Length) Grow(1);
        _buffer[_count++] = value;
    }

    public void WriteBool(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    /// <summary>A whole number of the size that it needs; negative ones too.</summary>
    public void WriteInt(int value) => WriteCount((uint)((value << 1) ^ (value >> 31)));

    public void WriteLong(long value)
    {
        var rest = (ulong)((value << 1) ^ (value >> 63));
        Ensure(10);
        while (rest >= 0x80)
        {
            _buffer[_count++] = (byte)(rest | 0x80);
            rest >>= 7;
        }
        _buffer[_count++] = (byte)rest;
    }

    public void WriteCount(uint value)
    {
        Ensure(5);
        while (value >= 0x80)
        {
            _buffer[_count++] = (byte)(value | 0x80);
            value >>= 7;
        }
        _buffer[_count++] = (byte)value;
    }

    /// <summary>The bytes of a value that holds no references.</summary>
    public void WriteRaw<T>(T value) where T : unmanaged
    {
        Ensure(Unsafe.SizeOf<T>());
        Unsafe.WriteUnaligned(ref _buffer[_count], value);
        _count += Unsafe.SizeOf<T>();
    }

    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        Ensure(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_count));
        _count += bytes.Length;
    }

    /// <summary>Text, or null.</summary>
    public void WriteText(string? text)
    {
        if (text is null)
        {
            WriteCount(0);
            return;
        }
        if (text.Length < 40)
        {
            // Short text takes one length byte whatever it holds: the bytes are written first.
            Ensure(1 + text.Length * 3);
            if (!TryEncode(text, _buffer.AsSpan(_count + 1), out var short1)) return;
            if (short1 < 0x7f)
            {
                _buffer[_count] = (byte)(short1 + 1);
                _count += 1 + short1;
                return;
            }
        }
        if (HasLoneSurrogate(text))
        {
            WriteUtf16(text);
            return;
        }
        var length = Encoding.UTF8.GetByteCount(text);
        WriteCount((uint)length + 1);
        Ensure(length);
        _count += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_count));
    }

    /// <summary>Any object, by its own type.</summary>
    public void WriteObject(object? value)
    {
        Depth.Check();
        if (value is null)
        {
            WriteByte((byte)ObjectTag.Null);
            return;
        }
        if (value is Type type)
        {
            WriteByte((byte)ObjectTag.Type);
            WriteType(type);
            return;
        }
        value = Travelling.Replace(value, this);
        var codec = Codec.Of(value.GetType());
        if (codec.IsReference && TryWriteKnown(value)) return;
        WriteByte((byte)ObjectTag.Object);
        WriteType(value.GetType());
        codec.WriteBoxed(this, value);
    }

    /// <summary>Writes a reference to an object that is in the graph already; else takes note of it, to be written now.</summary>
    public bool TryWriteKnown(object value)
    {
        if (!_objects.TryAdd(value, _objects.Count))
        {
            WriteByte((byte)ObjectTag.Known);
            WriteCount((uint)_objects[value]);
            return true;
        }
        return false;
    }

    public void WriteType(Type type)
    {
        if (_types.TryGetValue(type, out var number))
        {
            WriteCount((uint)number + 1);
            return;
        }
        WriteCount(0);
        TypeNames.Write(this, type);
        _types.Add(type, _types.Count);
    }

    void IBufferWriter<byte>.Advance(int count) => _count += count;

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint)
    {
        Ensure(Math.Max(1, sizeHint));
        return _buffer.AsMemory(_count);
    }

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => ((IBufferWriter<byte>)this).GetMemory(sizeHint).Span;

    // Text that is no Unicode (a half of a pair) travels as its 16-bit units behind a length that no other text has.
    private void WriteUtf16(string text)
    {
        WriteCount(uint.MaxValue);
        WriteCount((uint)text.Length);
        WriteBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan()));
    }

    private bool TryEncode(string text, Span<byte> target, out int written)
    {
        if (System.Text.Unicode.Utf8.FromUtf16(text, target, out _, out written, replaceInvalidSequences: false) == OperationStatus.Done) return true;
        WriteUtf16(text);
        return false;
    }

    private static bool HasLoneSurrogate(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\ud800', '\udfff')) return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[++i])) return true;
        }
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Ensure(int bytes)
    {
        if (_buffer.Length - _count < bytes) Grow(bytes);
    }

    private void Grow(int bytes)
    {
        if ((long)_count + bytes > Array.MaxLength) throw new TaskNotSerializableException($"An object graph of more than {Array.MaxLength} bytes");
        Array.Resize(ref _buffer, (int)Math.Min(Array.MaxLength, Math.Max((long)_count + bytes, _buffer.Length * 2L)));
    }
}
