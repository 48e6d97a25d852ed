using System.Runtime.InteropServices;

namespace Firesteel.Formats.Text;

/// <summary>Reads a Zstandard file by the system's own library.</summary>
sealed unsafe class ZstdStream : Stream
{
    private readonly Stream _source;
    private readonly byte[] _input = new byte[128 << 10];
    private nint _context;
    private int _at;
    private int _filled;
    private bool _frameOpen;

    public ZstdStream(Stream source)
    {
        _source = source;
        _context = Library.Loaded.Create();
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            if (_at == _filled)
            {
                (_at, _filled) = (0, _source.Read(_input));
                if (_filled == 0) return _frameOpen ? throw new EndOfStreamException("A zstd frame ends early.") : 0;
            }
            fixed (byte* input = _input)
            fixed (byte* output = buffer)
            {
                var from = new Part { Data = input, Size = (nuint)_filled, Position = (nuint)_at };
                var to = new Part { Data = output, Size = (nuint)buffer.Length };
                var hint = Library.Loaded.Decompress(_context, &to, &from);
                if (Library.Loaded.IsError(hint) != 0) throw new InvalidDataException("The zstd data is corrupt.");
                _at = (int)from.Position;
                _frameOpen = hint != 0;
                if (to.Position > 0) return (int)to.Position;
            }
        }
        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (_context != 0) Library.Loaded.Free(_context);
        _context = 0;
        if (disposing) _source.Dispose();
        base.Dispose(disposing);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Part
    {
        public byte* Data;
        public nuint Size;
        public nuint Position;
    }

    /// <summary>The streaming entry points of libzstd.</summary>
    private sealed class Library
    {
        private static readonly Lazy<Library?> Instance = new(Load);

        public required delegate* unmanaged<nint> Create { get; init; }
        public required delegate* unmanaged<nint, nuint> Free { get; init; }
        public required delegate* unmanaged<nint, Part*, Part*, nuint> Decompress { get; init; }
        public required delegate* unmanaged<nuint, uint> IsError { get; init; }

        public static Library Loaded => Instance.Value ?? throw new SparkException("CODEC_NOT_AVAILABLE", new Dictionary<string, string> { ["codecName"] = "zstd" });

        private static Library? Load()
        {
            foreach (var name in (string[])["libzstd.so.1", "libzstd.so", "libzstd.1.dylib", "libzstd.dylib", "libzstd.dll"])
            {
                if (!NativeLibrary.TryLoad(name, out var library)) continue;
                return new Library
                {
                    Create = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "ZSTD_createDStream"),
                    Free = (delegate* unmanaged<nint, nuint>)NativeLibrary.GetExport(library, "ZSTD_freeDStream"),
                    Decompress = (delegate* unmanaged<nint, Part*, Part*, nuint>)NativeLibrary.GetExport(library, "ZSTD_decompressStream"),
                    IsError = (delegate* unmanaged<nuint, uint>)NativeLibrary.GetExport(library, "ZSTD_isError"),
                };
            }
            return null;
        }
    }
}
