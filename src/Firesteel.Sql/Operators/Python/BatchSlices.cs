using Firesteel.Columnar.Vectors;

namespace Firesteel.Sql.Operators.Python;

/// <summary>Gives a long batch in pieces of the size that operators take.</summary>
static class BatchSlices
{
    /// <summary>Rows [start, start + count) of flat columns.</summary>
    public static ColumnarBatch Of(IEnumerable<(ColumnVector Column, int Start)> columns, int count)
    {
        var batch = new ColumnarBatch([.. columns.Select(c => c.Start == 0 ? c.Column : VectorSlice.Of(c.Column, c.Start))]);
        batch.SetRows(count);
        return batch;
    }
}
