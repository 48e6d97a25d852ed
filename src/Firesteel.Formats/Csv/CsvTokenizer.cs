using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Firesteel.Formats.Text;

namespace Firesteel.Formats.Csv;

/// <summary>
/// Cuts a window of text into records and fields. Separators and line ends are searched 64 bytes at a time; a field that begins with a
/// quote goes through <see cref="QuotedField"/>. Outside of multi-line mode a record ends with its line, quotes or not.
/// </summary>
/// <param name="slots">For each column of the file the slot that takes its value, or -1.</param>
sealed unsafe class CsvTokenizer(CsvOptions options, int[] slots, bool countAll)
{
    private readonly byte _separator = options.Separator[0];
    private readonly bool _longSeparator = options.Separator.Length > 1;
    private readonly byte _newline = options.LineSeparator?[0] ?? (byte)'\n';
    private readonly byte _return = options.LineSeparator?[0] ?? (byte)'\r';
    private readonly bool _trimLeft = options.IgnoreLeadingWhitespace == true;
    private readonly bool _trimRight = options.IgnoreTrailingWhitespace == true;
    private readonly byte[] _emptyValue = System.Text.Encoding.UTF8.GetBytes(options.EmptyValue ?? "");
    private readonly QuotedField _quoted = new(options);
    // Columns behind the last one that is wanted are not looked at, where nobody counts them.
    private readonly int _lastWanted = countAll ? int.MaxValue : Array.FindLastIndex(slots, s => s >= 0);

    /// <summary>Fills the rows from what the window holds. Stops before a record that is not whole in the window.</summary>
    /// <param name="limit">Records that begin beyond this place of the file belong to the next piece.</param>
    public void Read(TextWindow window, long limit, CsvRows rows)
    {
        rows.Reset();
        rows.Text = window.Data;
        var data = window.Data;
        var end = window.End;
        var position = window.Position;
        var last = (int)Math.Min(int.MaxValue, Math.Max(-1, limit - window.Offset));
        var scan = new Scan(data, end, _separator, _newline, _return);
        while (rows.Count < rows.Capacity && position < end && position <= last)
        {
            if (data[position] <= ' ' || data[position] == options.Comment)
            {
                var skipped = SkipBlankOrComment(data, position, end, window.Ended);
                if (skipped < 0) break;
                if (skipped > position)
                {
                    window.Position = position = skipped;
                    continue;
                }
            }
            var next = Record(ref scan, position, window.Ended, rows);
            if (next < 0) break;
            window.Position = position = next;
        }
    }

    /// <summary>Cuts one text that is a whole record, such as <c>from_csv</c> takes; readable for 64 bytes past its end. False where it is blank.</summary>
    public bool ReadOne(byte* text, int length, CsvRows rows)
    {
        rows.Reset();
        rows.Text = text;
        if (!new ReadOnlySpan<byte>(text, length).ContainsAnyExceptInRange((byte)0, (byte)' ')) return false;
        var scan = new Scan(text, length, _separator, _newline, _return);
        Record(ref scan, 0, ended: true, rows);
        return true;
    }

    // Returns where the next record begins, or -1 where this one is not whole.
    private int Record(ref Scan scan, int start, bool ended, CsvRows rows)
    {
        var data = scan.Data;
        var end = scan.End;
        var fields = rows.Fields + (long)rows.Count * rows.Slots;
        for (var s = 0; s < rows.Slots; s++) fields[s] = CsvField.Null;
        var at = start;
        var column = 0;
        var lineEnd = -1;
        while (true)
        {
            if (_trimLeft) while (at < end && data[at] <= ' ' && !IsSeparator(data, at, end) && !IsNewline(data, at, end)) at++;
            int stop;
            var field = CsvField.Null;
            if (at < end && data[at] == options.Quote && options.Quote != 0)
            {
                if (!options.MultiLine && lineEnd < 0)
                {
                    lineEnd = FindNewline(data, at, end);
                    if (lineEnd < 0)
                    {
                        if (!ended) return -1;
                        lineEnd = end;
                    }
                }
                stop = _quoted.Read(rows, at, options.MultiLine ? end : lineEnd, !options.MultiLine || ended, out field);
                if (stop < 0) return -1;
                if (field.Length == 0 && _emptyValue.Length > 0)
                {
                    field = new CsvField(rows.ScratchStart, _emptyValue.Length);
                    rows.Append(_emptyValue);
                }
            }
            else
            {
                stop = scan.Next(at);
                if (_longSeparator || options.LineSeparator is { Length: > 1 })
                    while (stop < end && !IsSeparator(data, stop, end) && !IsNewline(data, stop, end)) stop = scan.Next(stop + 1);
                var length = stop - at;
                if (_trimRight) while (length > 0 && data[at + length - 1] <= ' ') length--;
                if (length > 0) field = new CsvField(at, length);
            }
            if (options.MaxCharsPerColumn >= 0 && field.Length > options.MaxCharsPerColumn) throw TooLong(field.Length);
            if (column < slots.Length && slots[column] >= 0) fields[slots[column]] = field;
            column++;
            if (column > options.MaxColumns) throw TooMany();
            if (stop >= end)
            {
                if (!ended) return -1;
                return Finish(rows, start, end, end, column);
            }
            if (data[stop] == _separator && IsSeparator(data, stop, end))
            {
                at = stop + options.Separator.Length;
                if (column <= _lastWanted) continue;
                // The rest of the line does not matter.
                if (!options.MultiLine)
                {
                    stop = FindNewline(data, at, end);
                    if (stop < 0)
                    {
                        if (!ended) return -1;
                        return Finish(rows, start, end, end, column);
                    }
                }
                else
                {
                    continue;
                }
            }
            var next = stop + 1;
            if (options.LineSeparator is { } own) next = stop + own.Length;
            else if (data[stop] == '\r')
            {
                if (next == end && !ended) return -1;
                if (next < end && data[next] == '\n') next++;
            }
            return Finish(rows, start, stop, next, column);
        }
    }

    private static int Finish(CsvRows rows, int start, int end, int next, int tokens)
    {
        rows.Tokens[rows.Count] = tokens;
        rows.Starts[rows.Count] = start;
        rows.Lengths[rows.Count] = end - start;
        rows.Count++;
        return next;
    }

    // The start of the next line where this one is blank or a comment, the position itself where it is neither, -1 where the line is not whole.
    private int SkipBlankOrComment(byte* data, int position, int end, bool ended)
    {
        var comment = options.Comment != 0 && data[position] == options.Comment;
        if (options.MultiLine && !comment && !IsNewline(data, position, end)) return position;
        var stop = FindNewline(data, position, end);
        if (stop < 0 && !ended) return -1;
        var lineEnd = stop < 0 ? end : stop;
        if (!comment && new ReadOnlySpan<byte>(data + position, lineEnd - position).ContainsAnyExceptInRange((byte)0, (byte)' ')) return position;
        if (stop < 0) return end;
        if (options.LineSeparator is { } own) return stop + own.Length;
        if (data[stop] == '\r' && stop + 1 == end && !ended) return -1;
        return stop + (data[stop] == '\r' && stop + 1 < end && data[stop + 1] == '\n' ? 2 : 1);
    }

    private int FindNewline(byte* data, int from, int end)
    {
        var span = new ReadOnlySpan<byte>(data + from, end - from);
        var found = options.LineSeparator is { } own ? span.IndexOf(own) : span.IndexOfAny((byte)'\n', (byte)'\r');
        return found < 0 ? -1 : from + found;
    }

    private bool IsSeparator(byte* data, int at, int end)
        => data[at] == _separator && (!_longSeparator || end - at >= options.Separator.Length && new ReadOnlySpan<byte>(data + at, options.Separator.Length).SequenceEqual(options.Separator));

    private bool IsNewline(byte* data, int at, int end)
        => options.LineSeparator is { } own
            ? end - at >= own.Length && new ReadOnlySpan<byte>(data + at, own.Length).SequenceEqual(own)
            : data[at] is (byte)'\n' or (byte)'\r';

    private static SparkRuntimeException TooMany() => new("MALFORMED_CSV_RECORD", new Dictionary<string, string> { ["badRecord"] = "" });

    private static SparkRuntimeException TooLong(int length)
        => new("MALFORMED_CSV_RECORD", new Dictionary<string, string> { ["badRecord"] = $"(a value of {length} bytes)" });

    /// <summary>Finds special bytes from one place on, remembering those of the 64 bytes it looked at last.</summary>
    private ref struct Scan(byte* data, int end, byte separator, byte newline, byte @return)
    {
        public readonly byte* Data = data;
        public readonly int End = end;
        private readonly Vector256<byte> _separators = Vector256.Create(separator);
        private readonly Vector256<byte> _newlines = Vector256.Create(newline);
        private readonly Vector256<byte> _returns = Vector256.Create(@return);
        private ulong _mask;
        private int _block = -64;

        /// <summary>The first separator or line end at or after a place, or the end.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Next(int from)
        {
            var behind = from - _block;
            if ((uint)behind < 64)
            {
                var mask = _mask >> behind;
                if (mask != 0) return Math.Min(End, from + BitOperations.TrailingZeroCount(mask));
                from = _block + 64;
            }
            return Search(from);
        }

        private int Search(int from)
        {
            while (from < End)
            {
                var low = Special(Vector256.Load(Data + from));
                var high = Special(Vector256.Load(Data + from + 32));
                _mask = low | (ulong)high << 32;
                _block = from;
                if (_mask != 0) return Math.Min(End, from + BitOperations.TrailingZeroCount(_mask));
                from += 64;
            }
            return End;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly uint Special(Vector256<byte> bytes)
            => (Vector256.Equals(bytes, _separators) | Vector256.Equals(bytes, _newlines) | Vector256.Equals(bytes, _returns)).ExtractMostSignificantBits();
    }
}
