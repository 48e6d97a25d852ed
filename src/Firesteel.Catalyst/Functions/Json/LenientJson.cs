using System.Text;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Functions.Json;

/// <summary>JSON of the laxer kinds that options allow, written as JSON proper: names of fields without quotes.</summary>
static class LenientJson
{
    public static bool IsWanted(ValueMap options) => string.Equals(options.Get("allowUnquotedFieldNames"), "true", StringComparison.OrdinalIgnoreCase);

    public static byte[] QuoteNames(ReadOnlySpan<byte> text)
    {
        var quoted = new List<byte>(text.Length + 16);
        var isName = false;
        var depth = new Stack<bool>();
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            if (c == '"')
            {
                var end = EndOfString(text, i);
                quoted.AddRange(text[i..end]);
                (i, isName) = (end, false);
            }
            else if (isName && depth.Count > 0 && depth.Peek() && (char.IsAsciiLetter((char)c) || c is (byte)'_' or (byte)'$' || c >= 0x80))
            {
                quoted.Add((byte)'"');
                for (; i < text.Length && (char.IsAsciiLetterOrDigit((char)text[i]) || text[i] is (byte)'_' or (byte)'$' || text[i] >= 0x80); i++) quoted.Add(text[i]);
                quoted.Add((byte)'"');
                isName = false;
            }
            else
            {
                quoted.Add(c);
                i++;
                // In an array a word after a comma is a value.
                if (c is (byte)'{' or (byte)'[') depth.Push(c == '{');
                else if (c is (byte)'}' or (byte)']') depth.TryPop(out _);
                if (!char.IsWhiteSpace((char)c)) isName = c is (byte)'{' or (byte)',';
            }
        }
        return [.. quoted];
    }

    private static int EndOfString(ReadOnlySpan<byte> text, int start)
    {
        var at = start + 1;
        while (at < text.Length && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
        return Math.Min(text.Length, at + 1);
    }
}
