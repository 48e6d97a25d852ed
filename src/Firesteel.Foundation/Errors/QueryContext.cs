namespace Firesteel;

/// <summary>A fragment of SQL text that an error points at.</summary>
/// <param name="SqlText">The whole statement.</param>
/// <param name="StartIndex">First character of the fragment, counted from 0.</param>
/// <param name="StopIndex">Last character of the fragment, inclusive.</param>
/// <param name="ObjectType">Kind of object that holds the text, such as <c>VIEW</c>; empty for a query.</param>
/// <param name="ObjectName">Name of that object.</param>
public sealed record QueryContext(string SqlText, int StartIndex, int StopIndex, string ObjectType = "", string ObjectName = "")
{
    public string Fragment => StartIndex >= 0 && StopIndex < SqlText.Length && StartIndex <= StopIndex ? SqlText[StartIndex..(StopIndex + 1)] : "";

    /// <summary>Line of the fragment's start, from 1.</summary>
    public int Line => 1 + SqlText.AsSpan(0, Math.Clamp(StartIndex, 0, SqlText.Length)).Count('\n');

    /// <summary>Column of the fragment's start, from 0.</summary>
    public int Position => StartIndex - (StartIndex > 0 ? SqlText.LastIndexOf('\n', StartIndex - 1) + 1 : 0);

    /// <summary>Where the program called the method that made the expression; null where the text is SQL. The text is then the method's name.</summary>
    public string? CallSite { get; init; }

    /// <summary>The lines around the fragment with carets under it, as Spark prints them.</summary>
    public string Summary()
    {
        if (CallSite is not null) return $"== DataFrame ==\n\"{SqlText}\" was called from\n{CallSite}\n";
        var head = ObjectType.Length == 0 ? "== SQL (line " : $"== SQL of {ObjectType} {ObjectName} (line ";
        var text = new System.Text.StringBuilder(head).Append(Line).Append(", position ").Append(Position + 1).Append(") ==\n");
        var offset = 0;
        foreach (var line in SqlText.Split('\n'))
        {
            var (first, last) = (Math.Max(StartIndex - offset, 0), Math.Min(StopIndex - offset, line.Length - 1));
            if (first <= last && first < line.Length)
            {
                text.Append(line).Append('\n').Append(' ', first).Append('^', last - first + 1).Append('\n');
            }
            offset += line.Length + 1;
        }
        return text.ToString();
    }
}
