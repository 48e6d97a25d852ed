using Firesteel.Columnar.Vectors;

namespace Firesteel.Sql.Execution;

/// <summary>Batches of one partition, one at a time. A batch is valid until the next call. Used by one thread.</summary>
abstract class BatchIterator : Core.Storage.IBatchSource
{
    /// <summary>The next batch, never without rows; null at the end.</summary>
    public abstract ColumnarBatch? Next();

    public virtual void Dispose() { }
}

/// <summary>The batches of a source, until the task is cancelled.</summary>
sealed class SourceIterator(Core.Storage.IBatchSource source, TaskExecution task) : BatchIterator
{
    public override ColumnarBatch? Next()
    {
        task.ThrowIfCancelled();
        return source.Next();
    }

    public override void Dispose() => source.Dispose();
}

/// <summary>No rows.</summary>
sealed class EmptyIterator : BatchIterator
{
    public static readonly EmptyIterator Instance = new();
    public override ColumnarBatch? Next() => null;
}
