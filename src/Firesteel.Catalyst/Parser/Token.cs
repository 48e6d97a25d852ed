namespace Firesteel.Catalyst.Parser;

enum TokenKind : byte
{
    /// <summary>A bare word: a keyword, where <see cref="Token.Word"/> is set, or a name.</summary>
    Word,
    /// <summary>A name between backticks, or between double quotes where those hold names.</summary>
    QuotedName,
    Text,
    /// <summary>Digits only.</summary>
    Integer,
    /// <summary>Any other number: with a point, an exponent or a suffix.</summary>
    Number,
    Symbol,
    /// <summary>A character that begins nothing.</summary>
    Invalid,
    End,
}

/// <summary>One word, literal or symbol of a statement.</summary>
/// <param name="Word">The keyword in upper case, or the symbol.</param>
/// <param name="Start">Its first character.</param>
/// <param name="Stop">Its last character.</param>
readonly record struct Token(TokenKind Kind, string? Word, int Start, int Stop);
