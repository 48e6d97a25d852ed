using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Sorting;

/// <summary>
/// Sorts row numbers by an order-preserving code of the first key; rows with equal codes are told apart by comparing the keys.
/// The sort is stable.
/// </summary>
sealed unsafe class SortIterator : BatchIterator
{
    private readonly BatchIterator _input;
    private readonly TaskExecution _task;
    private readonly SortExec _sort;
    private readonly SortDirection[] _directions;
    private readonly RowBuffer _rows;
    private readonly RowBuffer _keys;
    private readonly ProjectionEvaluator _keyEvaluators;
    private readonly ColumnarBatch _output;
    private Entry[]? _order;
    private int _count;
    private int _next;

    public SortIterator(SortExec sort, BatchIterator input, TaskExecution task)
    {
        (_sort, _input, _task) = (sort, input, task);
        _directions = [.. sort.Order.Select(o => new SortDirection(o.Ascending, o.NullsFirst))];
        _keyEvaluators = ExpressionCompiler.CompileAll([.. sort.Order.Select(o => BindReferences.Bind(o.Child, sort.Child.Output))], task.Evaluation);
        _rows = new RowBuffer(sort.Schema, task.Memory);
        _keys = new RowBuffer(new StructType(sort.Order.Select((o, i) => new StructField($"k{i}", o.Child.DataType, true))), task.Memory);
        _output = ColumnarBatch.Allocate(sort.Schema, task.Memory, 0);
    }

    public override ColumnarBatch? Next()
    {
        _order ??= Sort();
        var count = Math.Min(_task.Settings.BatchRows, _count - _next);
        if (count <= 0) return null;
        var rows = stackalloc int[count];
        for (var k = 0; k < count; k++) rows[k] = _order[_next + k].Row;
        _next += count;
        _output.Reset(count);
        for (var c = 0; c < _output.Columns.Length; c++) _rows.Gather(c, rows, null, count, _output.Columns[c]);
        _output.SetRows(count);
        return _output;
    }

    public override void Dispose()
    {
        _input.Dispose();
        _rows.Dispose();
        _keys.Dispose();
    }

    private Entry[] Sort()
    {
        while (_input.Next() is { } batch)
        {
            _keys.Append(_keyEvaluators.Evaluate(batch, batch.Selection), batch.Selection);
            _rows.Append(batch);
        }
        var order = new Entry[_rows.Count];
        var width = Math.Min(8, SortKeys.Width(_sort.Order[0].Child.DataType));
        var code = new byte[SortKeys.Width(_sort.Order[0].Child.DataType) * RowBuffer.ChunkRows + 8];
        var row = 0;
        foreach (var chunk in _keys.Chunks)
        {
            fixed (byte* p = code)
            {
                var stride = SortKeys.Width(_sort.Order[0].Child.DataType);
                SortKeys.Encode(chunk.Columns[0], new Selection(chunk.RowCount), _directions[0], p, stride);
                for (var i = 0; i < chunk.RowCount; i++, row++) order[row] = new Entry(Prefix(p + (long)i * stride, width), row);
            }
        }
        order.AsSpan().Sort(new EntryComparer(_keys, _directions));
        _count = (int)Math.Min(order.Length, _sort.Limit ?? int.MaxValue);
        return order;
    }

    private static ulong Prefix(byte* key, int width)
    {
        var prefix = 0UL;
        for (var i = 0; i < width; i++) prefix |= (ulong)key[i] << (56 - 8 * i);
        return prefix;
    }

    private readonly record struct Entry(ulong Prefix, int Row);

    private readonly struct EntryComparer(RowBuffer keys, SortDirection[] directions) : IComparer<Entry>
    {
        private readonly RowComparer _rows = new(directions);

        public int Compare(Entry x, Entry y)
        {
            if (x.Prefix != y.Prefix) return x.Prefix < y.Prefix ? -1 : 1;
            if (x.Row == y.Row) return 0;
            var (left, l) = keys.Locate(x.Row);
            var (right, r) = keys.Locate(y.Row);
            var order = _rows.Compare(left.Columns, l, right.Columns, r);
            return order != 0 ? order : x.Row.CompareTo(y.Row);
        }
    }
}
