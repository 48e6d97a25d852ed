using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Text;
using Firesteel.Foundation.FileSystems;

namespace Firesteel.Sql.DataSources;

/// <summary>A file that one of the text formats' writers fills.</summary>
sealed class TextFileWriter(Action<ColumnarBatch> write, Action close, IDisposable writer) : IFileWriter
{
    /// <summary>A new file, compressed as the codec says.</summary>
    public static Stream Create(string path, string? codec)
    {
        var (system, local) = FileSystemRegistry.Resolve(path);
        return TextCompression.Wrap(system.Create(local, overwrite: false), codec);
    }

    public void Write(ColumnarBatch batch) => write(batch);

    public void Close()
    {
        close();
        writer.Dispose();
    }

    public void Dispose() => writer.Dispose();
}
