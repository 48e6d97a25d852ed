using System.Collections;
using System.Globalization;
using System.Text;
using Firesteel.Foundation.Numerics;

namespace Firesteel.Python.Gateway.Java;

/// <summary>Values as Java's <c>toString</c> writes them.</summary>
static class JavaText
{
    public static string Of(double value)
    {
        Span<byte> text = stackalloc byte[64];
        return Encoding.ASCII.GetString(text[..JavaDouble.Write(value, text)]);
    }

    public static string Of(float value)
    {
        Span<byte> text = stackalloc byte[64];
        return Encoding.ASCII.GetString(text[..JavaDouble.Write(value, text)]);
    }

    public static string Of(object? value) => value switch
    {
        null => "null",
        string s => s,
        bool b => b ? "true" : "false",
        double d => Of(d),
        float f => Of(f),
        byte[] bytes => $"[B@{bytes.GetHashCode():x}",
        Array a => $"[{a.GetType().GetElementType()!.Name}@{a.GetHashCode():x}",
        IDictionary map => $"{{{string.Join(", ", map.Keys.Cast<object?>().Select(k => $"{Of(k)}={Of(map[k!])}"))}}}",
        IEnumerable items and not Row => $"[{string.Join(", ", items.Cast<object?>().Select(Of))}]",
        Exception e => $"{Errors.JavaErrors.Classes(e)[0]}: {e.Message}",
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
