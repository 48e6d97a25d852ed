using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Formats.Pickle;

/// <summary>Writes rows of pickles (tuples, lists, Rows) into batches of a schema.</summary>
sealed class PickleRowReader(StructType schema)
{
    private readonly PickleColumnReader[] _columns = [.. schema.Fields.Select(f => PickleColumnReader.For(f.DataType))];

    /// <summary>Writes a row at a position of flat columns that have room for it.</summary>
    public void Write(ColumnVector[] columns, int row, PickleValue value)
    {
        if (value.Kind is not (PickleKind.Tuple or PickleKind.List or PickleKind.Row) || !value.TryElements(out var values))
        {
            // One column may stand for itself.
            RequireLength(_columns.Length, 1);
            _columns[0].Write(columns[0], row, value);
            return;
        }
        RequireLength(_columns.Length, values.Length);
        for (var c = 0; c < _columns.Length; c++) _columns[c].Write(columns[c], row, values[c]);
    }

    public static void RequireLength(int fields, int values)
    {
        if (fields == values) return;
        throw new SparkRuntimeException("STRUCT_ARRAY_LENGTH_MISMATCH", new Dictionary<string, string> { ["expected"] = $"{fields}", ["actual"] = $"{values}" });
    }
}
