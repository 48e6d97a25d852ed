using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Plans;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Execution.Remote;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Operators;

/// <summary>Rows at hand: VALUES, collections of a program, one row without columns.</summary>
sealed record LocalTableScanExec(ValueList<AttributeReference> Columns, ILocalRows Rows) : LeafExec
{
    public override ValueList<AttributeReference> Output => Columns;
    public override int PartitionCount => Rows.PartCount;
    public override Partitioning OutputPartitioning => PartitionCount == 1 ? Partitioning.Single : Partitioning.Unknown(PartitionCount);
    public override string Describe() => Rows.Count == 0 ? $"LocalTableScan <empty>, [{string.Join(", ", Columns)}]" : $"LocalTableScan [{string.Join(", ", Columns)}]";

    public override BatchIterator Execute(int partition, TaskExecution task) => Rows switch
    {
        LiteralRows literals => new LiteralIterator(literals, this, task),
        RowBufferRows buffered => new BufferIterator(buffered.Buffer),
        PartitionedRows parts => new BufferIterator(parts.Parts[partition]),
        FetchedRows rows => Fetch(rows, partition, task),
        _ => throw new InvalidOperationException($"Unknown rows {Rows.GetType().Name}."),
    };

    // Once a process: the rows stay with it as long as they have a place, in memory or on disk.
    private SourceIterator Fetch(FetchedRows rows, int partition, TaskExecution task)
    {
        var blocks = task.Context?.Blocks ?? throw new InvalidOperationException("A process without blocks runs no tasks of others.");
        var source = blocks.ReadColumns($"{rows.Prefix}{partition}", StorageLevel.MemoryAndDisk, Schema, [.. Enumerable.Range(0, Columns.Count)], task.Memory, null, () => new PartFetcher(rows, partition, Schema, blocks, task), tell: false);
        return new SourceIterator(source, task);
    }

    private sealed class LiteralIterator(LiteralRows rows, LocalTableScanExec plan, TaskExecution task) : BatchIterator
    {
        private readonly ColumnarBatch _batch = ColumnarBatch.Allocate(plan.Schema, task.Memory, 0);
        private int _next;

        public override ColumnarBatch? Next()
        {
            var count = Math.Min(rows.Rows.Count - _next, task.Settings.BatchRows);
            if (count <= 0) return null;
            _batch.Reset(count);
            for (var c = 0; c < _batch.Columns.Length; c++)
                for (var i = 0; i < count; i++) LiteralVectors.Write(_batch.Columns[c], i, rows.Rows[_next + i][c]);
            _batch.SetRows(count);
            _next += count;
            return _batch;
        }
    }
}

/// <summary>Rows of a collected result or of a program's data, as a local relation.</summary>
sealed record RowBufferRows(RowBuffer Buffer) : ILocalRows
{
    public long Count => Buffer.Count;
}

/// <summary>Rows that lie in several parts, each a partition. The owner keeps their memory as long as a plan refers to it.</summary>
sealed record PartitionedRows(IReadOnlyList<RowBuffer> Parts, object Owner) : ILocalRows
{
    public long Count => Parts.Sum(p => p.Count);
    public int PartCount => Math.Max(1, Parts.Count);
    public bool Equals(PartitionedRows? other) => other is not null && ReferenceEquals(Parts, other.Parts);
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Parts);
}

/// <summary>Rows that lie with the driver, as its executors see them.</summary>
sealed record FetchedRows(string Prefix, long Count, ValueList<FetchedPart> Parts) : ILocalRows
{
    public int PartCount => Math.Max(1, Parts.Count);
}

/// <summary>Reads a row buffer chunk by chunk, sharing its memory.</summary>
sealed class BufferIterator(RowBuffer buffer) : BatchIterator
{
    private int _next;

    public override ColumnarBatch? Next()
    {
        if (_next == buffer.Chunks.Count) return null;
        var chunk = buffer.Chunks[_next++];
        // A batch of its own over the shared vectors: those above may narrow its selection.
        var batch = new ColumnarBatch(chunk.Columns);
        batch.SetRows(chunk.RowCount);
        return batch;
    }
}
