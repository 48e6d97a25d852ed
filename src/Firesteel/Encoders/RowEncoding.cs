using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Encoders;

/// <summary>Items of a program as rows. Travels to where tasks run.</summary>
abstract class RowEncoding<T>(StructType schema)
{
    private const int BatchRows = 1024;

    public StructType Schema => schema;

    /// <summary>The encoding of objects: a column for each of their properties, or one named <c>value</c>.</summary>
    public static RowEncoding<T> OfObjects() => ObjectEncoder.CanEncode(typeof(T)) ? new ObjectEncoding<T>() : new ValueEncoding<T>();

    /// <summary>The values of an item, as literals have them.</summary>
    public abstract void Encode(T item, object?[] values);

    /// <summary>The items as batches, which lie in one place.</summary>
    public BatchIterator Read(IEnumerable<T> items, MemoryAllocator memory) => new Iterator(this, items, memory);

    private sealed class Iterator(RowEncoding<T> encoding, IEnumerable<T> items, MemoryAllocator memory) : BatchIterator
    {
        private readonly IEnumerator<T> _items = items.GetEnumerator();
        private readonly ColumnarBatch _batch = ColumnarBatch.Allocate(encoding.Schema, memory, BatchRows);
        private readonly object?[] _values = new object?[encoding.Schema.Count];

        public override ColumnarBatch? Next()
        {
            _batch.Reset(BatchRows);
            var place = 0;
            for (; place < BatchRows && _items.MoveNext(); place++)
            {
                encoding.Encode(_items.Current, _values);
                for (var c = 0; c < _values.Length; c++) LiteralVectors.Write(_batch.Columns[c], place, _values[c]);
            }
            _batch.SetRows(place);
            return place > 0 ? _batch : null;
        }

        public override void Dispose() => _items.Dispose();
    }
}

/// <summary>Rows under a schema that was given.</summary>
sealed class GivenRows(StructType schema) : RowEncoding<Row>(schema)
{
    public override void Encode(Row row, object?[] values)
    {
        if (row.Count != values.Length) throw new SparkRuntimeException("EXPRESSION_ENCODING_FAILED", new Dictionary<string, string> { ["expressions"] = $"a row of {row.Count} values for {values.Length} columns" });
        for (var i = 0; i < values.Length; i++)
        {
            if (row[i] is null && !Schema[i].Nullable)
                throw new SparkRuntimeException("NOT_NULL_ASSERT_VIOLATION", new Dictionary<string, string> { ["walkedTypePath"] = $"\n- field (class: \"{Schema[i].DataType.SimpleString}\", name: \"{Schema[i].Name}\")\n" });
            values[i] = ClrValues.ToLiteral(row[i], Schema[i].DataType);
        }
    }
}

/// <summary>Objects of several columns.</summary>
sealed class ObjectEncoding<T>() : RowEncoding<T>(ObjectEncoder.For(typeof(T)).Schema)
{
    public override void Encode(T item, object?[] values)
    {
        var row = ObjectEncoder.For(typeof(T)).ToRow(item!);
        for (var i = 0; i < values.Length; i++) values[i] = ClrValues.ToLiteral(row[i], Schema[i].DataType);
    }
}

/// <summary>Values of one column.</summary>
sealed class ValueEncoding<T>() : RowEncoding<T>(new StructType([new StructField("value", ClrTypes.DataTypeOf(typeof(T)), ClrTypes.MayBeNull(typeof(T)))]))
{
    public override void Encode(T item, object?[] values) => values[0] = ClrValues.ToLiteral(item, Schema[0].DataType);
}
