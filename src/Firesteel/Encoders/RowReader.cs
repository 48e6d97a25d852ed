using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Encoders;

/// <summary>Rows of a result as objects.</summary>
static class RowReader
{
    public static IEnumerable<Row> Read(QueryResult result)
    {
        var schema = result.Schema;
        foreach (var batch in result.Batches)
            for (var k = 0; k < batch.SelectedCount; k++) yield return new Row(Values(batch, batch.Selection[k], schema), schema);
    }

    private static object?[] Values(ColumnarBatch batch, int row, StructType schema)
    {
        var values = new object?[batch.Columns.Length];
        for (var c = 0; c < values.Length; c++) values[c] = Value(batch.Columns[c], row, schema[c].DataType);
        return values;
    }

    public static object? Value(ColumnVector vector, int row, DataType type) => ClrValues.FromLiteral(LiteralVectors.Read(vector, row), type);
}
