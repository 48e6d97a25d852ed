using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Parser;

/// <summary>Reads identifiers and quoted text.</summary>
abstract class NameParser(string text, ParserOptions options) : TokenCursor(text, options)
{
    private string? _end;

    protected bool IsIdentifier(int ahead = 0) => IsIdentifier(Peek(ahead), false);

    /// <summary>Whether the token may be the alias of a relation: words that begin what may follow one may not.</summary>
    protected bool IsStrictIdentifier(int ahead = 0) => IsIdentifier(Peek(ahead), true);

    /// <summary>Reads something that this word ends, which names nothing in it.</summary>
    protected T Before<T>(string end, Func<T> read)
    {
        var around = _end;
        _end = end;
        try { return read(); }
        finally { _end = around; }
    }

    private bool IsIdentifier(Token token, bool strict) => token.Kind switch
    {
        TokenKind.QuotedName => true,
        TokenKind.Word when _end != null && token.Word == _end => false,
        TokenKind.Word => token.Word is not { } word || (Options.EnforceReservedKeywords ? !Keywords.IsReserved(word) : !strict || !Keywords.IsStrictNonReserved(word)),
        _ => false,
    };

    protected string Identifier(bool strict = false)
    {
        if (!IsIdentifier(Current, strict)) throw Unexpected();
        return NameOf(TokenAt(At++));
    }

    private string NameOf(Token token)
    {
        var source = Source(token);
        if (token.Kind != TokenKind.QuotedName) return source;
        var quote = source[..1];
        return source[1..^1].Replace(quote + quote, quote, StringComparison.Ordinal);
    }

    /// <summary>An identifier; <c>a-b</c> gets an error that says how to write it.</summary>
    protected string CheckedIdentifier(bool strict = false)
    {
        var start = At;
        var name = Identifier(strict);
        if (Is("-") && IsIdentifier(1))
        {
            while (Is("-") && IsIdentifier(1)) At += 2;
            throw Error(start, "INVALID_IDENTIFIER", ("ident", SourceFrom(start)));
        }
        return name;
    }

    protected ValueList<string> MultipartIdentifier()
    {
        if (!IsNameContinued()) return [CheckedIdentifier()];
        var parts = new List<string> { CheckedIdentifier() };
        while (Is(".")) { At++; parts.Add(CheckedIdentifier()); }
        return new(parts);
    }

    private bool IsNameContinued() => Peek().Word is "." or "-";

    protected ValueList<string> IdentifierList() => ListInParentheses(() => CheckedIdentifier());

    /// <summary>A name, or <c>IDENTIFIER(expr)</c>.</summary>
    protected ObjectName ObjectName()
    {
        if (!Is("IDENTIFIER", "(")) return new(MultipartIdentifier());
        At += 2;
        var computed = Expression();
        Expect(")");
        return ConstantName(computed) is { } name ? new(name) : new ObjectName(ValueList<string>.Empty) { Computed = computed };
    }

    /// <summary>The name that <c>IDENTIFIER(…)</c> holds where that is text, or texts joined; null where it must be computed.</summary>
    protected ValueList<string>? ConstantName(Expression expression)
    {
        return Constant(expression) is { } name ? SqlParser.ParseMultipartIdentifier(name, Options) : null;

        static string? Constant(Expression e) => e switch
        {
            Literal { Value: string text } => text,
            UnresolvedFunction { NameParts: ["concat"], Arguments: [var left, var right] } when Constant(left) is { } l && Constant(right) is { } r => l + r,
            _ => null,
        };
    }

    protected abstract Expression Expression();

    protected bool IsText => Current.Kind == TokenKind.Text;

    /// <summary>One or more quoted texts, joined.</summary>
    protected string TextLiteral()
    {
        var value = SingleText();
        while (IsText) value += SingleText();
        return value;
    }

    /// <summary>One quoted text.</summary>
    protected string SingleText()
    {
        if (!IsText) throw Unexpected();
        var token = TokenAt(At++);
        return StringLiteral.Unescape(Text.AsSpan(token.Start, token.Stop - token.Start + 1), Options);
    }

    protected int IntegerToken()
    {
        if (Current.Kind != TokenKind.Integer) throw Unexpected();
        var token = Current;
        At++;
        return int.TryParse(Source(token), out var value) ? value : throw Error(At - 1, "INVALID_NUMERIC_LITERAL_RANGE",
            ("rawStrippedQualifier", Source(token)), ("minValue", "-2147483648"), ("maxValue", "2147483647"), ("typeName", "int"));
    }
}
