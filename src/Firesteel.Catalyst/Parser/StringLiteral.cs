using System.Globalization;
using System.Text;

namespace Firesteel.Catalyst.Parser;

/// <summary>Reads the text that a quoted token stands for.</summary>
static class StringLiteral
{
    /// <param name="token">The token with its quotes, and an <c>r</c> before them where the text is raw.</param>
    public static string Unescape(ReadOnlySpan<char> token, ParserOptions options)
    {
        if (token[0] is 'r' or 'R') return token[2..^1].ToString();
        var quote = token[0];
        var body = token[1..^1];
        if (options.EscapedStringLiterals) return body.ToString();
        if (!body.Contains('\\') && !body.Contains(quote)) return body.ToString();
        var text = new StringBuilder(body.Length);
        for (var i = 0; i < body.Length; i++)
        {
            var c = body[i];
            if (c == quote && i + 1 < body.Length && body[i + 1] == quote) { text.Append(c); i++; }
            else if (c != '\\' || i + 1 >= body.Length) text.Append(c);
            else i += Escape(body[(i + 1)..], text);
        }
        return text.ToString();
    }

    // Appends what the characters after a backslash stand for; returns how many of them were used.
    private static int Escape(ReadOnlySpan<char> rest, StringBuilder text)
    {
        if (rest[0] == 'u' && Hex(rest, 4) is { } unit) { text.Append((char)unit); return 5; }
        if (rest[0] == 'U' && Hex(rest, 8) is { } point)
        {
            if (point is < 0x110000 and not (>= 0xD800 and < 0xE000)) text.Append(char.ConvertFromUtf32(point));
            else text.Append('?');
            return 9;
        }
        if (rest.Length >= 3 && rest[0] is '0' or '1' && rest[1] is >= '0' and <= '7' && rest[2] is >= '0' and <= '7')
        {
            text.Append((char)((rest[0] - '0') * 64 + (rest[1] - '0') * 8 + (rest[2] - '0')));
            return 3;
        }
        switch (rest[0])
        {
            case '0': text.Append('\0'); break;
            case 'b': text.Append('\b'); break;
            case 'n': text.Append('\n'); break;
            case 'r': text.Append('\r'); break;
            case 't': text.Append('\t'); break;
            case 'Z': text.Append('\u001A'); break;
            // The wildcards of LIKE keep their escape.
            case '%' or '_': text.Append('\\').Append(rest[0]); break;
            default: text.Append(rest[0]); break;
        }
        return 1;
    }

    private static int? Hex(ReadOnlySpan<char> rest, int digits)
        => rest.Length > digits && int.TryParse(rest[1..(digits + 1)], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : null;
}
