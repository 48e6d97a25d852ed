using System.Text;

namespace Firesteel.Foundation.FileSystems;

/// <summary>Paths as the URIs that programs see: what RFC 2396 does not allow in a path is escaped, letters of all scripts are left.</summary>
static class PathUri
{
    /// <summary><c>file:/a b</c> as <c>file:/a%20b</c>.</summary>
    public static string Of(string path)
    {
        var start = PathStart(path);
        if (path.AsSpan(start).IndexOfAnyExcept(Plain) < 0) return path;
        var uri = new StringBuilder(path, 0, start, path.Length + 16);
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in path.AsSpan(start).EnumerateRunes())
        {
            if (IsAllowed(rune))
            {
                uri.Append(rune.ToString());
                continue;
            }
            foreach (var b in bytes[..rune.EncodeToUtf8(bytes)]) uri.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }
        return uri.ToString();
    }

    /// <summary>The same with an empty authority where the path is local: <c>file:///a%20b</c>.</summary>
    public static string WithAuthority(string path)
    {
        var uri = Of(path);
        return uri.StartsWith("file:/", StringComparison.Ordinal) && !uri.StartsWith("file://", StringComparison.Ordinal) ? $"file://{uri["file:".Length..]}" : uri;
    }

    private static readonly System.Buffers.SearchValues<char> Plain = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-!.~'()*,;:$&+=/@");

    // Behind the scheme and the authority.
    private static int PathStart(string path)
    {
        var colon = path.IndexOf(":/", StringComparison.Ordinal);
        if (colon < 0) return 0;
        if (!path.AsSpan(colon + 1).StartsWith("//")) return colon + 1;
        var slash = path.IndexOf('/', colon + 3);
        return slash < 0 ? path.Length : slash;
    }

    private static bool IsAllowed(Rune rune)
        => rune.IsAscii ? Plain.Contains((char)rune.Value) : !Rune.IsControl(rune) && Rune.GetUnicodeCategory(rune) is not (System.Globalization.UnicodeCategory.SpaceSeparator or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator);
}
