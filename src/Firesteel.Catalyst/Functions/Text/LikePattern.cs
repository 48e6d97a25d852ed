using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Functions.Text;

/// <summary>
/// A compiled LIKE pattern: literal pieces between runs of %, in which _ stands for any character.
/// Patterns of literal pieces only are matched by searching bytes.
/// </summary>
sealed class LikePattern
{
    /// <summary>One literal byte run; <see cref="Skip"/> characters of any kind come before it.</summary>
    private readonly record struct Atom(int Skip, byte[] Bytes);

    // Pieces[i] holds the atoms between the i-th and the next %.
    private readonly List<List<Atom>> _pieces = [];
    private readonly bool _onlyLiterals = true;

    private LikePattern(ReadOnlySpan<byte> pattern, byte escape, Func<SparkException> invalidEnd, Func<char, SparkException> invalidEscape)
    {
        var piece = new List<Atom>();
        var bytes = new List<byte>();
        var skip = 0;
        void Flush()
        {
            if (bytes.Count == 0 && skip == 0) return;
            piece.Add(new Atom(skip, [.. bytes]));
            bytes.Clear();
            skip = 0;
        }
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == escape)
            {
                if (i + 1 == pattern.Length) throw invalidEnd();
                var next = pattern[++i];
                if (next != '_' && next != '%' && next != escape) throw invalidEscape((char)next);
                bytes.Add(next);
            }
            else if (c == '_')
            {
                if (bytes.Count > 0) Flush();
                skip++;
                _onlyLiterals = false;
            }
            else if (c == '%')
            {
                Flush();
                _pieces.Add(piece);
                piece = [];
            }
            else bytes.Add(c);
        }
        Flush();
        _pieces.Add(piece);
    }

    public static LikePattern Compile(ReadOnlySpan<byte> pattern, char escape)
    {
        var text = System.Text.Encoding.UTF8.GetString(pattern);
        return new LikePattern(pattern, (byte)escape,
            () => new AnalysisException("INVALID_FORMAT.ESC_AT_THE_END", new Dictionary<string, string> { ["format"] = $"'{text}'" }),
            c => new AnalysisException("INVALID_FORMAT.ESC_IN_THE_MIDDLE", new Dictionary<string, string> { ["format"] = $"'{text}'", ["char"] = $"'{c}'" }));
    }

    public bool Matches(ReadOnlySpan<byte> text)
    {
        if (_pieces.Count == 1)
            return _onlyLiterals ? text.SequenceEqual(LiteralOf(_pieces[0])) : MatchAt(_pieces[0], text, out var used) && used == text.Length;
        var first = _pieces[0];
        var last = _pieces[^1];
        if (_onlyLiterals)
        {
            var head = LiteralOf(first);
            var tail = LiteralOf(last);
            if (text.Length < head.Length + tail.Length || !text.StartsWith(head) || !text.EndsWith(tail)) return false;
            text = text[head.Length..^tail.Length];
            for (var i = 1; i < _pieces.Count - 1; i++)
            {
                var piece = LiteralOf(_pieces[i]);
                var at = text.IndexOf(piece);
                if (at < 0) return false;
                text = text[(at + piece.Length)..];
            }
            return true;
        }
        if (!MatchAt(first, text, out var start)) return false;
        text = text[start..];
        for (var i = 1; i < _pieces.Count - 1; i++)
        {
            if (!Search(_pieces[i], text, out var end)) return false;
            text = text[end..];
        }
        return MatchEnd(last, text);
    }

    private static ReadOnlySpan<byte> LiteralOf(List<Atom> piece) => piece.Count == 0 ? [] : piece[0].Bytes;

    private static bool MatchAt(List<Atom> piece, ReadOnlySpan<byte> text, out int used)
    {
        used = 0;
        foreach (var atom in piece)
        {
            for (var i = 0; i < atom.Skip; i++)
            {
                if (used >= text.Length) return false;
                used = Math.Min(text.Length, used + Utf8Text.WidthOf(text[used]));
            }
            if (!text[used..].StartsWith(atom.Bytes)) return false;
            used += atom.Bytes.Length;
        }
        return true;
    }

    private static bool Search(List<Atom> piece, ReadOnlySpan<byte> text, out int end)
    {
        end = 0;
        if (piece.Count == 0) return true;
        for (var at = 0; at <= text.Length;)
        {
            if (piece[0].Skip == 0)
            {
                var next = text[at..].IndexOf(piece[0].Bytes);
                if (next < 0) return false;
                at += next;
            }
            if (MatchAt(piece, text[at..], out var used)) { end = at + used; return true; }
            if (at >= text.Length) return false;
            at += Utf8Text.WidthOf(text[at]);
        }
        return false;
    }

    // The last piece must end with the text: its characters are counted from the end.
    private static bool MatchEnd(List<Atom> piece, ReadOnlySpan<byte> text)
    {
        if (piece.Count == 0) return true;
        for (var at = 0; at <= text.Length;)
        {
            if (MatchAt(piece, text[at..], out var used) && at + used == text.Length) return true;
            if (at >= text.Length) return false;
            at += Utf8Text.WidthOf(text[at]);
        }
        return false;
    }
}
