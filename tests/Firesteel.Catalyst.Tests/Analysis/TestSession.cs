using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions;
using Firesteel.Catalyst.Parser;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Types;

namespace Firesteel.Catalyst.Tests.Analysis;

/// <summary>A session without an engine: it parses, analyses and keeps a catalog in memory.</summary>
sealed class TestSession : IBindingSession
{
    public TestSession(IEnumerable<KeyValuePair<string, string>>? settings = null, string? warehouse = null)
    {
        Settings = new SqlConf(new Dictionary<string, string> { ["spark.sql.session.timeZone"] = "America/Los_Angeles" });
        foreach (var (key, value) in settings ?? []) Settings.SetUnchecked(key, value);
        var providers = new TableProviders();
        providers.Register(new EmptyTables());
        Catalog = new SessionCatalog(new FileCatalog(SessionCatalog.DefaultCatalogName, warehouse), providers);
    }

    public SqlConf Settings { get; }
    public SessionCatalog Catalog { get; }
    public FunctionRegistry Functions { get; } = new(FunctionRegistry.BuiltIn);
    public bool Ansi => Conf("spark.sql.ansi.enabled") == "true";
    public string TimeZone => Conf("spark.sql.session.timeZone");
    public string CurrentCatalog => Catalog.CurrentCatalog;
    public string CurrentDatabase => Catalog.CurrentDatabase;
    public string CurrentUser => "tester";
    public long QueryTimeMicros => 1_700_000_000_000_000;

    public string Conf(string key) => Settings.GetOption(key) ?? ConfigRegistry.DefaultOf(key) ?? "";

    public ParserOptions Options => ParserOptions.From(Conf);

    public LogicalPlan Parse(string sql) => SqlParser.ParseStatement(sql, Options);

    public LogicalPlan Analyze(LogicalPlan plan) => new Analyzer(Context).Execute(plan);

    public LogicalPlan Analyze(string sql) => Analyze(Parse(sql));

    public AnalyzerContext Context => new(Catalog, this, Functions)
    {
        ParseStatement = Parse,
        ParsePlan = text => SqlParser.ParseQuery(text, Options),
        ParseExpression = text => SqlParser.ParseExpression(text, Options),
        Evaluate = e => ConstantFolding.Evaluate(e, TimeZone),
    };

    public void CreateTable(string name, StructType schema)
        => Catalog.CreateTable(new CatalogTable(Catalog.Qualify([name]), CatalogTableType.Managed, schema) { Provider = "parquet" }, replace: true);

    /// <summary>Takes any format and has no rows.</summary>
    private sealed class EmptyTables : ITableProvider
    {
        public ValueList<string> Names => ["parquet", "json", "csv", "orc", "text", "xml", "hive", "delta", "noop"];
        public ITable Open(CatalogTable table, ValueMap options, TimeTravel? timeTravel) => new EmptyTable(table.Provider ?? "parquet", table.Schema, table.PartitionColumns);
    }

    private sealed record EmptyTable(string Format, StructType Schema, ValueList<string> PartitionColumns) : ITable;
}
