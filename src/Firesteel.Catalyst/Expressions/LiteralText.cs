using System.Globalization;
using System.Text;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions;

/// <summary>Writes constants as text.</summary>
static class LiteralText
{
    public static string Write(Literal literal, SqlStyle style)
    {
        if (literal.Value is null) return style == SqlStyle.Plan ? "null" : literal.Type is NullType || style == SqlStyle.Pretty ? "NULL" : $"CAST(NULL AS {literal.Type.Sql})";
        return literal.Value switch
        {
            string s => style == SqlStyle.Exact ? $"'{s.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'" : s,
            bool b => b ? "true" : "false",
            IFormattable n => n.ToString(null, CultureInfo.InvariantCulture),
            _ => literal.Value.ToString() ?? "",
        };
    }
}
