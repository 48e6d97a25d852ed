using System.Text;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Text;
using Firesteel.Types;

namespace Firesteel.Formats.Json;

/// <summary>
/// Reads JSON as batches: a record is the object on a line, each object of an array on a line, or those of the whole text in
/// multi-line mode. A record that does not fit is treated as the mode says. Strings point into the text, so a batch is valid until
/// the next one. Not thread-safe.
/// </summary>
sealed unsafe class JsonReader : IDisposable
{
    private readonly LineReader _lines;
    private readonly JsonOptions _options;
    private readonly JsonRecords _records;
    private readonly int _batchRows;
    private readonly ColumnarBatch _batch;
    private readonly ByteArena _repaired;
    private bool _wholeRead;

    /// <param name="lines">The text, from the first whole line on.</param>
    public JsonReader(LineReader lines, StructType required, JsonOptions options, MemoryAllocator allocator, int batchRows = ColumnarBatch.DefaultRows)
    {
        (_lines, _options, _batchRows) = (lines, options, batchRows);
        _batch = ColumnarBatch.Allocate(required, allocator, batchRows);
        _repaired = new ByteArena(allocator);
        _records = new JsonRecords(required, options);
    }

    /// <summary>The next batch, or null at the end.</summary>
    /// <exception cref="SparkException">MALFORMED_RECORD_IN_PARSING in FAILFAST mode.</exception>
    public ColumnarBatch? Next()
    {
        _batch.Reset(_batchRows);
        if (_records.Done) _repaired.Reset();
        var rows = 0;
        while (true)
        {
            // An array gives its objects one by one.
            while (rows < _batchRows && _records.Next(_batch.Columns, ref rows)) { }
            if (rows >= _batchRows || !NextRecord(rows))
            {
                _batch.SetRows(rows);
                return rows == 0 ? null : _batch;
            }
        }
    }

    public void Dispose()
    {
        _lines.Window.Dispose();
        foreach (var column in _batch.Columns) column.Dispose();
        _repaired.Dispose();
    }

    // False at the end, or where the window must move while rows point into it.
    private bool NextRecord(int rows)
    {
        byte* text;
        int length;
        if (_options.MultiLine)
        {
            if (_wholeRead) return false;
            var window = _lines.Window;
            while (window.Refill()) { }
            _wholeRead = true;
            text = window.Data + window.Position;
            length = window.End - window.Position;
        }
        else
        {
            while (!_lines.TryNext(out text, out length))
            {
                if (_lines.Done || rows > 0) return false;
                _lines.Window.Refill();
            }
        }
        if (!Utf8Repair.IsValid(new ReadOnlySpan<byte>(text, length)))
        {
            var view = Utf8Repair.View(text, length, _repaired);
            text = view.Data;
            length = view.Length;
        }
        _records.Start(text, length);
        return true;
    }
}
