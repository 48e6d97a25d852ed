using Firesteel.Columnar.Vectors;

namespace Firesteel.Core.Storage;

/// <summary>Batches of rows, one at a time; a batch is valid until the next is asked for.</summary>
interface IBatchSource : IDisposable
{
    /// <summary>The next batch; null at the end.</summary>
    ColumnarBatch? Next();
}
