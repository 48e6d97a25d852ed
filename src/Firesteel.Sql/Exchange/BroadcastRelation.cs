using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.Exchange;

/// <summary>The rows of a broadcast, and what joins and scans have made of them: each is built once, by the first task that needs it.</summary>
sealed class BroadcastRelation(RowBuffer rows, IReadOnlyList<MemoryAllocator> memory) : IDisposable
{
    private readonly Dictionary<object, object> _built = [];

    public RowBuffer Rows => rows;

    /// <summary>Fetches the rows of a broadcast that other processes may hold.</summary>
    public static BroadcastRelation Receive(int shuffleId, StructType schema, TaskExecution task)
    {
        var memory = new MemoryAllocator(task.Settings.Memory, "broadcast");
        try
        {
            var rows = new RowBuffer(schema, memory);
            foreach (var block in task.Context!.ReadShuffle(shuffleId, 0))
            {
                using var part = task.NewPart();
                var batches = block.Local is ColumnarMapOutput output ? output.Read(0, 1, task.Settings.BatchRows, part.Memory) : RemoteBlocks.Read(block.Bytes, schema, part);
                foreach (var batch in batches) rows.Append(batch);
            }
            return new BroadcastRelation(rows, [memory]);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    /// <summary>What <paramref name="build"/> makes of the rows, made once for equal keys.</summary>
    public T GetOrBuild<T>(object key, Func<RowBuffer, T> build) where T : class
    {
        lock (_built)
        {
            if (_built.TryGetValue(key, out var known)) return (T)known;
            var built = build(rows);
            _built[key] = built;
            return built;
        }
    }

    public void Dispose()
    {
        foreach (var built in _built.Values) (built as IDisposable)?.Dispose();
        foreach (var allocator in memory) allocator.Dispose();
    }
}
