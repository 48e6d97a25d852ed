using Firesteel.Columnar.Vectors;

namespace Firesteel.Formats;

/// <summary>Writes batches in a format of columns to a sink that is the caller's to close.</summary>
interface IBatchWriter : IDisposable
{
    void Write(ColumnarBatch batch);

    /// <summary>Writes what is left and the footer, without which the file cannot be read.</summary>
    void Close();
}
