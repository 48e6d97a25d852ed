using Firesteel.Columnar.Vectors;
using Firesteel.Formats;
using Firesteel.Foundation.FileSystems;

namespace Firesteel.Sql.DataSources;

/// <summary>Writes batches to a file by the writer of a format.</summary>
sealed class BatchFileWriter : IFileWriter
{
    private readonly Stream _stream;
    private readonly IBatchWriter _writer;

    /// <param name="start">Makes the writer; the stream is closed where it fails.</param>
    public BatchFileWriter(string path, Func<Stream, IBatchWriter> start)
    {
        var (system, local) = FileSystemRegistry.Resolve(path);
        _stream = system.Create(local, overwrite: false);
        try
        {
            _writer = start(_stream);
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    public void Write(ColumnarBatch batch) => _writer.Write(batch);

    public void Close()
    {
        _writer.Close();
        _stream.Dispose();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _stream.Dispose();
    }
}
