using Firesteel.Catalyst.Functions;

namespace Firesteel.Catalyst.Analysis;

/// <summary>The settings that rules look at, read once a query (and once a view, which has captured its own).</summary>
sealed class AnalysisSettings(IBindingSession session)
{
    public IBindingSession Session => session;
    public bool Ansi { get; } = session.Ansi;
    public bool CaseSensitive { get; } = IsOn(session, "spark.sql.caseSensitive");
    public bool GroupByAliases { get; } = IsOn(session, "spark.sql.groupByAliases");
    public bool GroupByOrdinal { get; } = IsOn(session, "spark.sql.groupByOrdinal");
    public bool OrderByOrdinal { get; } = IsOn(session, "spark.sql.orderByOrdinal");
    public bool LateralAliases { get; } = IsOn(session, "spark.sql.lateralColumnAlias.enableImplicitResolution");
    public bool AllowsPrecisionLoss { get; } = IsOn(session, "spark.sql.decimalOperations.allowPrecisionLoss");
    public bool AllowsCrossJoins { get; } = IsOn(session, "spark.sql.crossJoin.enabled");
    public StringComparer Names => CaseSensitive ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    private static bool IsOn(IBindingSession session, string key) => string.Equals(session.Conf(key), "true", StringComparison.OrdinalIgnoreCase);
}
