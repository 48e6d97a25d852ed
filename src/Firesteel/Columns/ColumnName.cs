using System.Text;
using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;

namespace Firesteel;

/// <summary>Names of columns as programs write them: parts between dots, backticks around what holds dots.</summary>
static class ColumnName
{
    public static Expression Parse(string name)
    {
        if (name == "*") return new UnresolvedStar(ValueList<string>.Empty);
        if (name.EndsWith(".*", StringComparison.Ordinal)) return new UnresolvedStar(Parts(name[..^2]));
        return new UnresolvedAttribute(Parts(name));
    }

    /// <exception cref="AnalysisException">INVALID_ATTRIBUTE_NAME_SYNTAX.</exception>
    public static ValueList<string> Parts(string name)
    {
        if (!name.Contains('.', StringComparison.Ordinal) && !name.Contains('`', StringComparison.Ordinal)) return [name];
        var (parts, part, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (quoted)
            {
                if (c != '`') { part.Append(c); continue; }
                if (i + 1 < name.Length && name[i + 1] == '`') { part.Append('`'); i++; continue; }
                quoted = false;
                if (i + 1 < name.Length && name[i + 1] != '.') throw Invalid(name);
            }
            else if (c == '`')
            {
                if (part.Length > 0) throw Invalid(name);
                quoted = true;
            }
            else if (c == '.')
            {
                if (i == 0 || name[i - 1] == '.' || i == name.Length - 1) throw Invalid(name);
                parts.Add(part.ToString());
                part.Clear();
            }
            else part.Append(c);
        }
        if (quoted) throw Invalid(name);
        parts.Add(part.ToString());
        return new(parts);
    }

    private static AnalysisException Invalid(string name) => new("INVALID_ATTRIBUTE_NAME_SYNTAX", new Dictionary<string, string> { ["name"] = name });
}
