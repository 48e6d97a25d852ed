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

    private sealed class Iterator(BatchIterator input, Evaluator[] evaluators) : BatchIterator
    {
        private readonly ColumnVector[] _columns = new ColumnVector[evaluators.Length];

        public override ColumnarBatch? Next()
        {
            if (input.Next() is not { } batch) return null;
            for (var i = 0; i < evaluators.Length; i++) _columns[i] = evaluators[i].Evaluate(batch, batch.Selection);
            var output = new ColumnarBatch(_columns);
            output.SetRows(batch.RowCount, batch.Selection);
            return output;
        }

        public override void Dispose() => input.Dispose();
    }
}
