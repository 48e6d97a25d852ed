using System.Runtime.InteropServices;

namespace Firesteel.Formats.Compression;

/// <summary>Zstandard, by the system's own library.</summary>
sealed unsafe class ZstdCodec(int level) : IBlockCodec
{
    [ThreadStatic] private static Context? _decompression;
    [ThreadStatic] private static Context? _compression;

    public void Decompress(byte* source, int sourceLength, byte* target, int targetLength)
    {
        if (DecompressUpTo(source, sourceLength, target, targetLength) != targetLength) throw new InvalidDataException("A zstd page is corrupt.");
    }

    /// <summary>Decompresses to a target with so much room; returns the length, -1 where the data are no zstd or too long.</summary>
    public static int DecompressUpTo(byte* source, int sourceLength, byte* target, int capacity)
    {
        var library = Library.Loaded;
        var context = _decompression ??= new Context(library.CreateDCtx(), library.FreeDCtx);
        var size = library.Decompress(context.Handle, target, (nuint)capacity, source, (nuint)sourceLength);
        return library.IsError(size) != 0 ? -1 : (int)size;
    }

    public int MaxCompressedLength(int sourceLength) => checked((int)Library.Loaded.Bound((nuint)sourceLength));

    public int Compress(byte* source, int sourceLength, byte* target, int targetCapacity)
    {
        var library = Library.Loaded;
        var context = _compression ??= new Context(library.CreateCCtx(), library.FreeCCtx);
        var size = library.Compress(context.Handle, target, (nuint)targetCapacity, source, (nuint)sourceLength, level);
        if (library.IsError(size) != 0) throw new InvalidOperationException("zstd refused to compress a page.");
        return (int)size;
    }

    /// <summary>A thread's zstd context, freed with the thread.</summary>
    private sealed class Context(nint handle, delegate* unmanaged<nint, nuint> free)
    {
        public nint Handle => handle;
        ~Context() => free(handle);
    }

    /// <summary>The entry points of libzstd.</summary>
    private sealed class Library
    {
        private static readonly string[] Names = ["libzstd.so.1", "libzstd.so", "libzstd.1.dylib", "libzstd.dylib", "libzstd.dll", "zstd.dll"];
        private static readonly Lazy<Library?> Instance = new(Load);

        public required delegate* unmanaged<nint> CreateDCtx { get; init; }
        public required delegate* unmanaged<nint> CreateCCtx { get; init; }
        public required delegate* unmanaged<nint, nuint> FreeDCtx { get; init; }
        public required delegate* unmanaged<nint, nuint> FreeCCtx { get; init; }
        public required delegate* unmanaged<nint, byte*, nuint, byte*, nuint, nuint> Decompress { get; init; }
        public required delegate* unmanaged<nint, byte*, nuint, byte*, nuint, int, nuint> Compress { get; init; }
        public required delegate* unmanaged<nuint, nuint> Bound { get; init; }
        public required delegate* unmanaged<nuint, uint> IsError { get; init; }

        public static Library Loaded => Instance.Value ?? throw new InvalidDataException("The data is compressed with zstd, and the system's libzstd (version 1) is not installed.");

        private static Library? Load()
        {
            foreach (var name in Names)
            {
                if (!NativeLibrary.TryLoad(name, out var library)) continue;
                return new Library
                {
                    CreateDCtx = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "ZSTD_createDCtx"),
                    CreateCCtx = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "ZSTD_createCCtx"),
                    FreeDCtx = (delegate* unmanaged<nint, nuint>)NativeLibrary.GetExport(library, "ZSTD_freeDCtx"),
                    FreeCCtx = (delegate* unmanaged<nint, nuint>)NativeLibrary.GetExport(library, "ZSTD_freeCCtx"),
                    Decompress = (delegate* unmanaged<nint, byte*, nuint, byte*, nuint, nuint>)NativeLibrary.GetExport(library, "ZSTD_decompressDCtx"),
                    Compress = (delegate* unmanaged<nint, byte*, nuint, byte*, nuint, int, nuint>)NativeLibrary.GetExport(library, "ZSTD_compressCCtx"),
                    Bound = (delegate* unmanaged<nuint, nuint>)NativeLibrary.GetExport(library, "ZSTD_compressBound"),
                    IsError = (delegate* unmanaged<nuint, uint>)NativeLibrary.GetExport(library, "ZSTD_isError"),
                };
            }
            return null;
        }
    }
}
