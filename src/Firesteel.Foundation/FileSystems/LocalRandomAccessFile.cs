using Microsoft.Win32.SafeHandles;

namespace Firesteel.Foundation.FileSystems;

/// <summary>A local file read by position (pread): a truncated file gives an error, where a mapped one would end the process.</summary>
sealed class LocalRandomAccessFile : IRandomAccessFile
{
    private readonly SafeFileHandle _handle;

    public LocalRandomAccessFile(string path)
    {
        Path = path;
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Length = RandomAccess.GetLength(_handle);
    }

    public string Path { get; }
    public long Length { get; }

    public void Read(long offset, Span<byte> target)
    {
        while (target.Length > 0)
        {
            var read = RandomAccess.Read(_handle, target, offset);
            if (read == 0) throw new SparkException("FAILED_READ_FILE.NO_HINT", new Dictionary<string, string> { ["path"] = Path }, cause: new EndOfStreamException($"The file ends at {offset}."));
            offset += read;
            target = target[read..];
        }
    }

    public void Dispose() => _handle.Dispose();
}
