using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions;
using Firesteel.Catalyst.Plans;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Execution.Remote;
using Firesteel.Sql.Operators.Aggregation;
using Firesteel.Sql.Planning;
using Firesteel.Types;

namespace Firesteel.Sql.Operators;

/// <summary>Passes rows on and aggregates them on the way; each task sends the partial state that it comes to at its end.</summary>
/// <param name="AccumulatorId">What the driver knows the states by.</param>
/// <param name="Items">The aggregate calls, partial.</param>
sealed record CollectMetricsExec(long AccumulatorId, ValueList<AggregateItem> Items, PhysicalPlan Child) : UnaryExec(Child)
{
    // Known to the driver only: fields do not travel.
    private ObservedRow? _target;
    private ValueList<Expression> _results = ValueList<Expression>.Empty;

    public override bool OneWorkerPerPartition => Child.OneWorkerPerPartition || Items.Any(i => i.Call.Function.IsOrderSensitive(i.Call));
    public override string Describe() => $"CollectMetrics [{string.Join(", ", Items.Select(i => i.Call))}]";
    public override BatchIterator Execute(int partition, TaskExecution task) => new Iterator(this, Child.Execute(partition, task), partition, task);

    public CollectMetricsExec For(ObservedRow target, ValueList<Expression> results) => this with { _target = target, _results = results };

    /// <summary>Tells the observer the values that the tasks' states come to.</summary>
    public void Tell(IReadOnlyList<byte[]> states, QuerySettings settings)
    {
        if (_target == null) return;
        using var task = new TaskExecution(settings, 0, null);
        var columns = new ValueList<AttributeReference>(AggregateInputs.OutputColumns(Items));
        var rows = new RowBuffer(SchemaOf(columns), task.Memory);
        foreach (var state in states)
        {
            using var input = new BinaryReader(new MemoryStream(state));
            foreach (var chunk in RowBlocks.Read(input, rows.Schema, task.Memory).Chunks) rows.Append(chunk);
        }
        var final = new HashAggregateExec([], Aggregations.In(Items, AggregateMode.Final), _results, Distribution.All, new LocalTableScanExec(columns, new RowBufferRows(rows)));
        using var values = final.Execute(0, task);
        var batch = values.Next()!;
        _target.Tell(new(final.Schema, [.. batch.Columns.Select(c => Catalyst.Expressions.Evaluation.LiteralVectors.Read(c, batch.Selection[0]))]));
    }

    private static StructType SchemaOf(IEnumerable<AttributeReference> columns) => new(columns.Select(c => new StructField(c.Name, c.DataType, c.Nullable)));

    private sealed unsafe class Iterator : BatchIterator
    {
        private readonly CollectMetricsExec _plan;
        private readonly BatchIterator _input;
        private readonly int _partition;
        private readonly TaskExecution _task;
        private readonly AggregateInputs _inputs;
        private readonly AggregateStore _store;
        private readonly NativeBuffer _state;
        private bool _isWhole = true;
        private bool _isTold;

        public Iterator(CollectMetricsExec plan, BatchIterator input, int partition, TaskExecution task)
        {
            (_plan, _input, _partition, _task) = (plan, input, partition, task);
            _inputs = new AggregateInputs(plan.Items, plan.Child.Output, task);
            _store = new AggregateStore(task.Memory);
            _state = task.Memory.Allocate(Math.Max(8, _inputs.StateSize));
            _inputs.Initialize(_state.Pointer);
        }

        public override ColumnarBatch? Next()
        {
            // What fails on the way is not told.
            _isWhole = false;
            var batch = _input.Next();
            if (batch != null) _inputs.ConsumeAll(batch, _state.Pointer, _store);
            _isWhole = true;
            if (batch == null) Tell();
            return batch;
        }

        public override void Dispose()
        {
            try
            {
                if (_isWhole) Tell();
            }
            finally
            {
                _store.Dispose();
                _state.Dispose();
                _input.Dispose();
            }
        }

        // At the end of the rows, or where nobody wants more of them.
        private void Tell()
        {
            if (_isTold) return;
            _isTold = true;
            var schema = SchemaOf(AggregateInputs.OutputColumns(_plan.Items));
            var output = ColumnarBatch.Allocate(schema, _task.Memory, 1);
            output.Reset(1);
            var state = _state.Pointer;
            _inputs.Write(&state, 1, output.Columns, 0, _store);
            output.SetRows(1);
            using var memory = new MemoryAllocator(_task.Settings.Memory, "observed metrics");
            var rows = new RowBuffer(schema, memory);
            rows.Append(output);
            using var bytes = new MemoryStream();
            using var writer = new BinaryWriter(bytes);
            RowBlocks.Write(rows, writer);
            MetricsAccumulator.Add(_task.Context, _plan.AccumulatorId, _partition, bytes.ToArray());
        }
    }
}
