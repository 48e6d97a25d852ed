using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Parquet.Reading;
using Firesteel.Sql.Adaptive;

namespace Firesteel.Sql.DataSources;

/// <summary>A runtime filter on one column of a scan, switched off for the rest of the piece once it has shown to let most rows pass.</summary>
sealed class ParquetKeyFilter(int column, RuntimeFilter filter) : IBatchFilter
{
    private const int Trial = 1 << 15;
    private const double MostPass = 0.8;
    private readonly ushort[] _rows = GC.AllocateUninitializedArray<ushort>(ColumnarBatch.MaxRows, pinned: true);
    private long _seen;
    private long _passed;
    private bool _off;

    public int[] Columns { get; } = [column];

    public unsafe Selection Apply(ColumnarBatch batch, Selection current)
    {
        if (_off) return current;
        // The array is pinned for its life: the pointer stays good after the block.
        fixed (ushort* rows = _rows)
        {
            var count = filter.Select(batch.Columns[column], current, rows);
            _seen += current.Count;
            _passed += count;
            _off = _seen > Trial && _passed > _seen * MostPass;
            return new Selection(rows, count);
        }
    }
}
