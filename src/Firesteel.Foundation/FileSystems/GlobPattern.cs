using System.Text;
using System.Text.RegularExpressions;

namespace Firesteel.Foundation.FileSystems;

/// <summary>Paths with wildcards, in Hadoop's form: <c>*</c> and <c>?</c> within a name, <c>[a-c]</c>, <c>[^a]</c>, <c>{x,y}</c>, <c>\</c> before a literal character.</summary>
static class GlobPattern
{
    private static readonly System.Buffers.SearchValues<char> Wildcards = System.Buffers.SearchValues.Create("{}[]*?\\");

    public static bool IsPattern(string path) => path.AsSpan().ContainsAny(Wildcards);

    /// <summary>The entries that match, ordered by name; for a path without wildcards the entry itself, if it is there.</summary>
    public static IReadOnlyList<FileStatus> Expand(IFileSystem fileSystem, string pattern)
    {
        if (!IsPattern(pattern)) return fileSystem.GetStatus(pattern) is { } single ? [single] : [];
        var found = new SortedDictionary<string, FileStatus>(StringComparer.Ordinal);
        foreach (var alternative in SplitAlternativesWithSlash(pattern))
            foreach (var entry in ExpandOne(fileSystem, alternative)) found.TryAdd(entry.Path, entry);
        return [.. found.Values];
    }

    /// <summary>Whether a name matches a pattern that holds no slash.</summary>
    public static bool Matches(string pattern, string name) => ToRegex(pattern).IsMatch(name);

    private static IEnumerable<FileStatus> ExpandOne(IFileSystem fileSystem, string pattern)
    {
        var names = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var at = new List<FileStatus> { new("", 0, true, 0) };
        for (var i = 0; i < names.Length && at.Count > 0; i++)
        {
            var next = new List<FileStatus>();
            var matcher = IsPattern(names[i]) ? ToRegex(names[i]) : null;
            foreach (var folder in at)
            {
                if (!folder.IsFolder) continue;
                if (matcher is null)
                {
                    if (fileSystem.GetStatus($"{folder.Path}/{names[i]}") is { } entry) next.Add(entry);
                }
                else
                {
                    next.AddRange(fileSystem.List(folder.Path.Length == 0 ? "/" : folder.Path).Where(e => matcher.IsMatch(e.Name)));
                }
            }
            at = next;
        }
        return at;
    }

    // {a/b,c} reaches over names: such a pattern stands for several patterns.
    private static IEnumerable<string> SplitAlternativesWithSlash(string pattern)
    {
        for (var open = pattern.IndexOf('{'); open >= 0; open = pattern.IndexOf('{', open + 1))
        {
            if (open > 0 && pattern[open - 1] == '\\') continue;
            var (close, commas) = Group(pattern, open);
            if (close < 0) throw new ArgumentException($"The pattern {pattern} has a brace without an end.", nameof(pattern));
            if (pattern.IndexOf('/', open, close - open) < 0) continue;
            var from = open + 1;
            foreach (var to in commas.Append(close))
            {
                foreach (var whole in SplitAlternativesWithSlash(string.Concat(pattern.AsSpan(0, open), pattern.AsSpan(from, to - from), pattern.AsSpan(close + 1)))) yield return whole;
                from = to + 1;
            }
            yield break;
        }
        yield return pattern;
    }

    private static (int Close, List<int> Commas) Group(string pattern, int open)
    {
        var (depth, commas) = (0, new List<int>());
        for (var i = open; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\': i++; break;
                case '{': depth++; break;
                case ',' when depth == 1: commas.Add(i); break;
                case '}' when --depth == 0: return (i, commas);
            }
        }
        return (-1, commas);
    }

    private static Regex ToRegex(string name)
    {
        var (text, depth, inSet) = (new StringBuilder(@"\A(?:"), 0, false);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            switch (c)
            {
                case '\\' when i + 1 < name.Length: text.Append(Regex.Escape(name[++i].ToString())); break;
                case '[' when !inSet: (inSet, _) = (true, text.Append('[')); break;
                case ']' when inSet: (inSet, _) = (false, text.Append(']')); break;
                case '^' or '!' when inSet && name[i - 1] == '[': text.Append('^'); break;
                case '-' when inSet: text.Append('-'); break;
                case '*' when !inSet: text.Append(".*"); break;
                case '?' when !inSet: text.Append('.'); break;
                case '{' when !inSet: (depth, _) = (depth + 1, text.Append("(?:")); break;
                case '}' when !inSet && depth > 0: (depth, _) = (depth - 1, text.Append(')')); break;
                case ',' when !inSet && depth > 0: text.Append('|'); break;
                default: text.Append(Regex.Escape(c.ToString())); break;
            }
        }
        return new Regex(text.Append(@")\z").ToString(), RegexOptions.Singleline | RegexOptions.CultureInvariant);
    }
}
