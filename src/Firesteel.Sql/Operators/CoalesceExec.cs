using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Operators;

/// <summary>Fewer partitions, by reading neighbours one after the other.</summary>
sealed record CoalesceExec(int Partitions, PhysicalPlan Child) : UnaryExec(Child)
{
    public override int PartitionCount => Math.Min(Partitions, Math.Max(1, Child.PartitionCount));
    public override Partitioning OutputPartitioning => PartitionCount == 1 ? Partitioning.Single : Partitioning.Unknown(PartitionCount);
    public override Foundation.Collections.ValueList<Catalyst.Expressions.SortOrder> OutputOrdering => [];
    public override string Describe() => $"Coalesce {Partitions}";

    public override BatchIterator Execute(int partition, TaskExecution task)
    {
        var (first, last) = ((int)((long)Child.PartitionCount * partition / PartitionCount), (int)((long)Child.PartitionCount * (partition + 1) / PartitionCount));
        return new ConcatIterator(Enumerable.Range(first, last - first).Select(p => (Func<BatchIterator>)(() => Child.Execute(p, task))));
    }
}

/// <summary>Several iterators one after the other, each started when the one before has ended.</summary>
sealed class ConcatIterator(IEnumerable<Func<BatchIterator>> inputs) : BatchIterator
{
    private readonly IEnumerator<Func<BatchIterator>> _inputs = inputs.GetEnumerator();
    private BatchIterator? _current;

    public override ColumnarBatch? Next()
    {
        while (true)
        {
            if (_current?.Next() is { } batch) return batch;
            _current?.Dispose();
            _current = null;
            if (!_inputs.MoveNext()) return null;
            _current = _inputs.Current();
        }
    }

    public override void Dispose()
    {
        _current?.Dispose();
        _inputs.Dispose();
    }
}
