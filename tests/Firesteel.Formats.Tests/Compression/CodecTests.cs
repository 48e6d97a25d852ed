using System.Text;
using Firesteel.Columnar.Memory;
using Firesteel.Formats.Compression;
using Firesteel.Formats.Parquet;
using Firesteel.Formats.Parquet.Metadata;
using Xunit;

namespace Firesteel.Formats.Tests.Compression;

/// <summary>Codecs give back what they took, and refuse what is damaged without touching memory that is not theirs.</summary>
public sealed unsafe class CodecTests
{
    private const int Guard = 256;

    public static TheoryData<string> Codecs() => ["Snappy", "Gzip", "Zstd", "Lz4", "Lz4Raw", "Brotli"];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void AnyContentComesBack(string name)
    {
        var codec = PageCodecs.Get(Enum.Parse<CompressionCodec>(name))!;
        using var allocator = new MemoryAllocator(new MemoryManager(1L << 28), "test");
        for (var seed = 0; seed < 60; seed++)
        {
            var content = Content(new Random(seed));
            var compressed = Compress(codec, content, allocator);
            Assert.Equal(content, Decompress(codec, compressed, content.Length, allocator));
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void DamagedPagesAreRefused(string name)
    {
        var codec = PageCodecs.Get(Enum.Parse<CompressionCodec>(name))!;
        using var allocator = new MemoryAllocator(new MemoryManager(1L << 28), "test");
        var refused = 0;
        for (var seed = 0; seed < 1500; seed++)
        {
            var random = new Random(seed);
            var content = Content(new Random(seed % 30));
            if (content.Length == 0) continue;
            var compressed = Compress(codec, content, allocator);
            if (random.Next(3) == 0) compressed = compressed[..random.Next(compressed.Length)];
            for (var changes = random.Next(1, 4); changes > 0 && compressed.Length > 0; changes--) compressed[random.Next(compressed.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                Decompress(codec, compressed, content.Length, allocator);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
        Assert.True(refused > 0, "Some damage must show.");
    }

    [Fact]
    public void SnappyReadsBlocksOfOtherWriters()
    {
        // A literal, a copy of each kind, and one that overlaps itself.
        byte[] block = [22, 4 << 2, (byte)'a', (byte)'b', (byte)'c', (byte)'d', (byte)'e', 0 << 2 | 1, 5, 3 << 2 | 2, 4, 0, 8 << 2 | 3, 1, 0, 0, 0];
        using var allocator = new MemoryAllocator(new MemoryManager(1L << 28), "test");
        Assert.Equal("abcdeabcdabcdddddddddd"u8.ToArray(), Decompress(SnappyCodec.Instance, block, 22, allocator));
    }

    private static byte[] Content(Random random)
    {
        var text = new StringBuilder();
        for (var words = random.Next(3) == 0 ? random.Next(4) : random.Next(1, 30_000); words > 0; words--)
            text.Append(random.Next(20) == 0 ? new string((char)('a' + random.Next(26)), random.Next(1, 400)) : random.Next(500).ToString()).Append(random.Next(3) == 0 ? " " : "");
        var bytes = Encoding.ASCII.GetBytes(text.ToString());
        if (random.Next(5) == 0) random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Compress(IBlockCodec codec, byte[] content, MemoryAllocator allocator)
    {
        using var source = allocator.Allocate(content.Length);
        content.CopyTo(new Span<byte>(source.Pointer, content.Length));
        var capacity = codec.MaxCompressedLength(content.Length);
        using var target = allocator.Allocate(capacity);
        var length = codec.Compress(source.Pointer, content.Length, target.Pointer, capacity);
        Assert.True(length <= capacity, "A codec keeps within the bound that it names.");
        return new ReadOnlySpan<byte>(target.Pointer, length).ToArray();
    }

    private static byte[] Decompress(IBlockCodec codec, byte[] compressed, int length, MemoryAllocator allocator)
    {
        using var source = allocator.Allocate(compressed.Length);
        compressed.CopyTo(new Span<byte>(source.Pointer, compressed.Length));
        using var target = allocator.Allocate(length + Guard);
        var guard = new Span<byte>(target.Pointer + length + MemoryAllocator.Padding, Guard);
        guard.Fill(0x77);
        try
        {
            codec.Decompress(source.Pointer, compressed.Length, target.Pointer, length);
        }
        finally
        {
            Assert.False(guard.ContainsAnyExcept((byte)0x77), "A codec writes no further than the padding.");
        }
        return new ReadOnlySpan<byte>(target.Pointer, length).ToArray();
    }
}
