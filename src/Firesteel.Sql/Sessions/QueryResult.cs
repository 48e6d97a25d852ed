using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Sql.Sessions;

/// <summary>The rows of a finished query, in order, owned by whoever holds it.</summary>
sealed class QueryResult(StructType schema, IReadOnlyList<RowBuffer> parts, IReadOnlyList<MemoryAllocator> memory) : IDisposable
{
    public StructType Schema => schema;
    public IReadOnlyList<RowBuffer> Parts => parts;
    public long RowCount => parts.Sum(p => p.Count);
    public IEnumerable<ColumnarBatch> Batches => parts.SelectMany(p => p.Chunks);

    public void Dispose()
    {
        foreach (var allocator in memory) allocator.Dispose();
    }
}
