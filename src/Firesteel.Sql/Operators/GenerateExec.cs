using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Plans;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Operators;

/// <summary>Joins every row with the rows that a generator gives for it.</summary>
sealed record GenerateExec(GeneratorCall Generator, bool IsOuter, ValueList<int> Unrequired, ValueList<AttributeReference> Columns, PhysicalPlan Child) : UnaryExec(Child)
{
    public override ValueList<AttributeReference> Output => Columns;
    public override ValueList<SortOrder> OutputOrdering => [];
    public override Partitioning OutputPartitioning => Partitioning.Unknown(PartitionCount);
    public override string Describe() => $"Generate {Generator}, {(IsOuter ? "true" : "false")}, [{string.Join(", ", Columns)}]";
    public override BatchIterator Execute(int partition, TaskExecution task) => new Iterator(this, Child.Execute(partition, task), task);

    private sealed unsafe class Iterator : BatchIterator
    {
        private readonly GenerateExec _plan;
        private readonly BatchIterator _input;
        private readonly TaskExecution _task;
        private readonly ProjectionEvaluator _arguments;
        private readonly ColumnVector[] _values;
        private readonly ColumnVector[] _scratch;
        private readonly int[] _passed;
        private readonly ColumnVector[] _picked;
        private readonly ColumnVector[] _generated;
        private readonly ushort[] _rows;
        private ColumnarBatch? _batch;
        private int _place;
        private int _skip;

        public Iterator(GenerateExec plan, BatchIterator input, TaskExecution task)
        {
            (_plan, _input, _task) = (plan, input, task);
            _rows = task.Memory.BatchScratch<ushort>();
            _arguments = ExpressionCompiler.CompileAll([.. plan.Generator.Arguments.Select(a => BindReferences.Bind(a, plan.Child.Output))], task.Evaluation);
            _values = new ColumnVector[_arguments.Count];
            _scratch = [.. plan.Generator.Arguments.Select(a => new ColumnVector(a.DataType, task.Memory))];
            _passed = [.. Enumerable.Range(0, plan.Child.Output.Count).Where(i => !plan.Unrequired.Contains(i))];
            _picked = [.. _passed.Select(i => new ColumnVector(plan.Child.Output[i].DataType, task.Memory))];
            _generated = [.. plan.Generator.ElementSchema.Fields.Select(f => new ColumnVector(f.DataType, task.Memory))];
        }

        public override ColumnarBatch? Next()
        {
            while (true)
            {
                _task.ThrowIfCancelled();
                if (_batch == null && !Start()) return null;
                if (Fill() is { } output) return output;
                _batch = null;
            }
        }

        public override void Dispose() => _input.Dispose();

        private bool Start()
        {
            _batch = _input.Next();
            if (_batch == null) return false;
            var values = _arguments.Evaluate(_batch, _batch.Selection);
            for (var i = 0; i < _values.Length; i++)
            {
                var value = values[i];
                _values[i] = value.IsConstant ? value : VectorCopy.Flatten(value, _scratch[i], _batch.Selection, _batch.RowCount);
            }
            (_place, _skip) = (0, 0);
            return true;
        }

        private ColumnarBatch? Fill()
        {
            foreach (var column in _generated) column.Reset(_task.Settings.BatchRows);
            var count = 0;
            while (_place < _batch!.SelectedCount && count < _task.Settings.BatchRows)
            {
                var row = _batch.Selection[_place++];
                var made = _plan.Generator.Function.Generate(_plan.Generator, _values, row, _generated, count, _task.Evaluation);
                if (made == 0 && _plan.IsOuter)
                {
                    foreach (var column in _generated)
                    {
                        column.EnsureCapacity(count + 1);
                        column.SetNull(count);
                    }
                    made = 1;
                }
                if (count + made > ColumnarBatch.MaxRows)
                {
                    if (count > 0) { _place--; break; }
                    return Overflow(row, made);
                }
                _rows.AsSpan(count, made).Fill((ushort)row);
                count += made;
            }
            return count == 0 ? null : Emit(count, 0);
        }

        // One row that gives more rows than a batch holds goes out in pieces.
        private ColumnarBatch Overflow(int row, int made)
        {
            var count = Math.Min(_task.Settings.BatchRows, made - _skip);
            _rows.AsSpan(0, count).Fill((ushort)row);
            var output = Emit(count, _skip);
            _skip += count;
            if (_skip < made) _place--;
            else _skip = 0;
            return output;
        }

        private ColumnarBatch Emit(int count, int from)
        {
            fixed (ushort* rows = _rows)
                for (var i = 0; i < _picked.Length; i++) VectorGather.Gather(_batch!.Columns[_passed[i]], rows, count, _picked[i]);
            var generated = from == 0 ? _generated : [.. _generated.Select(g => VectorSlice.Of(g, from))];
            var output = new ColumnarBatch([.. _picked, .. generated]);
            output.SetRows(count);
            return output;
        }
    }
}
