using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Formats.Parquet.Schema;
using Firesteel.Formats.Predicates;
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
    private IReadOnlyList<RowGroupSlice> _slices = [];
    private int _nextSlice;
    private int _group = -1;
    private bool _started;
    private RowRanges _selected = new();
    private long _row;

    /// <param name="requested">Columns by name, with the types that the batches shall have; those that the file lacks are null.</param>
    /// <param name="pruning">Conditions that all wanted rows meet, to leave out row groups and pages; rows that fail them may still come.</param>
    /// <param name="filters">Run on each batch; the batch's selection is what they leave.</param>
    /// <param name="rowIndex">Whether batches have a column more, behind the requested ones: the row's place in the file.</param>
    /// <exception cref="SparkException">FAILED_READ_FILE.PARQUET_COLUMN_DATA_TYPE_MISMATCH where a stored type cannot be read as requested.</exception>
    public ParquetReader(ParquetFile file, StructType requested, IReadOnlyList<ColumnPredicate> pruning, IReadOnlyList<IBatchFilter> filters, ParquetReadOptions options, MemoryAllocator allocator, bool rowIndex = false)
    {
        (_file, Filters) = (file, filters);
        _batchRows = Math.Clamp(options.BatchRows, 1, ColumnarBatch.MaxRows);
        IEnumerable<DataType> types = requested.Fields.Select(f => f.DataType);
        if (rowIndex) types = types.Append(LongType.Instance);
        _batch = new ColumnarBatch(types.Select(t => new ColumnVector(t, allocator)).ToArray());
        _read = new bool[_batch.Columns.Length];
        _pruner = pruning.Count > 0 ? new RowGroupPruner(file, requested, pruning, options) : null;
        _columns = ColumnReaders.Create(file, requested, options, allocator);
        if (rowIndex) _columns = [.. _columns, new RowIndexReader(file.MetaData)];
    }

    /// <summary>The filters; may be replaced between batches.</summary>
    public IReadOnlyList<IBatchFilter> Filters { get; set; }

    /// <summary>Rows that a row group offered so far, selected or not.</summary>
    public long RowsScanned { get; private set; }

    /// <summary>Row groups that were opened so far.</summary>
    public int RowGroupsRead { get; private set; }

    /// <summary>Says which row groups to read, in this order.</summary>
    public void SetRowGroups(IReadOnlyList<int> rowGroups) => SetSlices(rowGroups.Select(group => new RowGroupSlice(group, 0, long.MaxValue)).ToArray());

    /// <summary>
    /// Says which parts of row groups to read, in this order. A part that follows the one read before goes on where that ended,
    /// so that large row groups can be shared out in small parts.
    /// </summary>
    public void SetSlices(IReadOnlyList<RowGroupSlice> slices) => (_slices, _nextSlice, _ranges, _range) = (slices, 0, new RowRanges(), 0);

    /// <summary>The next batch in which at least one row is selected; it and what it points to is valid until the next call.</summary>
    /// <exception cref="SparkException">FAILED_READ_FILE where the file is not what it should be.</exception>
    public bool Next(out ColumnarBatch batch)
    {
        batch = _batch;
        try
        {
            while (true)
            {
                if (_range >= _ranges.Count && !NextSlice()) return false;
                var (start, end) = _ranges[_range];
                if (_row < start) _row = start;
                if (_row >= end) { _range++; continue; }
                var rows = (int)Math.Min(_batchRows, end - _row);
                foreach (var column in _columns) column.ReleaseBatch();
                if (ReadBatch(_row, rows)) return true;
            }
        }
        catch (Exception e) when (e is ParquetFormatException or InvalidDataException)
        {
            throw ParquetErrors.Corrupt(_file.Path, e);
        }
    }

    public void Dispose()
    {
        foreach (var column in _columns) column.Dispose();
        foreach (var vector in _batch.Columns) vector.Dispose();
    }

    private bool NextSlice()
    {
        while (_nextSlice < _slices.Count)
        {
            var slice = _slices[_nextSlice++];
            var group = _file.MetaData.RowGroups[slice.RowGroup];
            if (slice.RowGroup != _group || slice.Start < _row) StartRowGroup(slice.RowGroup, group);
            var (start, end) = (Math.Max(0, slice.Start), Math.Min(slice.End, group.NumRows));
            _ranges = new RowRanges();
            if (start < end) _ranges.Add(start, end);
            _ranges = _ranges.Intersect(_selected);
            if (_ranges.Count == 0) continue;
            if (!_started) OpenColumns(group);
            _range = 0;
            return true;
        }
        return false;
    }

    private void StartRowGroup(int index, RowGroup group)
    {
        (_group, _row, _started) = (index, 0, false);
        _selected = _pruner?.Select(group) ?? RowRanges.All(group.NumRows);
    }

    private void OpenColumns(RowGroup group)
    {
        // Where whole pages are left out, their places are worth knowing.
        var skips = _ranges.Count > 1 || _ranges[0] != (0, group.NumRows);
        foreach (var column in _columns) column.StartRowGroup(group, skips);
        _started = true;
        RowGroupsRead++;
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
