using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Firesteel.Types;

namespace Firesteel.Columnar.Arrow;

/// <summary>Buffers of compressed record batches: each is its plain length (-1 where it was left plain) and an LZ4 frame or a Zstandard frame.</summary>
static class ArrowCompression
{
    private const byte Lz4 = 0, Zstd = 1;
    private const long MostBytes = int.MaxValue - 64;

    /// <param name="codec">The batch's codec.</param>
    /// <exception cref="FormatException">The buffer is broken.</exception>
    public static ReadOnlyMemory<byte> Decompress(byte codec, ReadOnlyMemory<byte> buffer)
    {
        if (buffer.Length == 0) return buffer;
        if (buffer.Length < 8) throw new FormatException("A compressed Arrow buffer is cut off.");
        var length = BinaryPrimitives.ReadInt64LittleEndian(buffer.Span);
        var body = buffer[8..];
        if (length == -1) return body;
        if (length is < 0 or > MostBytes) throw new FormatException("A compressed Arrow buffer has an impossible length.");
        var plain = new byte[length];
        switch (codec)
        {
            case Lz4: Lz4Frame.Decompress(body.Span, plain); break;
            case Zstd: ZstdLibrary.Decompress(body.Span, plain); break;
            default: throw new FormatException($"Arrow compression {codec} is not known.");
        }
        return plain;
    }

    /// <summary>The one function of the system's libzstd that is needed.</summary>
    private static unsafe class ZstdLibrary
    {
        private static readonly string[] Names = ["libzstd.so.1", "libzstd.so", "libzstd.1.dylib", "libzstd.dylib", "libzstd.dll", "zstd.dll"];
        private static readonly Lazy<nint> Entry = new(Load);

        public static void Decompress(ReadOnlySpan<byte> source, Span<byte> target)
        {
            if (Entry.Value == 0) throw SparkException.WithoutCondition("An Arrow batch is compressed with zstd, and the system's libzstd (version 1) is not installed. Install it, or send batches uncompressed or with lz4.");
            var decompress = (delegate* unmanaged<byte*, nuint, byte*, nuint, nuint>)Entry.Value;
            nuint size;
            fixed (byte* from = source, to = target) size = decompress(to, (nuint)target.Length, from, (nuint)source.Length);
            if (size != (nuint)target.Length) throw new FormatException("A zstd buffer of an Arrow batch is corrupt.");
        }

        private static nint Load()
        {
            foreach (var name in Names)
                if (NativeLibrary.TryLoad(name, out var library) && NativeLibrary.TryGetExport(library, "ZSTD_decompress", out var entry)) return entry;
            return 0;
        }
    }
}
