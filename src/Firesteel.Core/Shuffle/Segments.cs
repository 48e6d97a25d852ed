using System.Buffers.Binary;
using Firesteel.Columnar.Blocks;

namespace Firesteel.Core.Shuffle;

/// <summary>Bytes in pieces of a bounded size, each behind its length and its CRC-32C.</summary>
static class Segments
{
    private const int HeadSize = 8;

    // Longer ones come of single items; beyond this no array goes.
    private const int MostBytes = 0x7FFF0000;

    public static void Write(ReadOnlySpan<byte> segment, Stream output)
    {
        Span<byte> head = stackalloc byte[HeadSize];
        WriteHead(head, segment);
        output.Write(head);
        output.Write(segment);
    }

    public static void Write(ReadOnlySpan<byte> segment, System.Buffers.IBufferWriter<byte> output)
    {
        Span<byte> head = stackalloc byte[HeadSize];
        WriteHead(head, segment);
        System.Buffers.BuffersExtensions.Write(output, head);
        System.Buffers.BuffersExtensions.Write(output, segment);
    }

    /// <summary>The segments in so many bytes of a stream, checked one by one; each is good until the next.</summary>
    /// <exception cref="InvalidDataException">They are not what was written.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(Stream input, long length, string name)
    {
        using var own = input;
        var buffer = new byte[HeadSize];
        while (length > 0)
        {
            if (length < HeadSize) throw Damaged(name);
            Fill(input, buffer.AsSpan(0, HeadSize), name);
            var (size, checksum) = (BinaryPrimitives.ReadInt32LittleEndian(buffer), BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(4)));
            length -= HeadSize;
            if (size < 0 || size > MostBytes || size > length) throw Damaged(name);
            if (buffer.Length < size) buffer = new byte[size];
            Fill(input, buffer.AsSpan(0, size), name);
            if (~Crc32C.Append(uint.MaxValue, buffer.AsSpan(0, size)) != checksum) throw Damaged(name);
            yield return buffer.AsMemory(0, size);
            length -= size;
        }
    }

    /// <summary>The segments in bytes at hand, which were checked on their way.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var size = SizeOf(bytes.Span, "a block");
            yield return bytes.Slice(HeadSize, size);
            bytes = bytes[(HeadSize + size)..];
        }
    }

    public static void Check(ReadOnlySpan<byte> bytes, string name)
    {
        while (bytes.Length > 0)
        {
            var size = SizeOf(bytes, name);
            if (~Crc32C.Append(uint.MaxValue, bytes.Slice(HeadSize, size)) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..])) throw Damaged(name);
            bytes = bytes[(HeadSize + size)..];
        }
    }

    public static InvalidDataException Damaged(string name) => new($"{Path.GetFileName(name)} is damaged: a checksum differs, or it ends early");

    private static int SizeOf(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length < HeadSize) throw Damaged(name);
        var size = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        return size >= 0 && size <= bytes.Length - HeadSize ? size : throw Damaged(name);
    }

    private static void WriteHead(Span<byte> head, ReadOnlySpan<byte> segment)
    {
        BinaryPrimitives.WriteInt32LittleEndian(head, segment.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], ~Crc32C.Append(uint.MaxValue, segment));
    }

    private static void Fill(Stream input, Span<byte> target, string name)
    {
        if (input.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length) throw Damaged(name);
    }
}
