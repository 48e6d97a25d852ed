using System.Buffers;
using System.Text;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Text;
using Firesteel.Types;

namespace Firesteel.Formats.Csv;

/// <summary>
/// Prints rows as CSV; what the CSV source and <c>to_csv</c> share. A value is quoted where it holds a separator, a line end or (unless told not to) a quote, where it begins with
/// a quote, and where it would look like a comment; inside, quotes and escapes are escaped. Blanks around values go unless asked for.
/// </summary>
sealed class CsvPrinter
{
    private readonly CsvOptions _options;
    private readonly FieldWriter[] _fields;
    private readonly bool[] _isPlain;
    private readonly SearchValues<byte> _triggers;
    private readonly SearchValues<byte> _escaped;
    private readonly byte[] _null;
    private readonly byte[] _empty;
    private byte[] _scratch = new byte[256];

    /// <exception cref="AnalysisException">UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE.</exception>
    public CsvPrinter(StructType schema, CsvOptions options)
    {
        _options = options;
        var formats = TemporalFormats.Of(options.DateFormat, options.TimestampFormat, options.TimestampNtzFormat, options.Zone);
        _fields = [.. schema.Fields.Select(f => Printer(f, formats))];
        // Numbers hold nothing that needs quotes, with the separators that people use.
        var usual = options.Separator is [not ((byte)'.' or (byte)'-' or (byte)'+' or (byte)'E' or (>= (byte)'0' and <= (byte)'9'))] && !char.IsAsciiLetterOrDigit((char)options.Separator[0]) && !options.QuoteAll;
        _isPlain = [.. schema.Fields.Select(f => usual && f.DataType is NumericType or BooleanType)];
        _triggers = SearchValues.Create([options.Separator[0], (byte)'\n', (byte)'\r', .. options.EscapeQuotes && options.Quote != 0 ? [options.Quote] : Array.Empty<byte>()]);
        _escaped = SearchValues.Create([options.Quote, .. options.EscapeOfEscape != 0 ? [options.Escape] : Array.Empty<byte>()]);
        _null = Encoding.UTF8.GetBytes(options.NullValue);
        _empty = Encoding.UTF8.GetBytes(options.EmptyValue ?? "\"\"");
    }

    /// <summary>Prints a row, without a line end.</summary>
    public void Write(ColumnVector[] columns, int row, TextSink sink)
    {
        for (var c = 0; c < _fields.Length; c++)
        {
            if (c > 0) sink.Write(_options.Separator);
            WriteField(columns[c], row, c, sink);
        }
    }

    /// <summary>Prints the columns' names, without a line end.</summary>
    public void WriteHeader(StructType schema, TextSink sink)
    {
        for (var c = 0; c < schema.Count; c++)
        {
            if (c > 0) sink.Write(_options.Separator);
            var start = sink.Used;
            sink.Write(Encoding.UTF8.GetBytes(schema[c].Name));
            Finish(start, c, sink);
        }
    }

    /// <exception cref="AnalysisException">UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE: CSV has no form of a column's type.</exception>
    public static void Check(StructType schema)
    {
        var formats = TemporalFormats.Of(null, null, null, Foundation.Time.TimeZones.Utc);
        foreach (var field in schema.Fields) Printer(field, formats);
    }

    private static FieldWriter Printer(StructField field, TemporalFormats formats) => field.DataType switch
    {
        BinaryType => FieldWriter.Create(StringType.Instance, formats)!,
        CalendarIntervalType => throw CsvColumns.Unsupported(field),
        var type => FieldWriter.Create(type, formats) ?? throw CsvColumns.Unsupported(field),
    };

    private void WriteField(ColumnVector vector, int row, int column, TextSink sink)
    {
        var start = sink.Used;
        if (!FieldWriter.TryLocate(ref vector, ref row))
        {
            sink.Write(_null);
            if (_options.QuoteAll) Finish(start, column, sink, special: true);
            return;
        }
        _fields[column].Write(vector, row, sink);
        if (!_isPlain[column]) Finish(start, column, sink);
    }

    // Puts the value that was written from a place on into quotes where it needs them.
    private void Finish(int start, int column, TextSink sink, bool special = false)
    {
        var text = sink.From(start);
        if (text.IsEmpty && !special)
        {
            sink.Write(_empty);
            special = true;
            text = sink.From(start);
        }
        if (special && text.Length >= 2 && text[0] == _options.Quote && text[^1] == _options.Quote) return;
        if (!special) text = Trim(start, text, sink);
        if (_options.Quote == 0) return;
        var comment = _options.Comment == 0 ? (byte)'#' : _options.Comment;
        var quoted = _options.QuoteAll || !text.IsEmpty && (text[0] == _options.Quote || column == 0 && text[0] == comment || text.ContainsAny(_triggers));
        if (!quoted) return;
        if (_scratch.Length < text.Length) _scratch = new byte[text.Length * 2];
        var copy = _scratch.AsSpan(0, text.Length);
        text.CopyTo(copy);
        sink.Rewind(start);
        sink.Write(_options.Quote);
        ReadOnlySpan<byte> rest = copy;
        for (var next = rest.IndexOfAny(_escaped); next >= 0; next = rest.IndexOfAny(_escaped))
        {
            sink.Write(rest[..next]);
            sink.Write(rest[next] == _options.Quote ? _options.Escape : _options.EscapeOfEscape);
            sink.Write(rest[next]);
            rest = rest[(next + 1)..];
        }
        sink.Write(rest);
        sink.Write(_options.Quote);
    }

    private Span<byte> Trim(int start, Span<byte> text, TextSink sink)
    {
        var trimmed = text;
        if (_options.IgnoreLeadingWhitespace ?? true) while (!trimmed.IsEmpty && trimmed[0] <= ' ') trimmed = trimmed[1..];
        if (_options.IgnoreTrailingWhitespace ?? true) while (!trimmed.IsEmpty && trimmed[^1] <= ' ') trimmed = trimmed[..^1];
        if (trimmed.Length == text.Length) return text;
        trimmed.CopyTo(text);
        sink.Rewind(start + trimmed.Length);
        return sink.From(start);
    }
}
