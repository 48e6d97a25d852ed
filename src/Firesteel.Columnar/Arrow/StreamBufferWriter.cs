using System.Buffers;

namespace Firesteel.Columnar.Arrow;

/// <summary>Lets what writes to buffers write to a stream. Nothing is left behind between two advances.</summary>
sealed class StreamBufferWriter(Stream output) : IBufferWriter<byte>
{
    private const int Size = 64 << 10;
    private byte[] _buffer = new byte[Size];

    public void Advance(int count) => output.Write(_buffer, 0, count);

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (sizeHint > _buffer.Length) _buffer = new byte[sizeHint];
        return _buffer;
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
