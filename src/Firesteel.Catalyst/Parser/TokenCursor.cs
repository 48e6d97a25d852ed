using System.Diagnostics;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Parser;

/// <summary>A place in the tokens of a statement: looks ahead, takes tokens, raises syntax errors, and stamps nodes with their origin.</summary>
abstract class TokenCursor(string text, ParserOptions options)
{
    private readonly Token[] _tokens = Lexer.Tokenize(text, options);

    // The first error of meaning in text whose form is right so far: an error of form behind it comes first.
    private ParseException? _deferred;

    // The error furthest into the text, of readings that were given up.
    private ParseException? _furthest;
    private int _furthestAt = -1;

    protected string Text => text;
    protected ParserOptions Options => options;
    protected int At { get; set; }
    protected Token Current => _tokens[At];
    protected bool AtEnd => Current.Kind == TokenKind.End;

    protected Token Peek(int ahead = 1) => _tokens[Math.Min(At + ahead, _tokens.Length - 1)];
    protected Token TokenAt(int index) => _tokens[index];

    /// <summary>Whether the next token is this keyword (upper case) or symbol.</summary>
    protected bool Is(string word) => Current.Word == word;
    protected bool IsNext(string word) => Peek().Word == word;
    protected bool Is(string first, string second) => Current.Word == first && Peek().Word == second;
    protected bool IsAny(params ReadOnlySpan<string> words)
    {
        var current = Current.Word;
        if (current != null)
            foreach (var word in words)
                if (word == current) return true;
        return false;
    }

    protected bool Accept(string word)
    {
        if (!Is(word)) return false;
        At++;
        return true;
    }

    protected bool Accept(string first, string second)
    {
        if (!Is(first, second)) return false;
        At += 2;
        return true;
    }

    protected bool Accept(string first, string second, string third)
    {
        if (!Is(first, second) || Peek(2).Word != third) return false;
        At += 3;
        return true;
    }

    protected bool AcceptAny(params ReadOnlySpan<string> words)
    {
        if (!IsAny(words)) return false;
        At++;
        return true;
    }

    protected void Expect(string word)
    {
        if (!Accept(word)) throw Unexpected(Peek().Word is { } next && !AtEnd && (next == word || word == ")" && next == ",") ? $": extra input '{Source(Current)}'" : "");
    }

    protected void Expect(string first, string second)
    {
        Expect(first);
        Expect(second);
    }

    protected string Source(Token token) => text.Substring(token.Start, token.Stop - token.Start + 1);

    /// <summary>The text from a token to the last one taken.</summary>
    protected string SourceFrom(int start) => At <= start ? "" : text[_tokens[start].Start..(_tokens[At - 1].Stop + 1)];

    protected QueryContext ContextFrom(int start)
    {
        var last = Math.Max(At - 1, start);
        return new(text, _tokens[start].Start, _tokens[last].Stop);
    }

    protected Origin OriginFrom(int start) => new(ContextFrom(start));

    protected T From<T>(int start, T node) where T : Expression => (T)((Expression)node with { Origin = OriginFrom(start) });

    protected T PlanFrom<T>(int start, T node) where T : LogicalPlan => (T)((LogicalPlan)node with { Origin = OriginFrom(start) });

    /// <summary>A syntax error at the next token.</summary>
    protected ParseException Unexpected(string hint = "")
    {
        var token = Current;
        var error = token.Kind == TokenKind.End ? "end of input" : $"'{Source(token)}'";
        return Remember(new ParseException("PARSE_SYNTAX_ERROR", Parameters(("error", error), ("hint", hint)), new QueryContext(text, token.Start, Math.Max(token.Stop, token.Start))));
    }

    /// <summary>An error about the tokens from <paramref name="start"/> to the last one taken.</summary>
    protected ParseException Error(int start, string condition, params ReadOnlySpan<(string Name, string Value)> parameters)
        => new(condition, Parameters(parameters), ContextFrom(start));

    /// <summary>Raises the error once the whole text has been read without an error of form.</summary>
    protected void Defer(ParseException error) => _deferred ??= error;

    private ParseException Remember(ParseException error)
    {
        if (At > _furthestAt) (_furthest, _furthestAt) = (error, At);
        return error;
    }

    protected static Dictionary<string, string> Parameters(params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var map = new Dictionary<string, string>();
        foreach (var (name, value) in parameters) map[name] = value;
        return map;
    }

    /// <summary>Reads ahead and returns to the start where that fails or gives null.</summary>
    protected T? Try<T>(Func<T?> read) where T : class
    {
        var (start, deferred) = (At, _deferred);
        try
        {
            if (read() is { } result) return result;
        }
        catch (ParseException e) when (e.Condition == "PARSE_SYNTAX_ERROR")
        {
            // Another reading may fit; if none does, the error furthest on tells most.
        }
        (At, _deferred) = (start, deferred);
        return null;
    }

    /// <summary>Runs a whole parse; of several errors met on the way the furthest is the one to show.</summary>
    protected T Whole<T>(Func<T> read)
    {
        if (string.IsNullOrWhiteSpace(text)) throw new ParseException("PARSE_EMPTY_STATEMENT", null, new QueryContext(text, 0, Math.Max(0, text.Length - 1)));
        try
        {
            var result = read();
            if (!AtEnd) throw Unexpected(Peek().Kind == TokenKind.End || Peek().Word == ";" || At > 0 && TokenAt(At - 1).Word == ";" ? $": extra input '{Source(Current)}'" : "");
            return _deferred == null ? result : throw _deferred;
        }
        catch (ParseException e) when (e.Condition == "PARSE_SYNTAX_ERROR" && _furthest is { } furthest && !ReferenceEquals(furthest, e))
        {
            throw furthest;
        }
        catch (AnalysisException e) when (e is not ParseException)
        {
            throw new ParseException(e.Condition, e.Parameters, new QueryContext(text, 0, Math.Max(0, text.Length - 1)), e);
        }
    }

    /// <summary>One or more, with commas between.</summary>
    protected ValueList<T> List<T>(Func<T> read)
    {
        var items = new List<T> { read() };
        while (Accept(",")) items.Add(read());
        return new(items);
    }

    /// <summary>One or more with commas between, in parentheses.</summary>
    protected ValueList<T> ListInParentheses<T>(Func<T> read)
    {
        Expect("(");
        var items = List(read);
        Expect(")");
        return items;
    }

    /// <summary>Index of the parenthesis that closes the one at <paramref name="open"/>, or -1.</summary>
    protected int Closing(int open)
    {
        var depth = 0;
        for (var i = open; i < _tokens.Length; i++)
        {
            if (_tokens[i].Word == "(") depth++;
            else if (_tokens[i].Word == ")" && --depth == 0) return i;
        }
        return -1;
    }
}
