using Firesteel.Columnar.Memory;

namespace Firesteel.Formats.Text;

/// <summary>
/// The part of a text that lies in memory. What was read stays in place until <see cref="Refill"/>, so a batch may point into it.
/// Readable for <see cref="MemoryAllocator.Padding"/> bytes past <see cref="End"/>.
/// </summary>
sealed unsafe class TextWindow : IDisposable
{
    public const int DefaultSize = 1 << 20;
    private readonly Stream _source;
    private readonly MemoryAllocator _allocator;
    private NativeBuffer _buffer;

    /// <param name="offset">Where in its file the source begins.</param>
    public TextWindow(Stream source, long offset, MemoryAllocator allocator, int size = DefaultSize)
    {
        (_source, _allocator, Offset) = (source, allocator, offset);
        _buffer = allocator.Allocate(size);
        Refill();
        if (offset == 0 && End >= 3 && new ReadOnlySpan<byte>(Data, 3).SequenceEqual("\uFEFF"u8)) Position = 3;
    }

    public byte* Data => _buffer.Pointer;

    /// <summary>First byte that is not consumed yet.</summary>
    public int Position { get; set; }

    public int End { get; private set; }

    /// <summary>Whether the text ends at <see cref="End"/>.</summary>
    public bool Ended { get; private set; }

    /// <summary>Place of <see cref="Data"/> in the file.</summary>
    public long Offset { get; private set; }

    public ReadOnlySpan<byte> Rest => new(Data + Position, End - Position);

    /// <summary>Moves what is not consumed to the front and reads on; grows where nothing was consumed. False at the text's end.</summary>
    public bool Refill()
    {
        if (Ended) return false;
        var left = End - Position;
        if (Position == 0 && End > 0 && End >= _buffer.Capacity)
        {
            if (_buffer.Capacity > int.MaxValue / 2) throw new SparkException("FAILED_READ_FILE.NO_HINT", new Dictionary<string, string> { ["path"] = "" }, cause: new InvalidDataException("A record is longer than 2 GB."));
            var larger = _allocator.Allocate(_buffer.Capacity * 2);
            Buffer.MemoryCopy(Data, larger.Pointer, larger.Capacity, left);
            _buffer.Dispose();
            _buffer = larger;
        }
        else if (Position > 0)
        {
            Buffer.MemoryCopy(Data + Position, Data, _buffer.Capacity, left);
        }
        Offset += Position;
        (Position, End) = (0, left);
        var capacity = (int)Math.Min(_buffer.Capacity, int.MaxValue - 64);
        while (End < capacity)
        {
            var read = _source.Read(new Span<byte>(Data + End, capacity - End));
            if (read == 0)
            {
                Ended = true;
                break;
            }
            End += read;
        }
        return End > left;
    }

    public void Dispose()
    {
        _source.Dispose();
        _buffer.Dispose();
    }
}
