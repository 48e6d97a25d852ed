using Firesteel.Catalyst.Expressions;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Operators;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Exchange;

/// <summary>A finished broadcast: all rows at hand, for every task of the stage above.</summary>
sealed record BroadcastStageExec(BroadcastExchangeExec Exchange, BroadcastRelation Relation) : LeafExec
{
    public override ValueList<AttributeReference> Output => Exchange.Output;
    public override int PartitionCount => 1;
    public override Partitioning OutputPartitioning => new BroadcastPartitioning();
    public override string Describe() => $"BroadcastQueryStage ({Relation.Rows.Count} rows)";
    public override BatchIterator Execute(int partition, TaskExecution task) => new BufferIterator(Relation.Rows);
}

/// <summary>The rows of a broadcast, and the hash tables over them that joins have asked for: each is built once, by the first task that needs it.</summary>
sealed class BroadcastRelation(RowBuffer rows, IReadOnlyList<MemoryAllocator> memory) : IDisposable
{
    private readonly Dictionary<object, object> _tables = [];

    public RowBuffer Rows => rows;

    /// <summary>What <paramref name="build"/> makes of the rows, made once for equal keys.</summary>
    public T GetOrBuild<T>(object key, Func<RowBuffer, T> build) where T : class
    {
        lock (_tables)
        {
            if (_tables.TryGetValue(key, out var known)) return (T)known;
            var built = build(rows);
            _tables[key] = built;
            return built;
        }
    }

    public void Dispose()
    {
        foreach (var table in _tables.Values) (table as IDisposable)?.Dispose();
        foreach (var allocator in memory) allocator.Dispose();
    }
}
