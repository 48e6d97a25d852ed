using System.Text.RegularExpressions;
using Firesteel.Catalyst.Expressions;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>Columns whose names match a quoted pattern.</summary>
static class ExpandRegex
{
    public static IEnumerable<Expression> Expand(UnresolvedRegex regex, ExpressionResolver resolver)
    {
        var pattern = new Regex($"^(?:{Functions.Text.JavaRegex.Translate(regex.Pattern)})$", resolver.Settings.CaseSensitive ? RegexOptions.CultureInvariant : RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeSpan.FromSeconds(10));
        var columns = regex.Table == null ? resolver.Scope.Columns.Columns : resolver.Scope.Columns.WithQualifier([regex.Table]);
        return columns.Where(c => pattern.IsMatch(c.Name));
    }
}
