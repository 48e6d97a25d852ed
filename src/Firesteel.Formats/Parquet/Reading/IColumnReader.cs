using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Parquet.Metadata;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>Fills one column of the batches. Rows are asked for in ascending order; those left out are skipped.</summary>
interface IColumnReader : IDisposable
{
    /// <param name="skips">Whether whole pages will be left out.</param>
    void StartRowGroup(RowGroup group, bool skips);

    /// <summary>No batch read before is looked at any more.</summary>
    void ReleaseBatch();

    /// <summary>Reads <paramref name="rows"/> rows from <paramref name="first"/> of the row group.</summary>
    void Read(long first, int rows, ColumnVector target);
}
