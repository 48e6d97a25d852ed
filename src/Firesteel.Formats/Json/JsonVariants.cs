using System.Buffers.Text;
using Firesteel.Columnar.Variants;
using Firesteel.Foundation.Numerics;

namespace Firesteel.Formats.Json;

/// <summary>Turns JSON into variants. Numbers without an exponent are whole or decimal where 38 digits hold them, doubles otherwise.</summary>
static class JsonVariants
{
    /// <summary>What <c>parse_json</c> takes: JSON without liberties.</summary>
    public static readonly JsonOptions Strict = new() { AllowSingleQuotes = false, AllowNonNumericNumbers = false };

    /// <summary>Reads the value that the current token begins; false where the text is no JSON.</summary>
    /// <exception cref="VariantSizeException"/>
    /// <exception cref="VariantDuplicateKeyException"/>
    public static bool TryRead(JsonTokenizer tokens, VariantBuilder builder)
    {
        switch (tokens.Token)
        {
            case JsonToken.StartObject:
                var mark = builder.Begin();
                while (tokens.Next() == JsonToken.FieldName)
                {
                    builder.Field(mark, tokens.Text());
                    tokens.Next();
                    if (!TryRead(tokens, builder)) return false;
                }
                if (tokens.Token != JsonToken.EndObject) return false;
                builder.EndObject(mark);
                return true;
            case JsonToken.StartArray:
                mark = builder.Begin();
                while (tokens.Next() is not (JsonToken.EndArray or JsonToken.Error or JsonToken.End))
                {
                    builder.Element(mark);
                    if (!TryRead(tokens, builder)) return false;
                }
                if (tokens.Token != JsonToken.EndArray) return false;
                builder.EndArray(mark);
                return true;
            case JsonToken.String: builder.String(tokens.Text()); return true;
            case JsonToken.Integer:
                if (Utf8Parser.TryParse(tokens.Raw, out long whole, out var length) && length == tokens.Length) builder.Long(whole);
                else Fraction(tokens.Raw, builder);
                return true;
            case JsonToken.Float: Fraction(tokens.Raw, builder); return true;
            case JsonToken.True: builder.Boolean(true); return true;
            case JsonToken.False: builder.Boolean(false); return true;
            case JsonToken.Null: builder.Null(); return true;
            default: return false;
        }
    }

    private static void Fraction(ReadOnlySpan<byte> text, VariantBuilder builder)
    {
        if (TryDecimal(text, out var unscaled, out var scale)) builder.Decimal(unscaled, scale);
        else builder.Double(NumberText.TryParseDouble(text, out var value) ? value : double.NaN);
    }

    private static bool TryDecimal(ReadOnlySpan<byte> text, out Int128 unscaled, out int scale)
    {
        (unscaled, scale) = (0, 0);
        var (digits, behindPoint, isNegative) = (0, false, false);
        foreach (var c in text)
        {
            if (c == '-') isNegative = true;
            else if (c == '.') behindPoint = true;
            else if ((uint)(c - '0') > 9) return false;
            else
            {
                if (digits > 0 || c != '0') digits++;
                if (behindPoint) scale++;
                if (digits > 38 || scale > 38) return false;
                unscaled = unscaled * 10 + (c - '0');
            }
        }
        if (isNegative) unscaled = -unscaled;
        return true;
    }
}
