using System.Globalization;
using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>ANALYZE TABLE: sizes, row counts and column statistics, kept among the table's properties.</summary>
static class StatisticsCommands
{
    public static void Register()
    {
        CommandExecutor.Register<AnalyzeTable>(Analyze);
        CommandExecutor.Register<AnalyzeTables>(AnalyzeAll);
    }

    private static QueryResult Analyze(AnalyzeTable analyze, SessionState session, QueryRunner runner)
    {
        var name = Statements.NameOf(analyze.Name, runner);
        if (session.Catalog.FindTemporaryView(name) != null)
            throw Statements.Error("EXPECT_PERMANENT_VIEW_NOT_TEMP", ("viewName", SqlIdentifier.Quote(name)), ("operation", "ANALYZE TABLE"));
        var table = Tables.Get(name, session);
        if (table.Type == CatalogTableType.View) throw Statements.Error("UNSUPPORTED_FEATURE.ANALYZE_VIEW");
        if (analyze.Partition != null) PartitionSpecs.Resolve(analyze.Partition, table, session, runner);
        else Store(table, analyze, session, runner);
        return CommandExecutor.Nothing;
    }

    private static QueryResult AnalyzeAll(AnalyzeTables analyze, SessionState session, QueryRunner runner)
    {
        ValueList<string> database = analyze.Namespace == null ? [session.CurrentCatalog, session.CurrentDatabase] : Tables.Database(SchemaCommands.FullName(analyze.Namespace, session, runner), session).Name;
        var catalog = session.Catalog.Catalog(database[0]);
        foreach (var table in catalog.Tables(database[1]).ToList().Select(t => catalog.FindTable(database[1], t)).OfType<CatalogTable>())
            if (table.Type != CatalogTableType.View) Store(table, new AnalyzeTable(new ObjectName(table.Name), null, analyze.NoScan, null), session, runner);
        return CommandExecutor.Nothing;
    }

    private static void Store(CatalogTable table, AnalyzeTable analyze, SessionState session, QueryRunner runner)
    {
        var properties = table.Properties.With(TableDetails.SizeProperty, Text(TableDetails.SizeOf(table.Location!)));
        if (!analyze.NoScan)
        {
            var columns = analyze.AllColumns ? [.. table.Schema.Fields] : (analyze.Columns ?? ValueList<string>.Empty).Select(c => Find(table, c)).ToList();
            columns.RemoveAll(c => c.DataType is ArrayType or MapType or StructType or VariantType);
            properties = Columns(table, columns, properties, session, runner);
        }
        Tables.Put(table with { Properties = properties }, session);
    }

    private static StructField Find(CatalogTable table, string column)
        => table.Schema.IndexOf(column) is >= 0 and var at ? table.Schema[at]
         : throw Statements.Error("COLUMN_NOT_FOUND", ("colName", SqlIdentifier.Quote(column)), ("caseSensitiveConfig", "\"spark.sql.caseSensitive\""));

    private static ValueMap Columns(CatalogTable table, List<StructField> columns, ValueMap properties, SessionState session, QueryRunner runner)
    {
        string[] measures = ["min({0})", "max({0})", "count({0})", "count(distinct {0})", "avg(length(cast({0} as string)))", "max(length(cast({0} as string)))"];
        var list = columns.SelectMany(c => measures.Select(m => string.Format(CultureInfo.InvariantCulture, m, SqlIdentifier.Quote(c.Name)))).Prepend("count(1)");
        using var result = runner.RunAnalyzed(session.Analyze(session.Parse($"select {string.Join(", ", list)} from {SqlIdentifier.Quote(table.Name)}")));
        var batch = result.Batches.First(b => b.SelectedCount > 0);
        var values = batch.Columns.Select(c => Catalyst.Expressions.Evaluation.LiteralVectors.Read(c, batch.Selection[0])).ToArray();
        var rows = (long)values[0]!;
        properties = properties.With(TableDetails.RowsProperty, Text(rows));
        for (var i = 0; i < columns.Count; i++)
        {
            var at = 1 + i * measures.Length;
            var prefix = TableDetails.ColumnPrefix + columns[i].Name + ".";
            var type = Catalyst.Analysis.CheckCasts.WithoutLength(columns[i].DataType);
            if (type is not (StringType or BinaryType or BooleanType))
            {
                if (values[at] is { } min) properties = properties.With(prefix + "min", Value(min, type, session));
                if (values[at + 1] is { } max) properties = properties.With(prefix + "max", Value(max, type, session));
            }
            properties = properties.With(prefix + "nullCount", Text(rows - (long)values[at + 2]!)).With(prefix + "distinctCount", Text((long)values[at + 3]!));
            var width = Width(type);
            properties = properties.With(prefix + "avgLen", width is { } w ? Text(w) : Text((long)Math.Ceiling(values[at + 4] as double? ?? 0)))
                .With(prefix + "maxLen", width is { } x ? Text(x) : Text(Convert.ToInt64(values[at + 5] ?? 0, CultureInfo.InvariantCulture)));
        }
        return properties;
    }

    private static string Value(object value, DataType type, SessionState session)
        => (string)Catalyst.Expressions.Evaluation.ConstantFolding.Evaluate(new Cast(new Literal(value, type), StringType.Instance, EvalMode.Ansi) { TimeZone = "UTC" }, session.TimeZone).Value!;

    // What one value takes in Spark's own rows; null for texts and bytes.
    private static long? Width(DataType type) => type switch
    {
        BooleanType or ByteType => 1,
        ShortType => 2,
        IntegerType or FloatType or DateType => 4,
        DecimalType { Precision: > 18 } => 16,
        StringType or BinaryType => null,
        _ => 8,
    };

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
