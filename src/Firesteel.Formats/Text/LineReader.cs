namespace Firesteel.Formats.Text;

/// <summary>
/// Cuts a text into lines. Without a separator of its own a line ends at LF, CR or CR LF. Of a piece of a file the lines that begin
/// at or before its end are read, as Hadoop's line reader does: the next piece skips what it begins within.
/// </summary>
sealed unsafe class LineReader(TextWindow window, byte[]? separator, long limit)
{
    public TextWindow Window => window;

    /// <summary>Whether no line is left.</summary>
    public bool Done => window.Offset + window.Position > limit || window.Position >= window.End && window.Ended;

    /// <summary>Skips the rest of the line that a piece begins in.</summary>
    public void SkipPartial()
    {
        while (!TryNext(out _, out _))
        {
            if (Done) return;
            // What was seen of the line is not needed, but the end of it may be a part of a separator.
            window.Position = Math.Max(window.Position, window.End - Math.Max(1, separator?.Length ?? 1));
            window.Refill();
        }
    }

    /// <summary>The next line without its end; false where none is left, or none is whole in the window yet.</summary>
    public bool TryNext(out byte* line, out int length)
    {
        line = null;
        length = 0;
        if (Done) return false;
        var rest = window.Rest;
        int end, next;
        if (separator == null)
        {
            end = rest.IndexOfAny((byte)'\n', (byte)'\r');
            if (end >= 0 && end == rest.Length - 1 && rest[end] == '\r' && !window.Ended) return false;
            next = end < 0 ? end : end + (rest[end] == '\r' && end + 1 < rest.Length && rest[end + 1] == '\n' ? 2 : 1);
        }
        else
        {
            end = rest.IndexOf(separator);
            next = end + separator.Length;
        }
        if (end < 0)
        {
            if (!window.Ended) return false;
            end = next = rest.Length;
        }
        line = window.Data + window.Position;
        length = end;
        window.Position += next;
        return true;
    }
}
