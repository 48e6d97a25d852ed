using System.Text;

namespace Firesteel.Cli.Submit;

/// <summary>Reads files of settings: <c>key value</c>, <c>key=value</c> or <c>key: value</c> a line.</summary>
/// <remarks>As in Java's properties files, a line that ends in an odd number of backslashes goes on in the next one.</remarks>
static class PropertiesFile
{
    public static Dictionary<string, string> Read(string path)
    {
        try
        {
            return Parse(File.ReadLines(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The properties file {path} cannot be read: {e.Message}");
        }
    }

    public static Dictionary<string, string> Parse(IEnumerable<string> lines)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Join(lines))
        {
            var end = KeyEnd(line);
            var rest = line.AsSpan(end).TrimStart();
            if (rest.Length > 0 && rest[0] is '=' or ':') rest = rest[1..];
            settings[Unescape(line.AsSpan(0, end))] = Unescape(rest.Trim());
        }
        return settings;
    }

    private static IEnumerable<string> Join(IEnumerable<string> lines)
    {
        var whole = new StringBuilder();
        foreach (var raw in lines)
        {
            var line = raw.TrimStart();
            if (whole.Length == 0 && (line.Length == 0 || line[0] is '#' or '!')) continue;
            var goesOn = (line.Length - line.TrimEnd('\\').Length) % 2 == 1;
            whole.Append(goesOn ? line[..^1] : line);
            if (goesOn) continue;
            yield return whole.ToString();
            whole.Clear();
        }
        if (whole.Length > 0) yield return whole.ToString();
    }

    private static int KeyEnd(string line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\') i++;
            else if (line[i] is '=' or ':' || char.IsWhiteSpace(line[i])) return i;
        }
        return line.Length;
    }

    private static string Unescape(ReadOnlySpan<char> text)
    {
        if (!text.Contains('\\')) return text.ToString();
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || ++i == text.Length)
            {
                if (i < text.Length) plain.Append(text[i]);
                continue;
            }
            if (text[i] == 'u' && i + 4 < text.Length && ushort.TryParse(text.Slice(i + 1, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code))
            {
                plain.Append((char)code);
                i += 4;
                continue;
            }
            plain.Append(text[i] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'f' => '\f', var other => other });
        }
        return plain.ToString();
    }
}
