using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;

namespace Firesteel.Sql.DataSources.Writing;

/// <summary>Names the folders of partition values: <c>year=2024/city=Z%C3%BCrich</c>.</summary>
sealed class PartitionFolders(ValueList<string> columns, int[] ordinals, string timeZone)
{
    private readonly ValueText _text = new(TextStyle.Cast, timeZone);

    /// <summary>Whether two rows of a batch belong to one folder.</summary>
    public bool Same(ColumnarBatch batch, int row, int other)
    {
        foreach (var ordinal in ordinals)
            if (!ValueComparer.EqualOrBothNull(batch.Columns[ordinal], row, batch.Columns[ordinal], other)) return false;
        return true;
    }

    public string Of(ColumnarBatch batch, int row) => string.Join('/', ordinals.Select((ordinal, i) => $"{PartitionText.Escape(columns[i])}={Value(batch.Columns[ordinal], row)}"));

    /// <summary>The folder that fixed values name, of as many leading columns as have one.</summary>
    public static string Of(ValueList<string> columns, ValueMap values)
    {
        var folders = columns.TakeWhile(values.ContainsKey).Select(c => $"{PartitionText.Escape(c)}={(values[c] == FileIndex.NullPartition ? values[c] : PartitionText.Escape(values[c]))}");
        return string.Join('/', folders);
    }

    // Null and the empty string share a folder.
    private string Value(ColumnVector vector, int row)
        => vector.Physical == PhysicalType.Null || vector.IsNull(row) || _text.Text(vector, row) is not { Length: > 0 } text ? FileIndex.NullPartition : PartitionText.Escape(text);
}
