using System.Text;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;

namespace Firesteel.Formats.Text;

/// <summary>The options of the text source.</summary>
/// <param name="WholeText">Each file is one value.</param>
/// <param name="LineSeparator">Null where lines end at LF, CR or CR LF.</param>
sealed record TextOptions(bool WholeText, byte[]? LineSeparator, Encoding Encoding, string? Compression)
{
    public static TextOptions Parse(ValueMap options)
    {
        var read = new OptionReader(options);
        return new TextOptions(
            read.Flag("wholetext", false),
            read.Text("lineSep") is { Length: > 0 } separator ? Encoding.UTF8.GetBytes(separator) : null,
            TextFile.FindEncoding(read.Text("encoding", "charset") ?? "UTF-8"),
            read.Text("compression", "codec"));
    }
}

/// <summary>Reads text as batches of one string column: a line a row, or all of it in one.</summary>
sealed unsafe class TextReader : IDisposable
{
    private readonly LineReader _lines;
    private readonly bool _whole;
    private readonly ColumnVector? _column;
    private readonly ColumnarBatch _batch;
    private readonly int _batchRows;
    private bool _wholeRead;

    /// <param name="wantsValue">Whether the values matter, or only how many there are.</param>
    public TextReader(LineReader lines, bool whole, bool wantsValue, MemoryAllocator allocator, int batchRows = ColumnarBatch.DefaultRows)
    {
        (_lines, _whole, _batchRows) = (lines, whole, batchRows);
        _column = wantsValue ? new ColumnVector(Firesteel.Types.StringType.Instance, allocator, batchRows) : null;
        _batch = new ColumnarBatch(_column == null ? [] : [_column]);
    }

    /// <summary>The next batch, or null at the end.</summary>
    public ColumnarBatch? Next()
    {
        _column?.Reset(_batchRows);
        var rows = 0;
        if (_whole)
        {
            if (_wholeRead) return null;
            _wholeRead = true;
            var window = _lines.Window;
            while (window.Refill()) { }
            Add(window.Data + window.Position, window.End - window.Position, rows++);
        }
        else
        {
            while (rows < _batchRows)
            {
                if (_lines.TryNext(out var line, out var length)) Add(line, length, rows++);
                else if (rows > 0 || _lines.Done) break;
                else _lines.Window.Refill();
            }
        }
        _batch.SetRows(rows);
        return rows == 0 ? null : _batch;
    }

    public void Dispose()
    {
        _lines.Window.Dispose();
        _column?.Dispose();
    }

    private void Add(byte* text, int length, int row)
    {
        if (_column != null) _column.Set(row, Utf8Repair.View(text, length, _column.Arena));
    }
}

/// <summary>Writes batches of one string column, a line a row.</summary>
sealed class TextWriter(Stream stream, byte[] lineEnd) : IDisposable
{
    private readonly TextSink _sink = new(stream);

    public void Write(ColumnarBatch batch)
    {
        for (var k = 0; k < batch.SelectedCount; k++)
        {
            var (vector, row) = (batch.Columns[0], batch.Selection[k]);
            unsafe
            {
                if (FieldWriter.TryLocate(ref vector, ref row)) _sink.Write(vector.Values<StringView>()[row].Span);
            }
            _sink.Write(lineEnd);
            _sink.EndRecord();
        }
    }

    public void Close() => _sink.Flush();

    public void Dispose() => _sink.Dispose();
}
