using Firesteel.Catalyst.Expressions;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis;

/// <summary>Names that a user may have meant, most similar first.</summary>
static class NameSuggestions
{
    private const int Most = 5;

    public static IReadOnlyList<string> For(IReadOnlyList<string> parts, IEnumerable<AttributeReference> visible)
    {
        var columns = visible.ToList();
        // As Spark measures: what is in the data stands in quotes, what was asked for only where it must.
        var wanted = string.Join(".", parts.Select(SqlIdentifier.QuoteIfNeeded));
        // A qualifier says nothing where all columns have the same one and none was asked for.
        var isPlain = parts.Count == 1 && columns.Select(c => string.Join("\0", c.Qualifier)).Distinct().Count() <= 1;
        return
        [
            .. columns.OrderBy(c => c.Name, StringComparer.Ordinal)
                .Select(c => SqlIdentifier.Quote(isPlain ? [c.Name] : (string[])[.. c.Qualifier, c.Name]))
                .Distinct()
                .OrderBy(name => Distance(name, wanted))
                .Take(Most),
        ];
    }

    /// <summary>Levenshtein's distance: insertions, deletions and replacements that lead from one text to the other.</summary>
    public static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
