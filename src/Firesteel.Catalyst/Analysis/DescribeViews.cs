using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Functions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis;

/// <summary>Makes the catalog's entry of a view: its text, its columns, and the settings under which the text is read again.</summary>
static class DescribeViews
{
    // What changes the meaning of a query's text.
    private static readonly string[] Captured =
    [
        "spark.sql.ansi.enabled", "spark.sql.ansi.doubleQuotedIdentifiers", "spark.sql.ansi.enforceReservedKeywords", "spark.sql.caseSensitive", "spark.sql.session.timeZone", "spark.sql.timestampType",
        "spark.sql.groupByAliases", "spark.sql.groupByOrdinal", "spark.sql.orderByOrdinal", "spark.sql.decimalOperations.allowPrecisionLoss", "spark.sql.legacy.interval.enabled",
        "spark.sql.parser.escapedStringLiterals", "spark.sql.parser.quotedRegexColumnNames", "spark.sql.legacy.setopsPrecedence.enabled", "spark.sql.legacy.ctePrecedencePolicy",
        "spark.sql.lateralColumnAlias.enableImplicitResolution",
    ];

    /// <param name="view">The command after analysis.</param>
    /// <param name="name">The view's name as the catalog is to have it.</param>
    /// <exception cref="AnalysisException">CREATE_VIEW_COLUMN_ARITY_MISMATCH or COLUMN_ALREADY_EXISTS.</exception>
    public static CatalogTable Describe(CreateView view, ValueList<string> name, IBindingSession session)
    {
        var query = view.Query;
        CheckCount(view, query);
        var fields = query.Schema.Fields.Select((f, i) => view.Columns.Count == 0 ? f : Named(f, view.Columns[i])).ToList();
        var seen = new HashSet<string>(session.Conf("spark.sql.caseSensitive") == "true" ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
        foreach (var field in fields)
            if (!seen.Add(field.Name)) throw AnalysisErrors.Error(view.Origin, "COLUMN_ALREADY_EXISTS", ("columnName", SqlIdentifier.Quote(field.Name.ToLowerInvariant())));
        return new CatalogTable(name, CatalogTableType.View, new StructType(fields))
        {
            ViewText = view.Text,
            ViewSchemaMode = view.SchemaMode,
            Comment = view.Comment,
            Properties = view.Properties,
            Collation = view.Collation,
            QueryColumnNames = new(query.Output.Select(o => o.Name)),
            CapturedConf = Capture(session),
            CreatedMicros = session.QueryTimeMicros,
        };
    }

    /// <summary>Settings that a view or SQL function is read under later, with the current catalog and database.</summary>
    public static ValueMap Capture(IBindingSession session)
        => new(Captured.Select(key => KeyValuePair.Create(key, session.Conf(key))).Where(c => c.Value.Length > 0)
            .Append(new(CapturedSession.CatalogKey, session.CurrentCatalog)).Append(new(CapturedSession.DatabaseKey, session.CurrentDatabase)));

    private static void CheckCount(CreateView view, LogicalPlan query)
    {
        if (view.Columns.Count == 0 || view.Columns.Count == query.Output.Count) return;
        throw AnalysisErrors.Error(view.Origin, "CREATE_VIEW_COLUMN_ARITY_MISMATCH." + (view.Columns.Count > query.Output.Count ? "NOT_ENOUGH_DATA_COLUMNS" : "TOO_MANY_DATA_COLUMNS"),
            ("viewName", view.Name.ToString()), ("viewColumns", string.Join(", ", view.Columns.Select(c => SqlIdentifier.Quote(c.Name)))),
            ("dataColumns", string.Join(", ", query.Output.Select(o => SqlIdentifier.Quote(o.Name)))));
    }

    private static StructField Named(StructField field, ViewColumn column) => field with
    {
        Name = column.Name,
        Metadata = column.Comment == null ? field.Metadata : field.Metadata.With("comment", System.Text.Json.JsonSerializer.Serialize(column.Comment)),
    };
}
