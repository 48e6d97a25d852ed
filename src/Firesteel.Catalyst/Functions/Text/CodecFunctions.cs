using System.Buffers.Text;
using System.Text;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Text;

/// <summary>Text to bytes and back: character sets, Base64, Base32, UTF-8 checks.</summary>
static unsafe class CodecFunctions
{
    public static FunctionDefinition[] All =>
    [
        new Scalar("encode", [TypeClass.AnyString, TypeClass.AnyString], BinaryType.Instance, Encode) { Throws = true },
        new Rewrite("decode", 2, int.MaxValue, Decode) { IsTransparent = false },
        new Scalar("base64", [TypeClass.Binary], StringType.Instance, ToBase64),
        new Scalar("unbase64", [TypeClass.AnyString], BinaryType.Instance, call => FromBase64(call, false)) { Throws = true },
        new Scalar("to_base32", [TypeClass.Binary], StringType.Instance, ToBase32),
        new Scalar("from_base32", [TypeClass.AnyString], BinaryType.Instance, FromBase32) { Throws = true },
        new Rewrite("to_binary", 1, 2, c => ToBinary(c, false)),
        new Rewrite("try_to_binary", 1, 2, c => ToBinary(c, true)),
        new Scalar("is_valid_utf8", [TypeClass.AnyString], BooleanType.Instance, IsValid) { Adapt = BytesAsText },
        new Scalar("make_valid_utf8", [TypeClass.AnyString], StringType.Instance, MakeValid) { Adapt = BytesAsText },
        new Scalar("validate_utf8", [TypeClass.AnyString], StringType.Instance, call => Validate(call, true)) { Adapt = BytesAsText, Throws = true },
        new Scalar("try_validate_utf8", [TypeClass.AnyString], StringType.Instance, call => Validate(call, false)) { Adapt = BytesAsText, MayBeNull = true },
    ];

    private static Foundation.Collections.ValueList<Expression> BytesAsText(FunctionCall call, Foundation.Collections.ValueList<Expression> a)
        => a[0].DataType is BinaryType ? [Operands.CastTo(call, a[0], StringType.Instance)] : a;

    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    private static readonly Scalar DecodeBytes = new("decode", [TypeClass.Binary, TypeClass.AnyString], StringType.Instance, DecodeKernel) { Throws = true };
    private static readonly Scalar UnhexStrict = new("unhex", [TypeClass.AnyString], BinaryType.Instance, call => FromHex(call, true)) { Throws = true, MayBeNull = true };
    private static readonly Scalar UnhexTry = new("unhex", [TypeClass.AnyString], BinaryType.Instance, call => FromHex(call, false)) { MayBeNull = true };
    private static readonly Scalar Base64Strict = new("unbase64", [TypeClass.AnyString], BinaryType.Instance, call => FromBase64(call, true)) { Throws = true };
    private static readonly Scalar Base64Try = new("unbase64", [TypeClass.AnyString], BinaryType.Instance, TryFromBase64) { MayBeNull = true };

    private static Encoding? CharsetOf(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(name).ToUpperInvariant() switch
    {
        "UTF-8" => StrictUtf8,
        "US-ASCII" => Encoding.GetEncoding("us-ascii", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
        "ISO-8859-1" => Encoding.GetEncoding("iso-8859-1", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
        "UTF-16BE" => new UnicodeEncoding(true, false, true),
        "UTF-16LE" => new UnicodeEncoding(false, false, true),
        "UTF-16" => new UnicodeEncoding(true, true, true),
        "UTF-32" => new UTF32Encoding(true, false, true),
        _ => null,
    };

    private static SparkRuntimeException BadCharset(KernelCall call, string name, ReadOnlySpan<byte> charset) => call.Error("INVALID_PARAMETER_VALUE.CHARSET",
        ("parameter", "`charset`"), ("functionName", $"`{name}`"), ("charset", Encoding.UTF8.GetString(charset)), ("charsets", "iso-8859-1, us-ascii, utf-16, utf-16be, utf-16le, utf-32, utf-8"));

    private static void Encode(KernelCall call)
    {
        var (texts, charsets) = (call.In<StringView>(0), call.In<StringView>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var charset = CharsetOf(charsets[row].Span) ?? throw BadCharset(call, "encode", charsets[row].Span);
            if (charset is UTF8Encoding) { call.Result.Set(row, texts[row]); continue; }
            try
            {
                byte[] bytes = [.. charset is UnicodeEncoding ? charset.Preamble : [], .. charset.GetBytes(texts[row].ToText())];
                call.Result.SetString(row, bytes);
            }
            catch (EncoderFallbackException)
            {
                throw call.Error("MALFORMED_CHARACTER_CODING", ("function", "`encode`"), ("charset", Encoding.UTF8.GetString(charsets[row].Span)));
            }
        }
    }

    private static Expression Decode(FunctionCall call)
    {
        if (call.Arguments.Count == 2) return DecodeBytes.Bind(call);
        // The other decode: pairs of a value to search and its result, perhaps a default at the end.
        var results = new List<Expression>();
        for (var i = 2; i < call.Arguments.Count; i += 2) results.Add(call.Arguments[i]);
        var hasDefault = call.Arguments.Count % 2 == 0;
        if (hasDefault) results.Add(call.Arguments[^1]);
        var common = Operands.ToCommonType(call, new(results));
        var branches = new List<CaseBranch>();
        for (var i = 1; i + 1 < call.Arguments.Count; i += 2)
            branches.Add(new CaseBranch(Operands.Compare(call, ComparisonOperator.EqualNullSafe, call.Arguments[0], call.Arguments[i]), common[i / 2]));
        return new CaseWhen(new(branches), hasDefault ? common[^1] : Literal.NullOf(common[0].DataType));
    }

    private static void DecodeKernel(KernelCall call)
    {
        var (bytes, charsets) = (call.In<StringView>(0), call.In<StringView>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var charset = CharsetOf(charsets[row].Span) ?? throw BadCharset(call, "decode", charsets[row].Span);
            try { call.Result.SetText(row, charset.GetString(bytes[row].Span).TrimStart('\uFEFF')); }
            catch (DecoderFallbackException)
            {
                throw call.Error("MALFORMED_CHARACTER_CODING", ("function", "`decode`"), ("charset", Encoding.UTF8.GetString(charsets[row].Span)));
            }
        }
    }

    private static void ToBase64(KernelCall call)
    {
        var bytes = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var source = bytes[row].Span;
            // Lines of 76 characters, as MIME has them.
            var flat = (source.Length + 2) / 3 * 4;
            var total = flat + (flat == 0 ? 0 : (flat - 1) / 76 * 2);
            var target = call.Result.Arena.Allocate(total);
            var output = new Span<byte>(target, total);
            for (var at = 0; at < source.Length; at += 57)
            {
                var part = source[at..Math.Min(source.Length, at + 57)];
                if (at > 0) { output[0] = (byte)'\r'; output[1] = (byte)'\n'; output = output[2..]; }
                Base64.EncodeToUtf8(part, output, out _, out var written);
                output = output[written..];
            }
            call.Result.Set(row, new StringView(target, total));
        }
    }

    private static int DecodeBase64(ReadOnlySpan<byte> source, Span<byte> target, out bool valid)
    {
        // What is not in the alphabet is skipped, as MIME decoders do.
        Span<byte> clean = new byte[source.Length + 4];
        var count = 0;
        valid = true;
        foreach (var c in source)
        {
            if (c == '=') break;
            if (char.IsAsciiLetterOrDigit((char)c) || c is (byte)'+' or (byte)'/') clean[count++] = c;
            else if (c is not ((byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t')) valid = false;
        }
        if (count % 4 == 1) valid = false;
        var usable = count % 4 == 1 ? count - 1 : count;
        while (usable % 4 != 0) clean[usable++] = (byte)'=';
        Base64.DecodeFromUtf8(clean[..usable], target, out _, out var written);
        return written;
    }

    private static void FromBase64(KernelCall call, bool strict)
    {
        var texts = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var target = call.Result.Arena.Allocate(texts[row].Length + 4);
            var length = DecodeBase64(texts[row].Span, new Span<byte>(target, texts[row].Length + 4), out var valid);
            if (strict && !valid) throw Malformed(call, "BASE64", texts[row]);
            call.Result.Set(row, new StringView(target, length));
        }
    }

    private static void TryFromBase64(KernelCall call)
    {
        var texts = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var target = call.Result.Arena.Allocate(texts[row].Length + 4);
            var length = DecodeBase64(texts[row].Span, new Span<byte>(target, texts[row].Length + 4), out var valid);
            if (valid) call.Result.Set(row, new StringView(target, length));
            else call.Result.SetNull(row);
        }
    }

    private static SparkRuntimeException Malformed(KernelCall call, string format, StringView text) => call.Error("CONVERSION_INVALID_INPUT",
        ("str", $"'{text.ToText()}'"), ("fmt", $"'{format}'"), ("targetType", "\"BINARY\""), ("suggestion", "`try_to_binary`"));

    private static void FromHex(KernelCall call, bool strict)
    {
        var texts = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var source = texts[row].Span;
            var odd = source.Length & 1;
            var target = call.Result.Arena.Allocate((source.Length + 1) / 2);
            var good = true;
            for (var i = 0; i < source.Length && good; i++)
            {
                var digit = Maths.Radix.DigitOf(source[i]);
                good = digit < 16;
                var at = (i + odd) / 2;
                target[at] = (byte)((i + odd) % 2 == 0 ? digit << 4 : (i == 0 ? 0 : target[at]) | digit);
            }
            if (good) call.Result.Set(row, new StringView(target, (source.Length + 1) / 2));
            else if (strict) throw Malformed(call, "HEX", texts[row]);
            else call.Result.SetNull(row);
        }
    }

    private static Expression ToBinary(FunctionCall call, bool isTry)
    {
        var text = Operands.Fit(call, 0, TypeClass.AnyString);
        var format = "hex";
        if (call.Arguments.Count > 1)
        {
            var argument = Operands.Fit(call, 1, TypeClass.AnyString);
            if (!argument.Foldable) throw ArgumentChecks.NotConstant(call.Origin, Operands.Shown(call), "fmt", StringType.Instance, argument);
            if (!Operands.TryConstant<string>(argument, out format)) return Literal.NullOf(BinaryType.Instance);
        }
        switch (format.ToLowerInvariant())
        {
            case "hex": return (isTry ? UnhexTry : UnhexStrict).Call(text);
            case "utf-8" or "utf8": return ((Scalar)All[0]).Call(text, Literal.Of("UTF-8"));
            case "base64": return (isTry ? Base64Try : Base64Strict).Call(text);
            default:
                if (isTry) return Literal.NullOf(BinaryType.Instance);
                throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.INVALID_ARG_VALUE", ("sqlExpr", ArgumentChecks.Quote(Operands.Shown(call))), ("inputName", "fmt"),
                    ("requireType", "case-insensitive \"STRING\""), ("validValues", "'hex', 'utf-8', 'utf8', or 'base64'"), ("inputValue", $"'{format}'"));
        }
    }

    private static ReadOnlySpan<byte> Base32 => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"u8;

    private static void ToBase32(KernelCall call)
    {
        var bytes = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var source = bytes[row].Span;
            var total = (source.Length + 4) / 5 * 8;
            var target = call.Result.Arena.Allocate(total);
            var (bits, held, at) = (0u, 0, 0);
            foreach (var b in source)
            {
                bits = bits << 8 | b;
                held += 8;
                while (held >= 5) { held -= 5; target[at++] = Base32[(int)(bits >> held) & 31]; }
            }
            if (held > 0) target[at++] = Base32[(int)(bits << (5 - held)) & 31];
            while (at < total) target[at++] = (byte)'=';
            call.Result.Set(row, new StringView(target, total));
        }
    }

    private static void FromBase32(KernelCall call)
    {
        var texts = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var source = texts[row].Span.TrimEnd((byte)'=');
            var target = call.Result.Arena.Allocate(source.Length * 5 / 8 + 1);
            var (bits, held, at) = (0u, 0, 0);
            foreach (var c in source)
            {
                var value = Base32.IndexOf(c is >= (byte)'a' and <= (byte)'z' ? (byte)(c - 32) : c);
                if (value < 0) throw Malformed(call, "BASE32", texts[row]);
                bits = bits << 5 | (uint)value;
                held += 5;
                if (held >= 8) { held -= 8; target[at++] = (byte)(bits >> held); }
            }
            call.Result.Set(row, new StringView(target, at));
        }
    }

    private static void IsValid(KernelCall call)
    {
        var texts = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.Set(row, System.Text.Unicode.Utf8.IsValid(texts[row].Span));
        }
    }

    private static void MakeValid(KernelCall call)
    {
        var texts = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (System.Text.Unicode.Utf8.IsValid(texts[row].Span)) call.Result.Set(row, texts[row]);
            else call.Result.SetText(row, texts[row].ToText());
        }
    }

    private static void Validate(KernelCall call, bool raise)
    {
        var texts = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (System.Text.Unicode.Utf8.IsValid(texts[row].Span)) call.Result.Set(row, texts[row]);
            else if (!raise) call.Result.SetNull(row);
            else throw call.Error("INVALID_UTF8_STRING", ("str", string.Concat(texts[row].Span.ToArray().Select(b => $"\\x{b:X2}"))));
        }
    }
}
