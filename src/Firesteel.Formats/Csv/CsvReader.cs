using System.Text;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Text;
using Firesteel.Types;

namespace Firesteel.Formats.Csv;

/// <summary>
/// Reads CSV text as batches: records are cut, then each wanted column is converted in a loop of its own. A record that does not fit
/// is treated as the mode says. Strings point into the text, so a batch is valid until the next one. Not thread-safe.
/// </summary>
sealed unsafe class CsvReader : IDisposable
{
    private readonly TextWindow _window;
    private readonly CsvOptions _options;
    private readonly long _limit;
    private readonly CsvTokenizer _tokenizer;
    private readonly CsvRows _rows;
    private readonly ColumnarBatch _batch;
    private readonly CsvColumn?[] _columns;
    private readonly int _corrupt;
    private readonly int _expectedTokens;
    private readonly NativeBuffer _bad;
    private readonly NativeBuffer _selection;
    private readonly MemoryAllocator _allocator;
    private bool _headerChecked;

    /// <param name="window">The text from the first whole record on.</param>
    /// <param name="limit">Records that begin beyond this place are not read.</param>
    /// <param name="fileSchema">Columns of the file in order; the corrupt-record column may be among them and is no column of the text.</param>
    /// <param name="required">Columns to read.</param>
    /// <param name="hasHeader">Whether the first record is the file's header.</param>
    public CsvReader(TextWindow window, long limit, StructType fileSchema, StructType required, CsvOptions options, bool hasHeader, MemoryAllocator allocator, int batchRows = ColumnarBatch.DefaultRows)
    {
        (_window, _options, _limit, _allocator) = (window, options, limit, allocator);
        var columns = new StructType(fileSchema.Fields.Where(f => !IsCorrupt(f)));
        _corrupt = required.Fields.ToList().FindIndex(IsCorrupt);
        if (_corrupt >= 0 && required[_corrupt].DataType is not StringType)
            throw new AnalysisException("INVALID_CORRUPT_RECORD_TYPE", new Dictionary<string, string> { ["columnName"] = $"`{options.CorruptColumn}`", ["actualType"] = $"\"{required[_corrupt].DataType.Sql}\"" });
        // Where all columns are read, a record with more or fewer values is malformed.
        var pruned = options.ColumnPruning && _corrupt < 0 && required.Count < columns.Count;
        _expectedTokens = pruned ? -1 : columns.Count;
        var slots = new int[columns.Count];
        Array.Fill(slots, -1);
        _columns = new CsvColumn?[required.Count];
        for (var i = 0; i < required.Count; i++)
        {
            if (i == _corrupt) continue;
            var index = columns.IndexOf(required[i].Name, caseSensitive: true) is var exact and >= 0 ? exact : columns.IndexOf(required[i].Name);
            slots[index] = i;
            _columns[i] = CsvColumns.Create(required[i], options);
        }
        _tokenizer = new CsvTokenizer(options, slots, countAll: !pruned);
        _rows = new CsvRows(required.Count, batchRows, allocator);
        _batch = ColumnarBatch.Allocate(required, allocator, batchRows);
        _bad = allocator.Allocate(batchRows);
        _selection = allocator.Allocate(batchRows * sizeof(ushort));
        HeaderSchema = columns;
        _headerChecked = !hasHeader;

        bool IsCorrupt(StructField field) => string.Equals(field.Name, options.CorruptColumn, StringComparison.Ordinal);
    }

    private StructType HeaderSchema { get; }

    /// <summary>The next batch, or null at the end.</summary>
    /// <exception cref="SparkException">MALFORMED_RECORD_IN_PARSING in FAILFAST mode.</exception>
    public ColumnarBatch? Next()
    {
        if (!_headerChecked)
        {
            _headerChecked = true;
            CsvHeader.Skip(_window, _options, HeaderSchema, _allocator);
        }
        while (true)
        {
            _tokenizer.Read(_window, _limit, _rows);
            if (_rows.Count == 0)
            {
                if (_window.Offset + _window.Position > _limit || !_window.Refill() && _window.Position >= _window.End) return null;
                continue;
            }
            if (Convert()) return _batch;
        }
    }

    public void Dispose()
    {
        _window.Dispose();
        _rows.Dispose();
        foreach (var column in _batch.Columns) column.Dispose();
        _bad.Dispose();
        _selection.Dispose();
    }

    private bool Convert()
    {
        var count = _rows.Count;
        var bad = _bad.Pointer;
        new Span<byte>(bad, count).Clear();
        if (_expectedTokens >= 0)
            for (var row = 0; row < count; row++) bad[row] = _rows.Tokens[row] == _expectedTokens ? (byte)0 : (byte)1;
        var repair = !Utf8Repair.IsValid(new ReadOnlySpan<byte>(_rows.Text + _rows.Starts[0], _window.Position - _rows.Starts[0]));
        for (var i = 0; i < _columns.Length; i++)
        {
            var target = _batch.Columns[i];
            target.Reset(count);
            _columns[i]?.Convert(_rows, i, target, bad, repair);
        }
        if (_corrupt >= 0) FillCorrupt(_batch.Columns[_corrupt], bad, count);
        _batch.SetRows(count);
        if (_options.Mode == ParseMode.Permissive) return true;
        var first = new ReadOnlySpan<byte>(bad, count).IndexOf((byte)1);
        if (first < 0) return true;
        if (_options.Mode == ParseMode.FailFast) throw CsvErrors.Malformed(_rows.Record(first));
        var kept = 0;
        var selection = (ushort*)_selection.Pointer;
        for (var row = 0; row < count; row++)
        {
            selection[kept] = (ushort)row;
            if (bad[row] == 0) kept++;
        }
        _batch.SetRows(count, new Selection(selection, kept));
        return kept > 0;
    }

    private void FillCorrupt(ColumnVector target, byte* bad, int count)
    {
        for (var row = 0; row < count; row++)
        {
            if (bad[row] == 0) target.SetNull(row);
            else target.Set(row, Utf8Repair.View(_rows.Text + _rows.Starts[row], _rows.Lengths[row], target.Arena));
        }
    }
}
