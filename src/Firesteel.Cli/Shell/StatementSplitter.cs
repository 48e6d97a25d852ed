namespace Firesteel.Cli.Shell;

/// <summary>Cuts text into statements at the semicolons outside of quotes, comments and BEGIN ... END blocks. Text may come in pieces.</summary>
sealed class StatementSplitter
{
    private string _rest = "";

    /// <summary>Is a statement begun and not ended?</summary>
    public bool IsInside => !IsBlank(_rest);

    /// <summary>What has come after the last semicolon.</summary>
    public string Remainder => _rest;

    /// <summary>Takes a piece of text; returns the statements that it completes, without their semicolons.</summary>
    public IReadOnlyList<string> Add(string text)
    {
        _rest += text;
        var statements = new List<string>();
        while (EndOfFirst(_rest) is >= 0 and var end)
        {
            if (!IsBlank(_rest[..end])) statements.Add(_rest[..end].Trim());
            _rest = _rest[(end + 1)..];
        }
        return statements;
    }

    /// <summary>The statement that no semicolon has ended, if there is one; forgets it.</summary>
    public string? Finish()
    {
        var rest = _rest;
        _rest = "";
        return IsBlank(rest) ? null : rest.Trim();
    }

    /// <summary>All statements of a text.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var splitter = new StatementSplitter();
        var statements = splitter.Add(text);
        return splitter.Finish() is { } last ? [.. statements, last] : statements;
    }

    /// <summary>Is there nothing but blanks and comments?</summary>
    private static bool IsBlank(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var next = SkipComment(text, at);
            if (next == at)
            {
                if (!char.IsWhiteSpace(text[at])) return false;
                next++;
            }
            at = next;
        }
        return true;
    }

    private static int EndOfFirst(string text)
    {
        var (depth, words, isScript) = (0, 0, false);
        var previous = "";
        for (var at = 0; at < text.Length;)
        {
            var next = SkipComment(text, at);
            if (next == at) next = SkipQuoted(text, at);
            if (next > at)
            {
                at = next;
                continue;
            }
            if (text[at] == ';' && depth == 0) return at;
            if (!IsWordStart(text[at]))
            {
                at++;
                continue;
            }
            var end = at;
            while (end < text.Length && (IsWordStart(text[end]) || char.IsDigit(text[end]))) end++;
            var word = text[at..end].ToUpperInvariant();
            // A script begins with BEGIN, or with a label and BEGIN.
            if (word == "BEGIN" && words <= 1) isScript = true;
            if (isScript) depth += Nesting(word, previous);
            (words, previous, at) = (words + 1, word, end);
        }
        return -1;
    }

    // Blocks end in END, loops and branches in END LOOP and the like; only what a bare END closes is counted, and CASE, which END or END CASE closes.
    private static int Nesting(string word, string previous) => (word, previous) switch
    {
        ("CASE", "END") => 0,
        ("BEGIN" or "CASE", _) => 1,
        ("IF" or "LOOP" or "WHILE" or "REPEAT" or "FOR", "END") => 1,
        ("END", _) => -1,
        _ => 0,
    };

    private static bool IsWordStart(char c) => c == '_' || char.IsLetter(c);

    // A comment that is not ended reaches to the end of the text.
    private static int SkipComment(string text, int at)
    {
        if (at + 1 >= text.Length) return at;
        if (text[at] == '-' && text[at + 1] == '-')
        {
            // A backslash before the end of the line continues the comment, as in Spark's grammar.
            for (at += 2; at < text.Length; at++)
            {
                if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] == '\n') at++;
                else if (text[at] == '\n') return at + 1;
            }
            return text.Length;
        }
        if (text[at] != '/' || text[at + 1] != '*' || (at + 2 < text.Length && text[at + 2] == '+')) return at;
        var depth = 0;
        for (; at + 1 < text.Length; at++)
        {
            if (text[at] == '/' && text[at + 1] == '*')
            {
                depth++;
                at++;
            }
            else if (text[at] == '*' && text[at + 1] == '/')
            {
                at++;
                if (--depth == 0) return at + 1;
            }
        }
        return text.Length;
    }

    private static int SkipQuoted(string text, int at)
    {
        var quote = text[at];
        if (quote is not ('\'' or '"' or '`')) return at;
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '\\' && quote != '`') at++;
            else if (text[at] == quote) return at + 1;
        }
        return text.Length;
    }
}
