using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Parquet.Metadata;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>Each row's place in the file, counted from 0.</summary>
sealed unsafe class RowIndexReader(FileMetaData file) : IColumnReader
{
    private long _before;

    public void StartRowGroup(RowGroup group, bool skips) => _before = file.RowGroups.TakeWhile(g => !ReferenceEquals(g, group)).Sum(g => g.NumRows);

    public void ReleaseBatch() { }

    public void Read(long first, int rows, ColumnVector target)
    {
        target.Reset(rows);
        var values = target.Values<long>();
        for (var i = 0; i < rows; i++) values[i] = _before + first + i;
    }

    public void Dispose() { }
}
