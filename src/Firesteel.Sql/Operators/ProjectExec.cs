using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Operators;

/// <summary>Computes a select list.</summary>
sealed record ProjectExec(ValueList<Expression> List, PhysicalPlan Child) : UnaryExec(Child)
{
    public override ValueList<AttributeReference> Output => new(List.Select(e => ((INamedExpression)e).ToAttribute()));
    public override Partitioning OutputPartitioning => PartitioningRenames.Through(Child.OutputPartitioning, List);
    public override ValueList<SortOrder> OutputOrdering => PartitioningRenames.Through(Child.OutputOrdering, List);
    public override string Describe() => $"Project [{string.Join(", ", List)}]";

    public override BatchIterator Execute(int partition, TaskExecution task)
    {
        var bound = List.Select(e => BindReferences.Bind(e, Child.Output)).ToArray();
        return new Iterator(Child.Execute(partition, task), ExpressionCompiler.CompileAll(bound, task.Evaluation));
    }

    private sealed class Iterator(BatchIterator input, ProjectionEvaluator list) : BatchIterator
    {
        public override ColumnarBatch? Next()
        {
            if (input.Next() is not { } batch) return null;
            var output = new ColumnarBatch(list.Evaluate(batch, batch.Selection));
            output.SetRows(batch.RowCount, batch.Selection);
            return output;
        }

        public override void Dispose() => input.Dispose();
    }
}
