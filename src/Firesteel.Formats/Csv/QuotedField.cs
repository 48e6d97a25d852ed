namespace Firesteel.Formats.Csv;

/// <summary>
/// Reads a value that begins with a quote. The common case, no quote or escape inside, is a slice; the others follow the state machine
/// of the CSV parser that Spark uses, so that malformed values come out as Spark's.
/// </summary>
sealed unsafe class QuotedField(CsvOptions options)
{
    private readonly byte _quote = options.Quote;
    private readonly byte _escape = options.Escape;

    /// <summary>Returns where the value's separator or line end stands (the limit where the text ends), or -1 where more text is needed.</summary>
    /// <param name="open">Place of the opening quote.</param>
    /// <param name="limit">End of the line, or of the window in multi-line mode.</param>
    /// <param name="final">Whether the text ends at the limit.</param>
    public int Read(CsvRows rows, int open, int limit, bool final, out CsvField field)
    {
        var data = rows.Text;
        var found = new ReadOnlySpan<byte>(data + open + 1, limit - open - 1).IndexOfAny(_quote, _escape);
        if (found >= 0 && data[open + 1 + found] == _quote)
        {
            var close = open + 1 + found;
            if (close + 1 < limit ? IsStop(data, close + 1, limit) : final)
            {
                field = new CsvField(open + 1, found);
                return close + 1;
            }
        }
        var start = rows.ScratchStart;
        var stop = Slow(rows, open, limit, final, start, out var skipped);
        if (stop < 0) rows.Rewind(start);
        field = skipped ? CsvField.Null : new CsvField(start, rows.ScratchLength(start));
        return stop;
    }

    private int Slow(CsvRows rows, int open, int limit, bool final, int start, out bool skipped)
    {
        skipped = false;
        var data = rows.Text;
        byte previous = 0;
        var unescaped = false;
        var i = open + 1;
        if (i >= limit)
        {
            if (final) rows.Append(_quote);
            return final ? limit : -1;
        }
        var ch = data[i];
        while (true)
        {
            if (previous == _quote && (ch <= ' ' || IsStop(data, i, limit))) break;
            if (ch != _quote && ch != _escape)
            {
                if (previous == _quote)
                {
                    unescaped = true;
                    switch (options.UnescapedQuotes)
                    {
                        case UnescapedQuoteHandling.StopAtDelimiter:
                            rows.Append(_quote);
                            rows.Prepend(start, _quote);
                            return UntilStop(rows, i, limit, final);
                        case UnescapedQuoteHandling.SkipValue:
                            skipped = true;
                            rows.Rewind(start);
                            var end = UntilStop(rows, i, limit, final);
                            rows.Rewind(start);
                            return end;
                        case UnescapedQuoteHandling.RaiseError:
                            throw new SparkRuntimeException("MALFORMED_CSV_RECORD", new Dictionary<string, string> { ["badRecord"] = System.Text.Encoding.UTF8.GetString(data + open, limit - open) });
                        case UnescapedQuoteHandling.StopAtClosingQuote:
                            rows.Append(_quote);
                            break;
                    }
                }
                else if (previous == _escape && _escape != 0)
                {
                    rows.Append(_escape);
                }
                var span = new ReadOnlySpan<byte>(data + i, limit - i);
                var found = span.IndexOfAny(_quote, _escape);
                rows.Append(found < 0 ? span : span[..found]);
                if (found < 0) return final ? limit : -1;
                i += found;
                previous = data[i];
            }
            else
            {
                previous = Escaped(rows, ch, previous);
            }
            if (++i >= limit)
            {
                if (!final) return -1;
                if (previous == _escape && _escape != 0 && _escape != _quote) rows.Append(_escape);
                return limit;
            }
            ch = data[i];
            if (unescaped && previous == _quote && IsStop(data, i, limit)) return i;
        }
        // Blanks between the closing quote and the separator do not count.
        var blanks = i;
        while (i < limit && data[i] <= ' ' && !IsStop(data, i, limit)) i++;
        if (i >= limit) return final ? limit : -1;
        if (IsStop(data, i, limit)) return i;
        if (options.UnescapedQuotes == UnescapedQuoteHandling.StopAtClosingQuote)
        {
            // The quote was no end: what follows the blanks is the value's too.
            rows.Append(_quote);
            if (data[i] != _quote) return UntilStop(rows, blanks, limit, final);
            rows.Append(new ReadOnlySpan<byte>(data + blanks, i + 1 - blanks));
            return Continue(rows, i + 1, limit, final);
        }
        skipped = options.UnescapedQuotes == UnescapedQuoteHandling.SkipValue;
        rows.Append(_quote);
        rows.Prepend(start, _quote);
        return UntilStop(rows, blanks, limit, final);
    }

    // Reads on to a quote that a separator follows.
    private int Continue(CsvRows rows, int from, int limit, bool final)
    {
        var data = rows.Text;
        for (var i = from; i < limit; i++)
        {
            if (data[i] == _quote && (i + 1 < limit ? IsStop(data, i + 1, limit) : final)) return i + 1;
            rows.Append(data[i]);
        }
        return final ? limit : -1;
    }

    // What the next character sees as its predecessor.
    private byte Escaped(CsvRows rows, byte ch, byte previous)
    {
        if (ch == _escape && previous == options.EscapeOfEscape && options.EscapeOfEscape != 0)
        {
            rows.Append(_escape);
            return 0;
        }
        if (previous == _escape && _escape != 0)
        {
            if (ch == _quote)
            {
                rows.Append(_quote);
                return 0;
            }
            rows.Append(previous);
        }
        else if (ch == _quote && previous == _quote)
        {
            rows.Append(_quote);
        }
        return ch;
    }

    private int UntilStop(CsvRows rows, int from, int limit, bool final)
    {
        var i = from;
        while (i < limit && !IsStop(rows.Text, i, limit)) i++;
        if (i >= limit && !final) return -1;
        rows.Append(new ReadOnlySpan<byte>(rows.Text + from, i - from));
        return i;
    }

    private bool IsStop(byte* data, int at, int limit)
    {
        var rest = new ReadOnlySpan<byte>(data + at, limit - at);
        if (rest.StartsWith(options.Separator)) return true;
        return options.LineSeparator is { } own ? rest.StartsWith(own) : data[at] is (byte)'\n' or (byte)'\r';
    }
}
