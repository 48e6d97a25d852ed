namespace Firesteel.Catalyst.Functions.Xml;

/// <summary>Characters that XML writes by name.</summary>
static class XmlText
{
    public static string Escape(string text)
        => text.AsSpan().IndexOfAny('&', '<') < 0 ? text : text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    public static string EscapeAttribute(string text) => Escape(text).Replace("\"", "&quot;", StringComparison.Ordinal);
}
