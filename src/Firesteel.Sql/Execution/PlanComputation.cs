using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Storage;
using Firesteel.Sql.Exchange;
using Firesteel.Sql.Execution.Python;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Execution;

/// <summary>The tasks of a stage whose operators are a plan: what the scheduler runs for SQL.</summary>
abstract class PlanComputation(PhysicalPlan plan, QuerySettings settings) : StageComputation
{
    private readonly IReadOnlyList<ShuffleDependency> _dependencies = PlanShuffles.Of(plan);

    public PhysicalPlan Plan => plan;
    public QuerySettings Settings => settings;
    public override int PartitionCount => plan.PartitionCount;
    public override IReadOnlyList<ShuffleDependency> ShuffleDependencies => _dependencies;
    public override IReadOnlyList<Core.Metrics.AccumulatorV2> Accumulators =>
        [.. PythonAccumulator.Of(plan.CollectEverywhere<Operators.Python.IRunsPython>().SelectMany(p => p.Functions)), .. MetricsAccumulator.Of(plan)];
    public override bool OneWorkerPerPartition => plan.OneWorkerPerPartition;

    public override Determinism Determinism => plan.CollectEverywhere<Operators.RddScanExec>().Select(s => s.Source.Determinism).DefaultIfEmpty(Determinism.Determinate).Max();

    /// <summary>Where blocks are; set on the driver, where a plan reads some.</summary>
    public BlockDirectory? Blocks { get; init; }

    public override IReadOnlyList<string> PreferredLocations(int partition) => Blocks is null ? [] : plan.PreferredLocations(partition, Blocks);

    public override object? RunTask(int partition, TaskContext context)
    {
        using var task = new TaskExecution(settings, partition, context);
        using var rows = plan.Execute(partition, task);
        return Run(rows, partition, task);
    }

    protected abstract object? Run(BatchIterator rows, int partition, TaskExecution task);
}

/// <summary>The map side of an exchange.</summary>
sealed class MapComputation(ShuffleExchangeExec exchange, QuerySettings settings) : PlanComputation(exchange.Child, settings)
{
    public ShuffleExchangeExec Exchange => exchange;

    protected override object? Run(BatchIterator rows, int partition, TaskExecution task)
    {
        if (exchange.Target is RangePartitioning { Bounds: null } range) return SortedMapWriter.Write(rows, range, exchange.Child, task);
        var partitioner = RowPartitioner.Create(exchange.Target, exchange.Child.Output, partition, task);
        var writer = new MapOutputWriter(exchange.Child.Schema, exchange.Target.Count, Settings);
        try
        {
            while (rows.Next() is { } batch) writer.Write(batch, partitioner.Partition(batch));
            return writer.Finish();
        }
        catch
        {
            writer.Abort();
            throw;
        }
    }
}

/// <summary>Takes in the rows of one task and gives its result. A record, so that it can be sent to where the task runs.</summary>
abstract record TaskSink
{
    public abstract object? Run(BatchIterator rows, int partition, TaskExecution task);
}

/// <summary>Tasks whose rows go into a sink.</summary>
sealed class ResultComputation(PhysicalPlan plan, QuerySettings settings, TaskSink sink) : PlanComputation(plan, settings)
{
    public TaskSink Sink => sink;

    protected override object? Run(BatchIterator rows, int partition, TaskExecution task) => sink.Run(rows, partition, task);
}
