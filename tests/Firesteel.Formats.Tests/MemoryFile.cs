using Firesteel.Foundation.FileSystems;

namespace Firesteel.Formats.Tests;

/// <summary>A file that is an array of bytes.</summary>
sealed class MemoryFile(byte[] bytes, string path = "memory") : IRandomAccessFile
{
    public string Path => path;
    public long Length => bytes.Length;

    public void Read(long offset, Span<byte> target)
    {
        if (offset < 0 || offset + target.Length > bytes.Length)
            throw new SparkException("FAILED_READ_FILE.NO_HINT", new Dictionary<string, string> { ["path"] = path });
        bytes.AsSpan((int)offset, target.Length).CopyTo(target);
    }

    public void Dispose() { }
}
