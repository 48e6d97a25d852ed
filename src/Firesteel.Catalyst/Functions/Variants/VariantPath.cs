using System.Text;
using Firesteel.Columnar.Variants;

namespace Firesteel.Catalyst.Functions.Variants;

/// <summary>
/// A place in a variant: <c>$</c>, then segments like <c>.name</c>, <c>['name']</c>, <c>["name"]</c> (fields of objects) and <c>[1]</c>
/// (elements of arrays, from 0).
/// </summary>
sealed class VariantPath
{
    private VariantPath(Segment[] segments) => Segments = segments;

    public Segment[] Segments { get; }

    /// <summary>A field by its key, or an element by its index where the key is null.</summary>
    public readonly record struct Segment(byte[]? Key, int Index);

    /// <summary>Null where the text is no path.</summary>
    public static VariantPath? Parse(string text)
    {
        if (!text.StartsWith('$')) return null;
        var segments = new List<Segment>();
        for (var at = 1; at < text.Length;)
        {
            int end;
            if (text[at] == '.')
            {
                end = text.AsSpan(at + 1).IndexOfAny('.', '[');
                end = end < 0 ? text.Length : at + 1 + end;
                if (end == at + 1) return null;
                segments.Add(Field(text[(at + 1)..end]));
                at = end;
                continue;
            }
            if (text[at] != '[' || at + 1 >= text.Length) return null;
            if (text[at + 1] is '\'' or '"')
            {
                end = text.IndexOf(text[at + 1], at + 2);
                if (end < 0 || end + 1 >= text.Length || text[end + 1] != ']') return null;
                segments.Add(Field(text[(at + 2)..end]));
                at = end + 2;
                continue;
            }
            end = text.IndexOf(']', at);
            if (end < 0 || !int.TryParse(text.AsSpan(at + 1, end - at - 1), System.Globalization.NumberStyles.None, null, out var index)) return null;
            segments.Add(new Segment(null, index));
            at = end + 1;
        }
        return new VariantPath([.. segments]);
    }

    /// <summary>The value at the place; false where there is none.</summary>
    public bool TryFind(VariantView value, out VariantView found)
    {
        found = value;
        foreach (var segment in Segments)
        {
            if (segment.Key is { } key)
            {
                if (found.Kind != VariantKind.Object || !found.TryField(key, out found)) return false;
            }
            else
            {
                if (found.Kind != VariantKind.Array || segment.Index >= found.Count) return false;
                found = found[segment.Index];
            }
        }
        return true;
    }

    /// <summary>The first segments as a path.</summary>
    public string Prefix(int count)
    {
        var text = new StringBuilder("$");
        foreach (var segment in Segments.AsSpan(0, count))
        {
            if (segment.Key != null) text.Append('.').Append(Encoding.UTF8.GetString(segment.Key));
            else text.Append('[').Append(System.Globalization.CultureInfo.InvariantCulture, $"{segment.Index}").Append(']');
        }
        return text.ToString();
    }

    private static Segment Field(string key) => new(Encoding.UTF8.GetBytes(key), -1);
}
