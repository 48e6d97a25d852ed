using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Encoders;

/// <summary>Rows of a result as objects.</summary>
sealed class RowReader(StructType schema)
{
    private readonly VectorRead<object?>[] _readers = [.. schema.Fields.Select(f => For(f.DataType))];

    public static IEnumerable<Row> Read(QueryResult result)
    {
        var reader = new RowReader(result.Schema);
        foreach (var batch in result.Batches)
            for (var k = 0; k < batch.SelectedCount; k++) yield return reader.Row(batch, k);
    }

    /// <summary>The row at a place of a batch's selection.</summary>
    public Row Row(ColumnarBatch batch, int place)
    {
        var (row, values) = (batch.Selection[place], new object?[_readers.Length]);
        for (var c = 0; c < values.Length; c++) values[c] = _readers[c](batch.Columns[c], row);
        return new Row(values, schema);
    }

    public static object? Value(ColumnVector vector, int row, DataType type) => ClrValues.FromLiteral(LiteralVectors.Read(vector, row), type);

    // The commonest types are read at once; the others go through the form that literals have.
    private static VectorRead<object?> For(DataType type) => type switch
    {
        IntegerType => (v, r) => v.IsNull(r) ? null : v.Get<int>(r),
        LongType => (v, r) => v.IsNull(r) ? null : v.Get<long>(r),
        DoubleType => (v, r) => v.IsNull(r) ? null : v.Get<double>(r),
        DateType => (v, r) => v.IsNull(r) ? null : new Date(v.Get<int>(r)),
        TimestampType => (v, r) => v.IsNull(r) ? null : new Timestamp(v.Get<long>(r)),
        StringType => (v, r) => v.IsNull(r) ? null : System.Text.Encoding.UTF8.GetString(v.Get<StringView>(r).Span),
        _ => (v, r) => Value(v, r, type),
    };
}
