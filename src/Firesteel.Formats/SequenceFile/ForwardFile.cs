using System.Buffers.Binary;
using System.Text;
using Firesteel.Foundation.FileSystems;

namespace Firesteel.Formats.SequenceFile;

/// <summary>A file read from front to back through one buffer; its owner disposes the file itself. What is taken is valid until the next read.</summary>
sealed class ForwardFile(IRandomAccessFile file)
{
    private const int BufferSize = 128 << 10;

    private byte[] _buffer = new byte[(int)Math.Min(BufferSize, Math.Max(16, file.Length))];
    private int _at, _end;
    private long _bufferStart;

    public string Path => file.Path;
    public long Position => _bufferStart + _at;
    public long Left => file.Length - Position;

    /// <summary>The memory that <see cref="Skip"/> points into.</summary>
    public byte[] Buffer => _buffer;

    public void Seek(long position)
    {
        if (position >= _bufferStart && position <= _bufferStart + _end)
        {
            _at = (int)(position - _bufferStart);
            return;
        }
        (_bufferStart, _at, _end) = (position, 0, 0);
    }

    public ReadOnlySpan<byte> Take(int count) => _buffer.AsSpan(Skip(count), count);

    /// <summary>Passes over bytes and says where in the buffer they lie.</summary>
    public int Skip(int count)
    {
        if (count < 0 || count > Left) throw Damaged("it ends early");
        if (count > _end - _at) Fill(count);
        var start = _at;
        _at += count;
        return start;
    }

    public byte Byte() => Take(1)[0];
    public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    /// <summary>A length: a number in as few bytes as it needs, which is no more than the file has left.</summary>
    public int VLength()
    {
        var first = (sbyte)Byte();
        long value = first;
        if (first < -112)
        {
            if (first < -120) throw Damaged("a length is negative");
            value = 0;
            foreach (var b in Take(-112 - first)) value = value << 8 | b;
        }
        return value >= 0 && value <= int.MaxValue ? (int)value : throw Damaged("a length is out of bounds");
    }

    public string Text(int longest)
    {
        var length = VLength();
        return length <= longest ? Encoding.UTF8.GetString(Take(length)) : throw Damaged("a name is too long");
    }

    /// <summary>Passes over bytes until the next place where these stand; false if there is none.</summary>
    public bool Find(ReadOnlySpan<byte> wanted)
    {
        while (Left >= wanted.Length)
        {
            if (_end - _at < wanted.Length) Fill((int)Math.Min(BufferSize, Left));
            var at = _buffer.AsSpan(_at, _end - _at).IndexOf(wanted);
            if (at >= 0)
            {
                _at += at;
                return true;
            }
            _at = _end - wanted.Length + 1;
        }
        return false;
    }

    public InvalidDataException Damaged(string why) => new($"{Path} is damaged: {why}");

    private void Fill(int count)
    {
        _buffer.AsSpan(_at, _end - _at).CopyTo(_buffer);
        (_bufferStart, _end, _at) = (Position, _end - _at, 0);
        if (_buffer.Length < count) Array.Resize(ref _buffer, count);
        var more = (int)Math.Min(_buffer.Length - _end, file.Length - _bufferStart - _end);
        file.Read(_bufferStart + _end, _buffer.AsSpan(_end, more));
        _end += more;
    }
}
