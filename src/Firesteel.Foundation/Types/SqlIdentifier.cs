namespace Firesteel.Types;

/// <summary>Quoting of identifiers in SQL text.</summary>
public static class SqlIdentifier
{
    /// <summary>The name between backticks, inner backticks doubled.</summary>
    public static string Quote(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    /// <summary>Each part between backticks, joined by dots.</summary>
    public static string Quote(IEnumerable<string> parts) => string.Join(".", parts.Select(Quote));

    /// <summary>The bare name where the parser reads it back unchanged, else between backticks.</summary>
    public static string QuoteIfNeeded(string name) => IsPlain(name) ? name : Quote(name);

    private static bool IsPlain(string name)
    {
        if (name.Length == 0 || char.IsAsciiDigit(name[0])) return false;
        foreach (var c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c != '_') return false;
        return true;
    }
}
