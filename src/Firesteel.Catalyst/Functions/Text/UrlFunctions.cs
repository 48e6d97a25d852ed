using System.Text;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Text;

/// <summary>url_encode, url_decode and parse_url.</summary>
static class UrlFunctions
{
    public static FunctionDefinition[] All =>
    [
        new Scalar("url_encode", [TypeClass.AnyString], StringType.Instance, Encode) { MayBeNull = true },
        new Scalar("url_decode", [TypeClass.AnyString], StringType.Instance, call => Decode(call, false)) { MayBeNull = true, Throws = true },
        new Scalar("try_url_decode", [TypeClass.AnyString], StringType.Instance, call => Decode(call, true)) { MayBeNull = true },
        new Scalar("parse_url", [TypeClass.AnyString, TypeClass.AnyString], StringType.Instance, call => Parse(call, false)) { Rest = TypeClass.AnyString, MayBeNull = true, Throws = true },
        new Scalar("try_parse_url", [TypeClass.AnyString, TypeClass.AnyString], StringType.Instance, call => Parse(call, true)) { Rest = TypeClass.AnyString, MayBeNull = true },
    ];

    private static void Encode(KernelCall call)
    {
        var texts = call.In<StringView>(0);
        var output = new List<byte>();
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            output.Clear();
            foreach (var b in texts[row].Span)
            {
                if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'.' or (byte)'-' or (byte)'*' or (byte)'_') output.Add(b);
                else if (b == ' ') output.Add((byte)'+');
                else output.AddRange([(byte)'%', "0123456789ABCDEF"u8[b >> 4], "0123456789ABCDEF"u8[b & 15]]);
            }
            call.Result.SetString(row, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(output));
        }
    }

    private static void Decode(KernelCall call, bool isTry)
    {
        var texts = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (TryDecode(texts[row].Span, out var bytes)) call.Result.SetString(row, bytes);
            else if (isTry) call.Result.SetNull(row);
            else throw call.Error("CANNOT_DECODE_URL", ("url", texts[row].ToText()));
        }
    }

    private static bool TryDecode(ReadOnlySpan<byte> text, out byte[] decoded)
    {
        var output = new List<byte>(text.Length);
        decoded = [];
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '+') output.Add((byte)' ');
            else if (text[i] != '%') output.Add(text[i]);
            else
            {
                if (i + 2 >= text.Length) return false;
                var (high, low) = (Maths.Radix.DigitOf(text[i + 1]), Maths.Radix.DigitOf(text[i + 2]));
                if (high > 15 || low > 15) return false;
                output.Add((byte)(high << 4 | low));
                i += 2;
            }
        }
        decoded = [.. output];
        return true;
    }

    private static void Parse(KernelCall call, bool isTry)
    {
        var (urls, parts) = (call.In<StringView>(0), call.In<StringView>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var url = urls[row].ToText();
            if (!JavaUri.TryParse(url, out var uri))
            {
                if (!isTry) throw call.Error("INVALID_URL", ("url", url));
                call.Result.SetNull(row);
                continue;
            }
            var part = parts[row].ToText();
            var found = uri.Part(part);
            if (call.Arguments.Length > 2)
                found = part == "QUERY" && found != null ? JavaUri.QueryValue(found, call.In<StringView>(2)[row].ToText()) : null;
            if (found == null) call.Result.SetNull(row);
            else call.Result.SetText(row, found);
        }
    }
}
