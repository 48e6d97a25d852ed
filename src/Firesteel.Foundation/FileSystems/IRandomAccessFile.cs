namespace Firesteel.Foundation.FileSystems;

/// <summary>An open file that is read at given positions. Thread-safe.</summary>
interface IRandomAccessFile : IDisposable
{
    /// <summary>Path as it is named in errors.</summary>
    string Path { get; }

    long Length { get; }

    /// <summary>Fills the whole span from <paramref name="offset"/>.</summary>
    /// <exception cref="SparkException">FAILED_READ_FILE.NO_HINT when the file ends before or cannot be read.</exception>
    void Read(long offset, Span<byte> target);
}
