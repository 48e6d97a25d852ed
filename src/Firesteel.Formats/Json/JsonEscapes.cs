using System.Globalization;
using System.Text;

namespace Firesteel.Formats.Json;

/// <summary>The escapes in JSON strings.</summary>
static class JsonEscapes
{
    /// <summary>Bytes of the escape that the text begins with, or 0 where there is no such escape.</summary>
    public static int Length(ReadOnlySpan<byte> text, bool any, bool singleQuotes)
    {
        if (text.Length < 2) return 0;
        if (text[1] == 'u') return text.Length >= 6 && Hex(text[2..6]) >= 0 ? 6 : 0;
        return text[1] is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t' || any || singleQuotes && text[1] == '\'' ? 2 : 0;
    }

    /// <summary>Writes the text with its escapes (known to be right) resolved; never longer than the text.</summary>
    public static int Unescape(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var written = 0;
        while (true)
        {
            var escape = text.IndexOf((byte)'\\');
            var plain = escape < 0 ? text : text[..escape];
            plain.CopyTo(target[written..]);
            written += plain.Length;
            if (escape < 0) return written;
            text = text[escape..];
            if (text[1] != 'u')
            {
                target[written++] = text[1] switch
                {
                    (byte)'b' => (byte)'\b',
                    (byte)'f' => (byte)'\f',
                    (byte)'n' => (byte)'\n',
                    (byte)'r' => (byte)'\r',
                    (byte)'t' => (byte)'\t',
                    var c => c,
                };
                text = text[2..];
                continue;
            }
            var unit = (char)Hex(text[2..6]);
            text = text[6..];
            Rune rune;
            if (char.IsHighSurrogate(unit) && text.Length >= 6 && text[0] == '\\' && text[1] == 'u' && Hex(text[2..6]) is >= 0 and var low && char.IsLowSurrogate((char)low))
            {
                rune = new Rune(unit, (char)low);
                text = text[6..];
            }
            else if (!Rune.TryCreate(unit, out rune))
            {
                // Java encodes half of a pair so.
                rune = new Rune('?');
            }
            written += rune.EncodeToUtf8(target[written..]);
        }
    }

    private static int Hex(ReadOnlySpan<byte> digits)
        => !digits.ContainsAny((byte)' ', (byte)'+', (byte)'-') && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : -1;
}
