using System.Text;

namespace Firesteel;

/// <summary>Rows drawn as a table of text, or one below the other.</summary>
static class RowTable
{
    private const int LeastWidth = 3;

    /// <param name="truncate">Characters after which a cell is cut; 0 for never, which also aligns to the left.</param>
    public static string Draw(IReadOnlyList<string> names, List<string[]> rows, int limit, int truncate, bool hasMore)
    {
        var widths = names.Select(n => Math.Max(LeastWidth, Width(n))).ToArray();
        foreach (var row in rows)
            for (var c = 0; c < row.Length; c++) widths[c] = Math.Max(widths[c], Width(row[c]));
        var line = $"+{string.Join("+", widths.Select(w => new string('-', w)))}+\n";
        if (widths.Length == 0) line = "++\n";
        var text = new StringBuilder(line);
        Row(names);
        text.Append(line);
        foreach (var row in rows) Row(row);
        text.Append(line);
        if (hasMore) text.Append(More(limit));
        return text.ToString();

        void Row(IReadOnlyList<string> cells)
        {
            text.Append('|');
            if (cells.Count == 0) text.Append('|');
            for (var c = 0; c < cells.Count; c++)
            {
                var blanks = widths[c] - Width(cells[c]);
                if (truncate > 0) text.Append(' ', blanks).Append(cells[c]);
                else text.Append(cells[c]).Append(' ', blanks);
                text.Append('|');
            }
            text.Append('\n');
        }
    }

    public static string DrawVertical(IReadOnlyList<string> names, List<string[]> rows, int limit, bool hasMore)
    {
        var nameWidth = names.Aggregate(LeastWidth, (w, n) => Math.Max(w, Width(n)));
        var cellWidth = rows.SelectMany(r => r).Aggregate(LeastWidth, (w, c) => Math.Max(w, Width(c)));
        var text = new StringBuilder();
        for (var i = 0; i < rows.Count; i++)
        {
            text.Append($"-RECORD {i}".PadRight(nameWidth + cellWidth + 5, '-')).Append('\n');
            for (var c = 0; c < names.Count; c++)
                text.Append(' ').Append(names[c]).Append(' ', nameWidth - Width(names[c])).Append(" | ").Append(rows[i][c]).Append(' ', cellWidth - Width(rows[i][c])).Append(" \n");
        }
        if (rows.Count == 0) text.Append("(0 rows)\n");
        else if (hasMore) text.Append(More(limit));
        return text.ToString();
    }

    /// <summary>A value as a cell shows it: control characters written out, long ones cut.</summary>
    public static string Cell(string value, int truncate)
    {
        value = Escape(value);
        if (truncate <= 0 || value.Length <= truncate) return value;
        return truncate < 4 ? value[..truncate] : value[..(truncate - 3)] + "...";
    }

    public static string Escape(string value)
    {
        if (value.AsSpan().IndexOfAny("\n\r\t\f\b\v\a") < 0) return value;
        return value.Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)
            .Replace("\f", "\\f", StringComparison.Ordinal).Replace("\b", "\\b", StringComparison.Ordinal).Replace("\v", "\\v", StringComparison.Ordinal).Replace("\a", "\\a", StringComparison.Ordinal);
    }

    private static string More(int limit) => $"only showing top {limit} {(limit == 1 ? "row" : "rows")}";

    // Characters of East Asian scripts take two places.
    private static int Width(string text)
    {
        var width = text.Length;
        foreach (var c in text)
            if (c >= '\u1100' && c is <= '\u115F' or >= '\u2E80' and <= '\uA4CF' or >= '\uAC00' and <= '\uD7A3' or >= '\uF900' and <= '\uFAFF' or >= '\uFE30' and <= '\uFE6F' or >= '\uFF00' and <= '\uFF60' or >= '\uFFE0' and <= '\uFFE6') width++;
        return width;
    }
}
