using System.IO.Compression;
using Firesteel.Formats.Compression;
using Firesteel.Formats.Text;

namespace Firesteel.Formats.SequenceFile;

/// <summary>One of Hadoop's compression codecs, over pieces of memory. Not thread-safe.</summary>
abstract class HadoopCodec(string name)
{
    /// <summary>What no piece of a file holds; one that claims more is hostile.</summary>
    public const int MostBytes = 1 << 30;

    private const string Package = "org.apache.hadoop.io.compress.";

    public string ClassName { get; } = Package + name;

    /// <summary>What text files of the codec are called behind their name.</summary>
    public abstract string Extension { get; }

    /// <exception cref="NotSupportedException">There is no such codec here.</exception>
    public static HadoopCodec Of(string className) => className switch
    {
        Package + "DefaultCodec" or Package + "DeflateCodec" => new ZlibCodec(className[Package.Length..]),
        Package + "GzipCodec" => new GzipCodec(),
        Package + "SnappyCodec" => new BlockCodec("SnappyCodec", ".snappy", SnappyCodec.Instance),
        Package + "Lz4Codec" => new BlockCodec("Lz4Codec", ".lz4", Lz4RawCodec.Instance),
        _ => throw new NotSupportedException($"The compression codec {className} is not supported: DefaultCodec, GzipCodec, SnappyCodec and Lz4Codec of {Package[..^1]} are."),
    };

    /// <summary>Compresses what is written to it into <paramref name="target"/>, which it closes with itself.</summary>
    public abstract Stream Compress(Stream target);

    protected abstract Stream Decompress(Stream source);

    /// <summary>The content of a compressed piece; memory that is valid until the next call.</summary>
    /// <exception cref="InvalidDataException">It is none, or holds more than any file does.</exception>
    public ReadOnlySpan<byte> Decompress(byte[] source, int start, int length, ref byte[] target)
    {
        if (length == 0) return default;
        try
        {
            using var plain = Decompress(new MemoryStream(source, start, length, writable: false));
            return ReadAll(plain, ref target);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    private static ReadOnlySpan<byte> ReadAll(Stream plain, ref byte[] target)
    {
        var filled = 0;
        while (true)
        {
            if (filled == target.Length)
            {
                if (filled >= MostBytes) throw new InvalidDataException("a compressed piece holds too much");
                Array.Resize(ref target, Math.Max(4096, filled * 2));
            }
            var read = plain.Read(target, filled, target.Length - filled);
            if (read == 0) return target.AsSpan(0, filled);
            filled += read;
        }
    }

    /// <summary>A compressed piece of its own.</summary>
    public void Compress(ReadOnlySpan<byte> source, MemoryStream target)
    {
        target.SetLength(0);
        if (source.IsEmpty)
        {
            target.Write(Nothing);
            return;
        }
        using var stream = Compress(new KeptOpen(target));
        stream.Write(source);
    }

    /// <summary>No bytes, compressed.</summary>
    protected abstract ReadOnlySpan<byte> Nothing { get; }

    private sealed class ZlibCodec(string name) : HadoopCodec(name)
    {
        public override string Extension => ".deflate";
        protected override ReadOnlySpan<byte> Nothing => [0x78, 0x9c, 0x03, 0, 0, 0, 0, 0x01];
        public override Stream Compress(Stream target) => new ZLibStream(target, CompressionLevel.Optimal);
        protected override Stream Decompress(Stream source) => new ZLibStream(source, CompressionMode.Decompress);
    }

    private sealed class GzipCodec() : HadoopCodec("GzipCodec")
    {
        public override string Extension => ".gz";
        protected override ReadOnlySpan<byte> Nothing => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 0x03, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        public override Stream Compress(Stream target) => new GZipStream(target, CompressionLevel.Optimal);
        protected override Stream Decompress(Stream source) => new GZipStream(source, CompressionMode.Decompress);
    }

    private sealed class BlockCodec(string name, string extension, IBlockCodec codec) : HadoopCodec(name)
    {
        public override string Extension => extension;
        protected override ReadOnlySpan<byte> Nothing => [0, 0, 0, 0];
        public override Stream Compress(Stream target) => new HadoopBlockWriter(target, codec);
        protected override Stream Decompress(Stream source) => new HadoopBlockStream(source, codec);
    }

    /// <summary>Leaves its target open when it is closed.</summary>
    private sealed class KeptOpen(MemoryStream target) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => target.Length;
        public override long Position { get => target.Position; set => throw new NotSupportedException(); }
        public override void Write(ReadOnlySpan<byte> buffer) => target.Write(buffer);
        public override void Write(byte[] buffer, int offset, int count) => target.Write(buffer, offset, count);
        public override void WriteByte(byte value) => target.WriteByte(value);
        public override void Flush() { }
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
