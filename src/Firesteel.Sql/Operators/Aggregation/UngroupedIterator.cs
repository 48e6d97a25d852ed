using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Aggregation;

/// <summary>Aggregation without keys: one row, also over no input.</summary>
sealed unsafe class UngroupedIterator(HashAggregateExec plan, BatchIterator input, TaskExecution task) : BatchIterator
{
    private bool _done;

    public override ColumnarBatch? Next()
    {
        if (_done) return null;
        _done = true;
        var inputs = new AggregateInputs(plan.Items, plan.Child.Output, task);
        using var store = new AggregateStore(task.Memory);
        using var buffer = task.Memory.Allocate(Math.Max(8, inputs.StateSize));
        var state = buffer.Pointer;
        inputs.Initialize(state);
        while (input.Next() is { } batch) inputs.ConsumeAll(batch, state, store);
        var schema = new StructType(AggregateInputs.OutputColumns(plan.Items).Select(a => new StructField(a.Name, a.DataType, a.Nullable)));
        var output = ColumnarBatch.Allocate(schema, task.Memory, 1);
        output.Reset(1);
        inputs.Write(&state, 1, output.Columns, 0, store);
        output.SetRows(1);
        return plan.ResultList == null ? output : ResultProjection.Create(plan, task).Apply(output);
    }

    public override void Dispose() => input.Dispose();
}

/// <summary>Evaluates an aggregation's result list over keys and values.</summary>
sealed class ResultProjection(ProjectionEvaluator evaluator)
{
    public static ResultProjection Create(HashAggregateExec plan, TaskExecution task)
    {
        Foundation.Collections.ValueList<AttributeReference> columns = [.. plan.Keys, .. AggregateInputs.OutputColumns(plan.Items)];
        return new ResultProjection(ExpressionCompiler.CompileAll([.. plan.ResultList!.Select(e => BindReferences.Bind(e, columns))], task.Evaluation));
    }

    public ColumnarBatch Apply(ColumnarBatch groups)
    {
        var batch = new ColumnarBatch(evaluator.Evaluate(groups, groups.Selection));
        batch.SetRows(groups.RowCount, groups.Selection);
        return batch;
    }
}
