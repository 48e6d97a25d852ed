namespace Firesteel.Catalyst.Parser;

/// <summary>Cuts SQL text into tokens; blanks and comments are dropped, hints stay between <c>/*+</c> and <c>*/</c>.</summary>
ref struct Lexer(string text, ParserOptions options)
{
    // Longer symbols first. A lone '>' is never joined to another: types close with several, shifts are put together by the parser.
    private static readonly string[] Symbols =
    [
        "<=>", "/*+", "*/", "||", "|>", "->", "=>", "::", "<<", "!=", "!>", "!<", "<>", "==", "<=", ">=",
        "=", "<", ">", "+", "-", "*", "/", "%", "~", "&", "|", "^", ":", ".", ",", ";", "(", ")", "[", "]", "{", "}", "?", "!", "@",
    ];

    private static readonly string[][] SymbolsByFirst = [.. Enumerable.Range(0, 128).Select(c => Symbols.Where(s => s[0] == c).ToArray())];

    private int _at;

    public static Token[] Tokenize(string text, ParserOptions options)
    {
        var lexer = new Lexer(text, options);
        var tokens = new List<Token>(text.Length / 5 + 8);
        Token token;
        do tokens.Add(token = lexer.Next());
        while (token.Kind != TokenKind.End);
        return [.. tokens];
    }

    private Token Next()
    {
        SkipBlanks();
        if (_at >= text.Length) return new(TokenKind.End, null, text.Length, text.Length - 1);
        var c = text[_at];
        if (c is 'r' or 'R' && Char(1) is '\'' or '"' && Char(1) is var quote && text.IndexOf(quote, _at + 2) is var close and > 0 && !(quote == '"' && options.DoubleQuotedIdentifiers))
            return Take(TokenKind.Text, close + 1 - _at);
        if (char.IsAsciiDigit(c) || c == '.' && char.IsAsciiDigit(Char(1)))
        {
            if (Number() is { } number) return number;
        }
        if (IsNamePart(c)) return Word();
        switch (c)
        {
            case '\'': return Quoted(TokenKind.Text, c);
            case '"': return Quoted(options.DoubleQuotedIdentifiers ? TokenKind.QuotedName : TokenKind.Text, c);
            case '`': return Backticks();
        }
        if (c < 128)
            foreach (var symbol in SymbolsByFirst[c])
                if (string.CompareOrdinal(text, _at, symbol, 0, symbol.Length) == 0)
                    return Take(TokenKind.Symbol, symbol.Length, symbol);
        return Take(TokenKind.Invalid, char.IsHighSurrogate(c) && _at + 1 < text.Length ? 2 : 1);
    }

    private readonly char Char(int ahead) => _at + ahead < text.Length ? text[_at + ahead] : '\0';

    private Token Take(TokenKind kind, int length, string? word = null)
    {
        var start = _at;
        _at += length;
        return new(kind, word, start, _at - 1);
    }

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || c > 127 && (char.IsLetter(c) || char.IsSurrogate(c));

    private void SkipBlanks()
    {
        while (_at < text.Length)
        {
            var c = text[_at];
            if (c is ' ' or '\n' or '\r' or '\t' or '\f' or '\v' or '\u00a0' or '\u3000' or '\ufeff' || c > 127 && char.IsWhiteSpace(c)) _at++;
            else if (c == '-' && Char(1) == '-') SkipLine();
            else if (c == '/' && Char(1) == '*' && Char(2) != '+') SkipComment();
            else return;
        }
    }

    private void SkipLine()
    {
        for (; _at < text.Length; _at++)
        {
            if (text[_at] == '\\' && Char(1) == '\n') _at++;
            else if (text[_at] is '\n' or '\r') return;
        }
    }

    private void SkipComment()
    {
        var start = _at;
        var depth = 0;
        while (_at < text.Length)
        {
            if (text[_at] == '/' && Char(1) == '*') { depth++; _at += 2; }
            else if (text[_at] == '*' && Char(1) == '/')
            {
                _at += 2;
                if (--depth == 0) return;
            }
            else _at++;
        }
        throw new ParseException("UNCLOSED_BRACKETED_COMMENT", null, new QueryContext(text, start, text.Length - 1));
    }

    private Token Word()
    {
        var end = _at;
        while (end < text.Length && IsNamePart(text[end])) end++;
        return Take(TokenKind.Word, end - _at, Keywords.Find(text.AsSpan(_at, end - _at)));
    }

    // Null where the digits begin a name.
    private Token? Number()
    {
        var end = Digits(_at);
        var kind = TokenKind.Integer;
        if (end < text.Length && text[end] == '.' && !(end > _at && end + 1 < text.Length && IsNamePart(text[end + 1]) && !char.IsAsciiDigit(text[end + 1]) && !IsExponent(end + 1) && !IsSuffix(end + 1)))
        {
            end = Digits(end + 1);
            kind = TokenKind.Number;
        }
        if (IsExponent(end))
        {
            end = Digits(end + (text[end + 1] is '+' or '-' ? 2 : 1));
            kind = TokenKind.Number;
        }
        if (IsSuffix(end))
        {
            end += text[end] is 'b' or 'B' ? 2 : 1;
            kind = TokenKind.Number;
        }
        if (end < text.Length && IsNamePart(text[end]))
        {
            if (text[_at] != '.') return null;
            return Take(TokenKind.Symbol, 1, ".");
        }
        return Take(kind, end - _at);
    }

    private readonly int Digits(int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return at;
    }

    private readonly bool IsExponent(int at)
    {
        if (at + 1 >= text.Length || text[at] is not ('e' or 'E')) return false;
        var digit = text[at + 1] is '+' or '-' ? at + 2 : at + 1;
        return digit < text.Length && char.IsAsciiDigit(text[digit]);
    }

    private readonly bool IsSuffix(int at)
    {
        if (at >= text.Length) return false;
        var length = text[at] is 'L' or 'l' or 'S' or 's' or 'Y' or 'y' or 'F' or 'f' or 'D' or 'd' ? 1
            : text[at] is 'B' or 'b' && at + 1 < text.Length && text[at + 1] is 'D' or 'd' ? 2 : 0;
        return length > 0 && (at + length >= text.Length || !IsNamePart(text[at + length]));
    }

    private Token Quoted(TokenKind kind, char quote)
    {
        var escapes = kind == TokenKind.Text;
        for (var end = _at + 1; end < text.Length; end++)
        {
            if (text[end] == '\\' && escapes) end++;
            else if (text[end] == quote)
            {
                if (end + 1 < text.Length && text[end + 1] == quote && !(options.ConsecutiveStringLiterals && escapes)) end++;
                else return Take(kind, end + 1 - _at);
            }
        }
        return Take(TokenKind.Invalid, 1);
    }

    private Token Backticks()
    {
        for (var end = _at + 1; end < text.Length; end++)
        {
            if (text[end] != '`') continue;
            if (end + 1 < text.Length && text[end + 1] == '`') end++;
            else return Take(TokenKind.QuotedName, end + 1 - _at);
        }
        return Take(TokenKind.Invalid, 1);
    }
}
