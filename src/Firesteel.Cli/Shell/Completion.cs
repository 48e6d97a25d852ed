namespace Firesteel.Cli.Shell;

/// <summary>Completes the word before the cursor: keywords, and what the session knows.</summary>
sealed class Completion(IShellSession session)
{
    private static readonly string[] Keywords =
    [
        "ALTER TABLE", "ANALYZE TABLE", "AND", "AS", "ASC", "BETWEEN", "BY", "CACHE TABLE", "CASE", "CAST", "CREATE", "CREATE TABLE", "CREATE VIEW", "CROSS JOIN", "CURRENT_DATE", "CURRENT_TIMESTAMP",
        "DATABASE", "DELETE FROM", "DESC", "DESCRIBE", "DISTINCT", "DROP", "DROP TABLE", "DROP VIEW", "ELSE", "END", "EXCEPT", "EXISTS", "EXPLAIN", "FALSE", "FROM", "FULL OUTER JOIN", "FUNCTION",
        "GROUP BY", "HAVING", "IF EXISTS", "IF NOT EXISTS", "IN", "INNER JOIN", "INSERT INTO", "INSERT OVERWRITE", "INTERSECT", "INTERVAL", "IS NOT NULL", "IS NULL", "JOIN", "LATERAL VIEW", "LEFT JOIN",
        "LIKE", "LIMIT", "MERGE INTO", "NATURAL JOIN", "NOT", "NULL", "OFFSET", "ON", "OR", "ORDER BY", "OVER", "PARTITION BY", "PIVOT", "REFRESH TABLE", "RESET", "RIGHT JOIN", "SELECT", "SET",
        "SHOW", "SHOW COLUMNS", "SHOW DATABASES", "SHOW FUNCTIONS", "SHOW TABLES", "TABLE", "TEMPORARY VIEW", "THEN", "TRUE", "TRUNCATE TABLE", "UNCACHE TABLE", "UNION", "UNION ALL", "UPDATE", "USE",
        "USING", "VALUES", "WHEN", "WHERE", "WINDOW", "WITH",
    ];

    /// <summary>Where the word before the cursor begins, and what it could become.</summary>
    public (int Start, IReadOnlyList<string> Candidates) Find(string line, int cursor)
    {
        var start = cursor;
        while (start > 0 && (char.IsLetterOrDigit(line[start - 1]) || line[start - 1] is '_' or '.')) start--;
        var prefix = line[start..cursor];
        if (prefix.Length == 0) return (start, []);
        var isLower = prefix == prefix.ToLowerInvariant();
        var keywords = Keywords.Where(k => k.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).Select(k => isLower ? k.ToLowerInvariant() : k);
        return (start, [.. session.Complete(prefix).Concat(keywords).Distinct(StringComparer.Ordinal)]);
    }
}
