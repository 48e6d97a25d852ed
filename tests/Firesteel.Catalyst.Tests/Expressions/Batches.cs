using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Tests.Expressions;

/// <summary>How test data is laid out in vectors.</summary>
public enum Layout { Flat, Dictionary, FlatSparse }

/// <summary>Makes batches of literal values, and reads results back.</summary>
sealed class Batches : IDisposable
{

    public MemoryAllocator Allocator { get; } = new(MemoryManager.Process, "test");

    public EvaluationContext Context => field ??= new EvaluationContext(Allocator) { TimeZone = "America/Los_Angeles" };

    public ColumnVector Column(DataType type, IReadOnlyList<object?> values, Layout layout)
    {
        var vector = new ColumnVector(type, Allocator);
        if (layout != Layout.Dictionary || type is ArrayType or MapType or StructType or NullType)
        {
            vector.Reset(values.Count);
            for (var i = 0; i < values.Count; i++) LiteralVectors.Write(vector, i, values[i]);
            return vector;
        }
        var entries = values.Where(v => v != null).Distinct().ToList();
        var dictionary = new ColumnVector(type, Allocator);
        dictionary.Reset(Math.Max(1, entries.Count));
        for (var i = 0; i < entries.Count; i++) LiteralVectors.Write(dictionary, i, entries[i]);
        dictionary.Count = entries.Count;
        unsafe
        {
            byte* nulls = null;
            if (values.Contains(null))
            {
                nulls = Allocator.Allocate(values.Count).Pointer;
                for (var i = 0; i < values.Count; i++) nulls[i] = values[i] == null ? (byte)1 : (byte)0;
            }
            var codes = vector.StartCodes(dictionary, values.Count, nulls);
            for (var i = 0; i < values.Count; i++) codes[i] = values[i] == null ? 0 : entries.IndexOf(values[i]);
        }
        return vector;
    }

    /// <summary>A sparse batch has a row of rubbish before each real one.</summary>
    public unsafe ColumnarBatch Batch(IReadOnlyList<DataType> types, IReadOnlyList<object?[]> rows, Layout layout, Func<int, object?>? rubbish = null)
    {
        var sparse = layout == Layout.FlatSparse;
        var all = sparse ? rows.SelectMany(r => new[] { types.Select((_, i) => rubbish?.Invoke(i)).ToArray(), r }).ToList() : rows.ToList();
        var batch = new ColumnarBatch(types.Select((t, i) => Column(t, all.Select(r => r[i]).ToList(), layout)).ToArray());
        if (!sparse) { batch.SetRows(rows.Count); return batch; }
        var indices = (ushort*)Allocator.Allocate(rows.Count * 2 + 2).Pointer;
        for (var i = 0; i < rows.Count; i++) indices[i] = (ushort)(2 * i + 1);
        batch.SetRows(all.Count, new Selection(indices, rows.Count));
        return batch;
    }

    /// <summary>The values of an expression over rows, computed in batches of a size.</summary>
    public List<object?> Evaluate(Expression bound, IReadOnlyList<DataType> types, IReadOnlyList<object?[]> rows, Layout layout, int batchSize)
    {
        var evaluator = ExpressionCompiler.CompileAll([bound], Context);
        var results = new List<object?>();
        foreach (var chunk in rows.Chunk(batchSize))
        {
            var batch = Batch(types, chunk, layout);
            var result = evaluator.Evaluate(batch, batch.Selection)[0];
            for (var k = 0; k < batch.Selection.Count; k++) results.Add(LiteralVectors.Read(result, batch.Selection[k]));
        }
        return results;
    }

    public void Dispose()
    {
        Context.Dispose();
        Allocator.Dispose();
    }
}
