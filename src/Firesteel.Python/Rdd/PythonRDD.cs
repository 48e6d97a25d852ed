using Firesteel.Core.Scheduler;
using Firesteel.Foundation.Collections;
using Firesteel.Python.Workers;
using Firesteel.Sql.Execution.Python;

namespace Firesteel.Python.Rdd;

/// <summary>What a Python function makes of each partition of another RDD: the frames that its worker writes, whatever is in them.</summary>
sealed class PythonRDD<T> : RDD<byte[]>
{
    private readonly RDD<T> _parent;
    private readonly PythonFunction _function;
    private readonly PythonAccumulator? _accumulator;

    private readonly bool _startsBarrier;

    public PythonRDD(RDD<T> parent, PythonFunction function, bool preservesPartitioning, bool startsBarrier) : base(parent.SparkContext)
    {
        (_parent, _function, _accumulator) = (parent, function, PythonAccumulator.Find(function.AccumulatorId));
        _startsBarrier = startsBarrier;
        if (preservesPartitioning) SetPartitioner(parent.Partitioner);
    }

    internal override int PartitionCount => _parent.GetNumPartitions();

    internal override bool StartsBarrier => _startsBarrier;

    private protected override IReadOnlyList<Dependency> GetDependencies() => [new OneToOneDependency(_parent)];

    internal override IEnumerable<byte[]> Compute(int partition, TaskContext context)
    {
        // What is cached below is read by this thread or by the worker's, never by both.
        var task = new PythonTask([_function], PythonEvalType.NonUdf, ValueMap.Empty, ValueMap.Empty, null) { Partition = partition };
        using var input = new RddInput<T>(() => _parent.Iterate(partition, context));
        using var output = PythonWorkers.Current.Run(task, input, context);
        while (output.NextFrame(out var frame)) yield return frame.ToArray();
    }
}

/// <summary>The items of a partition as a worker's input.</summary>
sealed class RddInput<T>(Func<IEnumerable<T>> open) : IPythonInput, IDisposable
{
    // Small items come many to a call.
    private const int ItemsPerCall = 64;

    private IEnumerator<T>? _items;
    private PythonWriter? _writer;

    public bool WriteNext(Stream output)
    {
        _items ??= open().GetEnumerator();
        _writer ??= new PythonWriter(output);
        for (var i = 0; i < ItemsPerCall; i++)
        {
            if (!_items.MoveNext())
            {
                _writer.WriteInt(SpecialLength.EndOfDataSection);
                return false;
            }
            ItemWriter<T>.Instance.Write(_writer, _items.Current);
        }
        return true;
    }

    public void Dispose() => _items?.Dispose();
}
