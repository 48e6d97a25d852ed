using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Operators;

/// <summary>Passes on the rows for which a condition is true.</summary>
sealed record FilterExec(Expression Condition, PhysicalPlan Child) : UnaryExec(Child)
{
    public override string Describe() => $"Filter {Condition}";

    public override BatchIterator Execute(int partition, TaskExecution task)
        => new Iterator(Child.Execute(partition, task), new FilterEvaluator(BindReferences.Bind(Condition, Child.Output), task.Evaluation));

    private sealed class Iterator(BatchIterator input, FilterEvaluator filter) : BatchIterator
    {
        public override ColumnarBatch? Next()
        {
            while (input.Next() is { } batch)
            {
                var selection = filter.Evaluate(batch, batch.Selection);
                if (selection.Count == 0) continue;
                batch.SetRows(batch.RowCount, selection);
                return batch;
            }
            return null;
        }

        public override void Dispose() => input.Dispose();
    }
}
