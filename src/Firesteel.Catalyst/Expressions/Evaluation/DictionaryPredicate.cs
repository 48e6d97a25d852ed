using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>A condition on one column: where that is a dictionary the entries are tested once, and rows by their code.</summary>
sealed unsafe class DictionaryPredicate(Predicate inner, BoundReference column, EvaluationContext context) : BufferedPredicate(context)
{
    private byte[] _passes = [];
    private bool _nullPasses;
    private ColumnVector? _dictionary;
    private long _version;
    private ColumnarBatch? _entryBatch;
    private ColumnVector? _slice;
    private ColumnVector? _nullEntry;

    public override Selection Select(ColumnarBatch batch, Selection selection)
    {
        var vector = batch.Columns[column.Ordinal];
        if (vector.Encoding != VectorEncoding.Dictionary) return inner.Select(batch, selection);
        var dictionary = vector.Dictionary!;
        if (!ReferenceEquals(dictionary, _dictionary) || dictionary.Version != _version)
        {
            if (dictionary.Count == 0 || dictionary.Count > Math.Max(1024, 4 * selection.Count)) return inner.Select(batch, selection);
            TestEntries(batch, dictionary);
        }
        var output = Buffer.Rows(batch.RowCount);
        return new Selection(output, vector.HasNulls ? WithNulls(vector, selection, output) : WithoutNulls(vector, selection, output));
    }

    private int WithoutNulls(ColumnVector vector, Selection selection, ushort* output)
    {
        var codes = vector.Codes;
        var count = 0;
        fixed (byte* passes = _passes)
            if (selection.IsDense)
                for (var i = 0; i < selection.Count; i++)
                {
                    output[count] = (ushort)i;
                    count += passes[codes[i]];
                }
            else
                for (var k = 0; k < selection.Count; k++)
                {
                    var row = selection.Indices[k];
                    output[count] = row;
                    count += passes[codes[row]];
                }
        return count;
    }

    private int WithNulls(ColumnVector vector, Selection selection, ushort* output)
    {
        var count = 0;
        var nullPasses = _nullPasses ? 1 : 0;
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            output[count] = (ushort)row;
            count += vector.Nulls[row] != 0 ? nullPasses : _passes[vector.Codes[row]];
        }
        return count;
    }

    // Entries are tested in slices, since a selection counts in 16 bits.
    private void TestEntries(ColumnarBatch batch, ColumnVector dictionary)
    {
        _entryBatch ??= new ColumnarBatch(new ColumnVector[batch.Columns.Length]);
        if (_passes.Length < dictionary.Count) _passes = new byte[dictionary.Count];
        Array.Clear(_passes);
        var slice = _slice ??= Context.Own(new ColumnVector(column.Type, Context.Allocator));
        for (var start = 0; start < dictionary.Count; start += ColumnarBatch.MaxRows)
        {
            var rows = Math.Min(ColumnarBatch.MaxRows, dictionary.Count - start);
            slice.Reference(dictionary);
            if (start > 0) slice.PointAt(dictionary.Data + (long)start * dictionary.ElementSize, null);
            _entryBatch.Columns[column.Ordinal] = slice;
            _entryBatch.SetRows(rows);
            var passed = inner.Select(_entryBatch, new Selection(rows));
            for (var k = 0; k < passed.Count; k++) _passes[start + passed[k]] = 1;
        }
        if (_nullEntry == null)
        {
            _nullEntry = Context.Own(new ColumnVector(column.Type, Context.Allocator));
            LiteralVectors.Fill(_nullEntry, null);
        }
        _entryBatch.Columns[column.Ordinal] = _nullEntry;
        _entryBatch.SetRows(1);
        _nullPasses = inner.Select(_entryBatch, new Selection(1)).Count > 0;
        (_dictionary, _version) = (dictionary, dictionary.Version);
    }
}
