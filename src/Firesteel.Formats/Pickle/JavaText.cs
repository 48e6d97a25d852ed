using System.Globalization;
using System.Text;
using Firesteel.Foundation.Numerics;

namespace Firesteel.Formats.Pickle;

/// <summary>What Java's toString gives for a value of a pickle: what a STRING column gets that is handed something else.</summary>
static class JavaText
{
    private const int DeepestValue = 200;
    private const int LongestText = 1 << 24;

    public static string Of(PickleValue value)
    {
        var text = new StringBuilder();
        Append(text, value, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, PickleValue value, int depth)
    {
        if (depth > DeepestValue) throw new PickleException("The pickle holds values nested too deep.");
        if (text.Length > LongestText) throw new PickleException("The pickle holds a value whose text is too long.");
        switch (value.Kind)
        {
            case PickleKind.None: text.Append("null"); break;
            case PickleKind.Bool: text.Append(value.Integer != 0 ? "true" : "false"); break;
            case PickleKind.Float: text.Append(JavaDouble.Text(value.Float)); break;
            case PickleKind.Text or PickleKind.Decimal: text.Append(value.Text); break;
            case PickleKind.Int: text.Append(CultureInfo.InvariantCulture, $"{value.Integer}"); break;
            case PickleKind.BigInt: text.Append(value.BigInteger.ToString(CultureInfo.InvariantCulture)); break;
            case PickleKind.Dict: AppendMap(text, value.Dict, depth); break;
            case PickleKind.Row: AppendElements(text, value.Row.Values, depth); break;
            case PickleKind.Bytes: text.Append("[B@").Append(value.Span.Length.ToString("x", CultureInfo.InvariantCulture)); break;
            case PickleKind.Tuple: text.Append("[Ljava.lang.Object;@").Append(value.Tuple.Length.ToString("x", CultureInfo.InvariantCulture)); break;
            default:
                if (value.TryElements(out var elements)) AppendElements(text, elements, depth);
                else text.Append(value.ToString());
                break;
        }
    }


    private static void AppendElements(StringBuilder text, ReadOnlySpan<PickleValue> elements, int depth)
    {
        text.Append('[');
        for (var i = 0; i < elements.Length; i++)
        {
            if (i > 0) text.Append(", ");
            Append(text, elements[i], depth + 1);
        }
        text.Append(']');
    }

    private static void AppendMap(StringBuilder text, PickleDict dict, int depth)
    {
        text.Append('{');
        for (var i = 0; i < dict.Count; i++)
        {
            if (i > 0) text.Append(", ");
            Append(text, dict.Key(i), depth + 1);
            text.Append('=');
            Append(text, dict.Value(i), depth + 1);
        }
        text.Append('}');
    }
}
