using Firesteel.Columnar.Memory;
using Firesteel.Types;

namespace Firesteel.Columnar.Vectors;

/// <summary>
/// Some rows of a table as one vector a column. Positions are shared by all columns; the <see cref="Selection"/> says which of them live.
/// At most <see cref="MaxRows"/> rows. Valid until its producer makes the next batch.
/// </summary>
sealed class ColumnarBatch(ColumnVector[] columns)
{
    public const int DefaultRows = 4096;
    public const int MaxRows = 32768;

    public ColumnVector[] Columns { get; } = columns;

    /// <summary>Positions in the vectors, selected or not.</summary>
    public int RowCount { get; private set; }

    public Selection Selection { get; private set; }

    /// <summary>Rows that live.</summary>
    public int SelectedCount => Selection.Count;

    /// <summary>A batch with vectors of its own.</summary>
    public static ColumnarBatch Allocate(StructType schema, MemoryAllocator allocator, int capacity)
        => new(schema.Fields.Select(f => new ColumnVector(f.DataType, allocator, capacity)).ToArray());

    /// <summary>All of <paramref name="rows"/> positions live.</summary>
    public void SetRows(int rows)
    {
        RowCount = rows;
        Selection = new Selection(rows);
    }

    public void SetRows(int rows, Selection selection)
    {
        RowCount = rows;
        Selection = selection;
    }

    /// <summary>Starts a new batch in the own vectors.</summary>
    public void Reset(int rows)
    {
        foreach (var column in Columns) column.Reset(rows);
        SetRows(0);
    }
}
