using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Parquet.Metadata;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>A column that the file does not have: null in every row.</summary>
sealed class MissingColumnReader : IColumnReader
{
    public void StartRowGroup(RowGroup group, bool skips) { }
    public void ReleaseBatch() { }

    public void Read(long first, int rows, ColumnVector target)
    {
        target.Reset(1);
        target.SetNull(0);
        target.MakeConstant();
    }

    public void Dispose() { }
}
