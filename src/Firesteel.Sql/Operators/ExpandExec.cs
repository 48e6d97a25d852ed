using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Operators;

/// <summary>Several output rows for every input row, one a projection: what grouping sets are made of.</summary>
sealed record ExpandExec(ValueList<ValueList<Expression>> Projections, ValueList<AttributeReference> Columns, PhysicalPlan Child) : UnaryExec(Child)
{
    public override ValueList<AttributeReference> Output => Columns;
    public override Partitioning OutputPartitioning => Partitioning.Unknown(PartitionCount);
    public override ValueList<SortOrder> OutputOrdering => [];
    public override string Describe() => $"Expand [{string.Join(", ", Projections)}], [{string.Join(", ", Columns)}]";

    public override BatchIterator Execute(int partition, TaskExecution task)
        => new Iterator(Child.Execute(partition, task), [.. Projections.Select(p => ExpressionCompiler.CompileAll([.. p.Select(e => BindReferences.Bind(e, Child.Output))], task.Evaluation))]);

    // Each batch passes once for each projection.
    private sealed class Iterator(BatchIterator input, ProjectionEvaluator[] projections) : BatchIterator
    {
        private ColumnarBatch? _batch;
        private int _projection;

        public override ColumnarBatch? Next()
        {
            if (_batch == null || _projection == projections.Length)
            {
                _batch = input.Next();
                _projection = 0;
                if (_batch == null) return null;
            }
            var output = new ColumnarBatch(projections[_projection++].Evaluate(_batch, _batch.Selection));
            output.SetRows(_batch.RowCount, _batch.Selection);
            return output;
        }

        public override void Dispose() => input.Dispose();
    }
}
