using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Sorting;

/// <summary>
/// How rows that are being sorted are kept: their own columns, then one for each key that is not one of these, so that keys are
/// computed once.
/// </summary>
sealed class SortLayout
{
    private readonly ProjectionEvaluator? _computed;

    public SortLayout(ValueList<SortOrder> order, ValueList<AttributeReference> input, TaskExecution task)
    {
        var fields = input.Select(a => new StructField(a.Name, a.DataType, a.Nullable)).ToList();
        var computed = new List<Expression>();
        KeyOrdinals = new int[order.Count];
        for (var i = 0; i < KeyOrdinals.Length; i++)
        {
            var bound = BindReferences.Bind(order[i].Child, input);
            if (bound is BoundReference reference)
            {
                KeyOrdinals[i] = reference.Ordinal;
                continue;
            }
            KeyOrdinals[i] = fields.Count;
            fields.Add(new StructField($"key{i}", bound.DataType, bound.Nullable));
            computed.Add(bound);
        }
        if (computed.Count > 0) _computed = ExpressionCompiler.CompileAll(computed, task.Evaluation);
        OutputCount = input.Count;
        Stored = new StructType(fields);
        Directions = [.. order.Select(o => new SortDirection(o.Ascending, o.NullsFirst))];
        Comparer = new RowComparer(Directions);
    }

    private SortLayout(SortLayout layout, StructType stored, int[] keyOrdinals)
    {
        Stored = stored;
        OutputCount = stored.Count;
        KeyOrdinals = keyOrdinals;
        Directions = layout.Directions;
        Comparer = layout.Comparer;
    }

    /// <summary>The layout of rows that are nothing but keys.</summary>
    public SortLayout OfKeys() => new(this, KeySchema, [.. Enumerable.Range(0, KeyOrdinals.Length)]);

    /// <summary>The layout of the same rows whose computed keys come out too.</summary>
    public SortLayout Whole() => new(this, Stored, KeyOrdinals);

    /// <summary>Columns as they are kept.</summary>
    public StructType Stored { get; }

    /// <summary>How many of them, from the first, come out again.</summary>
    public int OutputCount { get; }

    public int[] KeyOrdinals { get; }
    public SortDirection[] Directions { get; }
    public RowComparer Comparer { get; }

    /// <summary>Whether the first key may be null: what decides about <see cref="SortPrefix"/> where runs are merged.</summary>
    public bool PrefixHasNulls => Stored[KeyOrdinals[0]].Nullable;

    /// <summary>The columns of a batch as they are kept.</summary>
    public ColumnVector[] Columns(ColumnarBatch batch) => _computed == null ? batch.Columns : [.. batch.Columns, .. _computed.Evaluate(batch, batch.Selection)];

    /// <summary>The key columns among kept ones.</summary>
    public ColumnVector[] Keys(ColumnVector[] stored) => [.. KeyOrdinals.Select(o => stored[o])];

    /// <summary>The types of the keys.</summary>
    public StructType KeySchema => new(KeyOrdinals.Select(o => Stored[o]));
}
