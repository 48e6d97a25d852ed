using System.Text;
using System.Text.RegularExpressions;

namespace Firesteel.Catalyst.Functions.Text;

/// <summary>
/// Java's regular expressions on .NET's engine: classes mean ASCII, \Q…\E quotes, POSIX classes and possessive quantifiers are written
/// as .NET has them.
/// </summary>
static class JavaRegex
{
    public static bool TryCompile(string pattern, out Regex regex)
    {
        try
        {
            regex = new Regex(Translate(pattern), RegexOptions.CultureInvariant);
            return true;
        }
        catch (ArgumentException)
        {
            regex = null!;
            return false;
        }
    }

    /// <summary>Writes a match's replacement: <c>$1</c>, <c>${name}</c>, and backslashes before what stands for itself.</summary>
    public static void Expand(StringBuilder output, string replacement, Match match)
    {
        for (var i = 0; i < replacement.Length; i++)
        {
            var c = replacement[i];
            if (c == '\\' && i + 1 < replacement.Length) output.Append(replacement[++i]);
            else if (c == '$' && i + 1 < replacement.Length && char.IsAsciiDigit(replacement[i + 1]))
            {
                var group = replacement[++i] - '0';
                if (group >= match.Groups.Count) throw new SparkRuntimeException("INTERNAL_ERROR", new Dictionary<string, string> { ["message"] = $"No group {group}" });
                // Further digits belong to the number as long as there is such a group.
                while (i + 1 < replacement.Length && char.IsAsciiDigit(replacement[i + 1]) && group * 10 + replacement[i + 1] - '0' < match.Groups.Count)
                    group = group * 10 + replacement[++i] - '0';
                output.Append(match.Groups[group].ValueSpan);
            }
            else if (c == '$' && i + 1 < replacement.Length && replacement[i + 1] == '{' && replacement.IndexOf('}', i) is > 0 and var end)
            {
                output.Append(match.Groups[replacement[(i + 2)..end]].ValueSpan);
                i = end;
            }
            else output.Append(c);
        }
    }

    public static string Translate(string pattern)
    {
        var output = new StringBuilder(pattern.Length + 16);
        var depth = 0;
        // Where the last atom begins in the output, for a possessive quantifier to keep to itself; and where open groups begin.
        var (atom, groups, isCounted) = (0, new Stack<int>(), false);
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (depth == 0)
            {
                if (c == '(') groups.Push(output.Length);
                else if (c == ')') atom = groups.TryPop(out var open) ? open : output.Length;
                else if (c == '{') isCounted = true;
                else if (!isCounted && c is not ('?' or '*' or '+')) atom = output.Length;
                if (c == '}') isCounted = false;
            }
            if (c == '\\' && i + 1 < pattern.Length)
            {
                var next = pattern[++i];
                switch (next)
                {
                    case 'Q':
                        var end = pattern.IndexOf("\\E", i, StringComparison.Ordinal);
                        var quoted = pattern[(i + 1)..(end < 0 ? pattern.Length : end)];
                        output.Append(Regex.Escape(quoted).Replace("]", "\\]", StringComparison.Ordinal));
                        i = end < 0 ? pattern.Length : end + 1;
                        break;
                    case 'd': output.Append(depth > 0 ? "0-9" : "[0-9]"); break;
                    case 'D': output.Append(depth > 0 ? "\\D" : "[^0-9]"); break;
                    case 'w': output.Append(depth > 0 ? "a-zA-Z0-9_" : "[a-zA-Z0-9_]"); break;
                    case 'W': output.Append(depth > 0 ? "\\W" : "[^a-zA-Z0-9_]"); break;
                    case 's': output.Append(depth > 0 ? " \\t\\n\\x0B\\f\\r" : "[ \\t\\n\\x0B\\f\\r]"); break;
                    case 'S': output.Append(depth > 0 ? "\\S" : "[^ \\t\\n\\x0B\\f\\r]"); break;
                    case 'h': output.Append(depth > 0 ? " \\t\\u00A0" : "[ \\t\\u00A0]"); break;
                    case 'R': output.Append("(?:\\r\\n|[\\n\\x0B\\f\\r\\u0085\\u2028\\u2029])"); break;
                    case 'p' or 'P' when i + 1 < pattern.Length && pattern[i + 1] == '{' && pattern.IndexOf('}', i) is > 0 and var close:
                        var name = pattern[(i + 2)..close];
                        output.Append(Posix(name) is { } set ? depth > 0 && next == 'p' ? set : next == 'p' ? $"[{set}]" : $"[^{set}]" : $"\\{next}{{{Category(name)}}}");
                        i = close;
                        break;
                    default: output.Append('\\').Append(next); break;
                }
                continue;
            }
            if (c == '[' && depth > 0) { output.Append("\\["); continue; }
            if (c == '[')
            {
                depth = 1;
                output.Append('[');
                if (i + 1 < pattern.Length && pattern[i + 1] == '^') { output.Append('^'); i++; }
                if (i + 1 < pattern.Length && pattern[i + 1] == ']') { output.Append("\\]"); i++; }
                continue;
            }
            if (c == ']') depth = 0;
            // A possessive quantifier gives nothing back.
            if (c == '+' && depth == 0 && i > 0 && pattern[i - 1] is '+' or '*' or '?' or '}' && c == '+' && depth == 0 && !(i > 1 && pattern[i - 2] == '\\'))
            {
                output.Insert(atom, "(?>").Append(')');
                continue;
            }
            output.Append(c);
        }
        return output.ToString();
    }

    private static string Category(string name) => name switch
    {
        "IsAlphabetic" => "L",
        "IsDigit" => "Nd",
        "IsUppercase" => "Lu",
        "IsLowercase" => "Ll",
        "IsPunctuation" => "P",
        _ => name.StartsWith("In", StringComparison.Ordinal) ? "Is" + name[2..] : name,
    };

    private static string? Posix(string name) => name switch
    {
        "Lower" => "a-z",
        "Upper" => "A-Z",
        "ASCII" => "\\x00-\\x7F",
        "Alpha" => "a-zA-Z",
        "Digit" => "0-9",
        "Alnum" => "a-zA-Z0-9",
        "Punct" => "!-/:-@\\[-`{-~",
        "Graph" => "!-~",
        "Print" => " -~",
        "Blank" => " \\t",
        "Cntrl" => "\\x00-\\x1F\\x7F",
        "XDigit" => "0-9a-fA-F",
        "Space" => " \\t\\n\\x0B\\f\\r",
        _ => null,
    };
}
