using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Formats.Parquet.Schema;
using Firesteel.Types;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>
/// Reads row groups of a file as batches of the requested columns. Filters run in their order; a filter's columns are decoded just
/// before it runs, all other columns only for batches in which rows are left. Not thread-safe; any number may share a file.
/// </summary>
sealed class ParquetReader : IDisposable
{
    private readonly ParquetFile _file;
    private readonly IColumnReader[] _columns;
    private readonly ColumnarBatch _batch;
    private readonly bool[] _read;
    private readonly int _batchRows;
    private readonly RowGroupPruner? _pruner;
    private RowRanges _ranges = new();
    private int _range;
    private IReadOnlyList<int> _rowGroups = [];
    private int _nextGroup;
    private long _row;

    /// <param name="requested">Columns by name, with the types that the batches shall have; those that the file lacks are null.</param>
    /// <param name="pruning">Conditions that all wanted rows meet, to leave out row groups and pages; rows that fail them may still come.</param>
    /// <param name="filters">Run on each batch; the batch's selection is what they leave.</param>
    /// <exception cref="SparkException">FAILED_READ_FILE.PARQUET_COLUMN_DATA_TYPE_MISMATCH where a stored type cannot be read as requested.</exception>
    public ParquetReader(ParquetFile file, StructType requested, IReadOnlyList<ParquetPredicate> pruning, IReadOnlyList<IBatchFilter> filters, ParquetReadOptions options, MemoryAllocator allocator)
    {
        (_file, Filters) = (file, filters);
        _batchRows = Math.Clamp(options.BatchRows, 1, ColumnarBatch.MaxRows);
        _batch = new ColumnarBatch(requested.Fields.Select(f => new ColumnVector(f.DataType, allocator)).ToArray());
        _read = new bool[requested.Count];
        _pruner = pruning.Count > 0 ? new RowGroupPruner(file, requested, pruning, options) : null;
        _columns = ColumnReaders.Create(file, requested, options, allocator);
    }

    /// <summary>The filters; may be replaced between batches.</summary>
    public IReadOnlyList<IBatchFilter> Filters { get; set; }

    /// <summary>Rows that a row group offered so far, selected or not.</summary>
    public long RowsScanned { get; private set; }

    /// <summary>Row groups that were opened so far.</summary>
    public int RowGroupsRead { get; private set; }

    /// <summary>Says which row groups to read, in this order.</summary>
    public void SetRowGroups(IReadOnlyList<int> rowGroups)
    {
        (_rowGroups, _nextGroup, _ranges, _range) = (rowGroups, 0, new RowRanges(), 0);
    }

    /// <summary>The next batch in which at least one row is selected; it and what it points to is valid until the next call.</summary>
    /// <exception cref="SparkException">FAILED_READ_FILE where the file is not what it should be.</exception>
    public bool Next(out ColumnarBatch batch)
    {
        batch = _batch;
        try
        {
            foreach (var column in _columns) column.ReleaseBatch();
            while (true)
            {
                if (_range >= _ranges.Count && !NextRowGroup()) return false;
                var (start, end) = _ranges[_range];
                if (_row < start) _row = start;
                if (_row >= end) { _range++; continue; }
                var rows = (int)Math.Min(_batchRows, end - _row);
                if (ReadBatch(_row, rows)) return true;
            }
        }
        catch (ParquetFormatException e)
        {
            throw ParquetErrors.Corrupt(_file.Path, e);
        }
    }

    public void Dispose()
    {
        foreach (var column in _columns) column.Dispose();
        foreach (var vector in _batch.Columns) vector.Dispose();
    }

    private bool NextRowGroup()
    {
        while (_nextGroup < _rowGroups.Count)
        {
            var group = _file.MetaData.RowGroups[_rowGroups[_nextGroup++]];
            _ranges = _pruner?.Select(group) ?? RowRanges.All(group.NumRows);
            if (_ranges.Count == 0) continue;
            // Where whole pages are left out, their places are worth knowing.
            var skips = _ranges.Count > 1 || _ranges[0] != (0, group.NumRows);
            foreach (var column in _columns) column.StartRowGroup(group, skips);
            RowGroupsRead++;
            (_row, _range) = (0, 0);
            return true;
        }
        return false;
    }

    private bool ReadBatch(long first, int rows)
    {
        _row = first + rows;
        RowsScanned += rows;
        Array.Clear(_read);
        _batch.SetRows(rows);
        var selection = new Selection(rows);
        foreach (var filter in Filters)
        {
            foreach (var column in filter.Columns) ReadColumn(column, first, rows);
            selection = filter.Apply(_batch, selection);
            if (selection.Count == 0) return false;
        }
        // Rows behind the last selected one need not be decoded.
        var needed = selection[selection.Count - 1] + 1;
        for (var i = 0; i < _columns.Length; i++) ReadColumn(i, first, needed);
        _batch.SetRows(needed, selection);
        return true;
    }

    private void ReadColumn(int column, long first, int rows)
    {
        if (_read[column]) return;
        _columns[column].Read(first, rows, _batch.Columns[column]);
        _read[column] = true;
    }
}
