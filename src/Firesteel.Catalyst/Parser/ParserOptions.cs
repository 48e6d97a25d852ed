namespace Firesteel.Catalyst.Parser;

/// <summary>The session settings that change how text is read.</summary>
sealed record ParserOptions
{
    public static readonly ParserOptions Default = new();

    /// <summary>spark.sql.ansi.enabled: casts and arithmetic raise errors.</summary>
    public bool Ansi { get; init; } = true;

    /// <summary>spark.sql.ansi.enforceReservedKeywords: reserved words are not names.</summary>
    public bool EnforceReservedKeywords { get; init; }

    /// <summary>spark.sql.ansi.doubleQuotedIdentifiers: double quotes hold a name instead of text.</summary>
    public bool DoubleQuotedIdentifiers { get; init; }

    /// <summary>spark.sql.parser.escapedStringLiterals: a backslash in text stands for itself.</summary>
    public bool EscapedStringLiterals { get; init; }

    /// <summary>spark.sql.legacy.consecutiveStringLiterals.enabled: <c>'a''b'</c> is <c>ab</c>.</summary>
    public bool ConsecutiveStringLiterals { get; init; }

    /// <summary>spark.sql.parser.quotedRegexColumnNames: a quoted column name in a select list is a pattern.</summary>
    public bool QuotedRegexColumnNames { get; init; }

    /// <summary>spark.sql.legacy.setopsPrecedence.enabled: INTERSECT binds no tighter than UNION.</summary>
    public bool LegacySetOperationPrecedence { get; init; }

    /// <summary>spark.sql.legacy.parser.havingWithoutGroupByAsWhere.</summary>
    public bool HavingWithoutGroupByAsWhere { get; init; }

    /// <summary>spark.sql.legacy.interval.enabled: intervals of months, days and microseconds together.</summary>
    public bool LegacyInterval { get; init; }

    /// <summary>spark.sql.legacy.exponentLiteralAsDecimal.enabled: <c>1E3</c> is a decimal.</summary>
    public bool ExponentLiteralAsDecimal { get; init; }

    /// <summary>spark.sql.legacy.charVarcharAsString: both types are string.</summary>
    public bool CharVarcharAsString { get; init; }

    /// <summary>Whether TIMESTAMP means a local one: spark.sql.timestampType is TIMESTAMP_NTZ.</summary>
    public bool TimestampIsNtz { get; init; }

    /// <summary>spark.sql.session.timeZone.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>What <c>DATE 'today'</c> and its like look at.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Reads the options from a session's settings.</summary>
    public static ParserOptions From(Func<string, string?> conf)
    {
        return new()
        {
            Ansi = Flag("spark.sql.ansi.enabled", true),
            EnforceReservedKeywords = Flag("spark.sql.ansi.enabled", true) && Flag("spark.sql.ansi.enforceReservedKeywords"),
            DoubleQuotedIdentifiers = Flag("spark.sql.ansi.enabled", true) && Flag("spark.sql.ansi.doubleQuotedIdentifiers"),
            EscapedStringLiterals = Flag("spark.sql.parser.escapedStringLiterals"),
            ConsecutiveStringLiterals = Flag("spark.sql.legacy.consecutiveStringLiterals.enabled"),
            QuotedRegexColumnNames = Flag("spark.sql.parser.quotedRegexColumnNames"),
            LegacySetOperationPrecedence = Flag("spark.sql.legacy.setopsPrecedence.enabled"),
            HavingWithoutGroupByAsWhere = Flag("spark.sql.legacy.parser.havingWithoutGroupByAsWhere"),
            LegacyInterval = Flag("spark.sql.legacy.interval.enabled"),
            ExponentLiteralAsDecimal = Flag("spark.sql.legacy.exponentLiteralAsDecimal.enabled"),
            CharVarcharAsString = Flag("spark.sql.legacy.charVarcharAsString"),
            TimestampIsNtz = string.Equals(conf("spark.sql.timestampType"), "TIMESTAMP_NTZ", StringComparison.OrdinalIgnoreCase),
            TimeZone = conf("spark.sql.session.timeZone") ?? "UTC",
        };

        bool Flag(string key, bool otherwise = false) => conf(key) is { } value ? value.Trim().Equals("true", StringComparison.OrdinalIgnoreCase) : otherwise;
    }
}
