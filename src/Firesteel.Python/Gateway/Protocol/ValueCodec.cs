using System.Collections;
using System.Globalization;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Java;
using Firesteel.Types;

namespace Firesteel.Python.Gateway.Protocol;

/// <summary>Values of the protocol: a letter and text. Objects go as references.</summary>
sealed class ValueCodec(ObjectTable objects, Func<string, string, object> proxy)
{
    /// <exception cref="GatewayException">The text is no value, or names an object that is not there.</exception>
    public object? Decode(string text)
    {
        if (text.Length == 0) throw GatewayException.Malformed("an empty value");
        var rest = text[1..];
        switch (text[0])
        {
            case 'i': return int.TryParse(rest, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var i) ? i : throw GatewayException.Malformed(text);
            case 'L': return long.TryParse(rest, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var l) ? l : throw GatewayException.Malformed(text);
            case 'd': return Double(rest);
            case 'b': return rest.Equals("true", StringComparison.OrdinalIgnoreCase);
            case 's': return LineChannel.Unescape(rest);
            case 'j': return Bytes(rest);
            case 'D': return Decimal(rest);
            case 'n' or 'v': return null;
            case 'r' or 'l' or 'a' or 'h' or 't' or 'g' or 'o': return objects.Find(rest) ?? throw GatewayException.UnknownObject(rest);
            case 'f':
                var end = rest.IndexOf(';');
                return end < 0 ? proxy(rest, "") : proxy(rest[..end], rest[(end + 1)..]);
            default: throw GatewayException.Malformed(text);
        }
    }

    /// <summary>The value with its letter.</summary>
    public string Encode(object? value) => value switch
    {
        null => "n",
        JvmVoid => "v",
        string s => "s" + LineChannel.Escape(s),
        bool b => b ? "btrue" : "bfalse",
        int or short or sbyte or byte => string.Create(CultureInfo.InvariantCulture, $"i{value}"),
        long l => string.Create(CultureInfo.InvariantCulture, $"L{l}"),
        double d => "d" + JavaText.Of(d),
        float f => "d" + JavaText.Of(f),
        char c => "s" + LineChannel.Escape(c.ToString()),
        byte[] bytes => "j" + Convert.ToBase64String(bytes),
        BigDecimal d => "D" + d,
        Array => "t" + objects.Add(value),
        IList => "l" + objects.Add(value),
        IDictionary => "a" + objects.Add(value),
        HashSet<object?> => "h" + objects.Add(value),
        JavaIterator => "g" + objects.Add(value),
        _ => "r" + objects.Add(value),
    };

    private static double Double(string text) => text switch
    {
        "NaN" or "nan" => double.NaN,
        "Infinity" or "inf" => double.PositiveInfinity,
        "-Infinity" or "-inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var d) ? d : throw GatewayException.Malformed("d" + text),
    };

    // Digits with a point and perhaps an exponent, as Python writes a Decimal.
    private static BigDecimal Decimal(string text)
    {
        var e = text.AsSpan().IndexOfAny('e', 'E');
        var exponent = 0;
        if (e >= 0 && !int.TryParse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)) throw GatewayException.Malformed("D" + text);
        var digits = e < 0 ? text : text[..e];
        var point = digits.IndexOf('.');
        var scale = point < 0 ? 0 : digits.Length - point - 1;
        if (!System.Numerics.BigInteger.TryParse(digits.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var unscaled)) throw GatewayException.Malformed("D" + text);
        scale -= exponent;
        if (scale is < -38 or > 76) throw new GatewayException($"java.lang.ArithmeticException: {text} has more digits than a decimal");
        if (scale < 0) (unscaled, scale) = (unscaled * System.Numerics.BigInteger.Pow(10, -scale), 0);
        if (System.Numerics.BigInteger.Abs(unscaled) > (System.Numerics.BigInteger)Int128.MaxValue) throw new GatewayException($"java.lang.ArithmeticException: {text} has more digits than a decimal");
        return new BigDecimal((Int128)unscaled, scale);
    }

    private static byte[] Bytes(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw GatewayException.Malformed("bytes that are no Base64");
        }
    }
}
