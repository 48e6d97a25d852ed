using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions;
using Firesteel.Catalyst.Optimizer;
using Firesteel.Catalyst.Parser;
using Firesteel.Catalyst.Plans;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Sql.DataSources;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Sessions;

/// <summary>One session: its settings, catalog view and functions, and the way of a query from text to a physical plan.</summary>
sealed class SessionState : IBindingSession
{
    /// <summary>Rows of a batch: a setting of this engine alone.</summary>
    public const string BatchRowsKey = "spark.firesteel.batch.rows";

    private readonly TimeProvider _time;

    public SessionState(EngineContext engine, SqlConf? settings = null, TimeProvider? time = null)
    {
        Engine = engine;
        Settings = settings ?? new SqlConf(engine.Conf);
        _time = time ?? TimeProvider.System;
        Catalog = new SessionCatalog(engine.Catalog, engine.Providers, engine.GlobalViews);
        Functions = new FunctionRegistry(FunctionRegistry.BuiltIn);
    }

    public EngineContext Engine { get; }
    public SqlConf Settings { get; }
    public SessionCatalog Catalog { get; }
    public FunctionRegistry Functions { get; }

    /// <summary>Files, jars and archives that were added, by kind.</summary>
    public List<(string Kind, string Path)> Resources { get; } = [];

    /// <summary>Data sources in Python.</summary>
    public Operators.Python.PythonSources PythonSources { get; } = new();

    /// <summary>Where files lie that were added for Python.</summary>
    public string? PythonFiles { get; set; }

    /// <summary>The accumulator of Python functions that name none themselves; null for none.</summary>
    public long? PythonAccumulator { get; set; }

    public bool Ansi => string.Equals(Conf("spark.sql.ansi.enabled"), "true", StringComparison.OrdinalIgnoreCase);
    public string TimeZone => Conf("spark.sql.session.timeZone");
    public string CurrentCatalog => Catalog.CurrentCatalog;
    public string CurrentDatabase => Catalog.CurrentDatabase;
    public string CurrentUser => Environment.UserName;
    public long QueryTimeMicros => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;
    public string Conf(string key) => Settings.GetOption(key) ?? ConfigRegistry.DefaultOf(key) ?? "";

    public ParserOptions ParserOptions => ParserOptions.From(Conf) with { Clock = _time };

    /// <summary>Takes over what names mean to another session: views, functions, sources, the current database.</summary>
    public void CopyNames(SessionState other)
    {
        Catalog.CopyNames(other.Catalog);
        foreach (var name in other.Functions.OwnNames)
            if (other.Functions.TryGet(name, out var function)) Functions.Register(function);
        PythonSources.CopyFrom(other.PythonSources);
        Resources.AddRange(other.Resources);
    }

    public LogicalPlan Parse(string sql) => SqlParser.ParseStatement(sql, ParserOptions);

    /// <param name="variables">Those that the statement sees; the session's where none are given.</param>
    public LogicalPlan Analyze(LogicalPlan plan, QueryParameters? parameters = null, IVariables? variables = null) => new Analyzer(AnalyzerContext(parameters, variables)).Execute(plan);

    /// <summary>The name that an expression gives: the argument of <c>IDENTIFIER</c>.</summary>
    public ValueList<string> NameOf(Expression expression, QueryParameters? parameters = null, IVariables? variables = null)
        => ResolveIdentifierClause.NameOf(expression, new PlanResolver(AnalyzerContext(parameters, variables)).Over(new Scope(ColumnSet.Empty, null)));

    /// <summary>An expression over the columns of an analysed plan.</summary>
    public Expression Resolve(Expression expression, LogicalPlan over)
    {
        var plans = new PlanResolver(AnalyzerContext(null));
        return plans.Over(plans.ScopeOf(null, over) with { AllowsVariables = false }).Resolve(expression);
    }

    // One instant for the whole query.
    private AnalyzerContext AnalyzerContext(QueryParameters? parameters, IVariables? variables = null) => new(Catalog, new BoundSession(this, QueryTimeMicros), Functions)
    {
        ParsePlan = text => SqlParser.ParseQuery(text, ParserOptions),
        ParseExpression = text => SqlParser.ParseExpression(text, ParserOptions),
        OpenFiles = OpenFiles,
        Python = new Operators.Python.PythonAnalyzer(this),
        Evaluate = e => ConstantFolding.Evaluate(e, TimeZone),
        Parameters = parameters ?? QueryParameters.None,
        Variables = variables ?? Catalog.Variables,
    };

    private FileTable? OpenFiles(string format, string path, ValueMap options)
        => Settings.Get(FileSourceConfig.RunSqlOnFiles) && FileFormats.Find(format) != null ? FileTableProvider.OpenPaths(format, [path], options, null, Settings) : null;

    public LogicalPlan Optimize(LogicalPlan analyzed) => Optimizer.Create(new Statistics(), ExcludedRules(), TimeZone).Execute(analyzed);

    /// <summary>A temporary view over a table that is in no catalog.</summary>
    public void CreateTemporaryView(string name, ITable table)
    {
        var relation = SourceRelation.Of(table, f => new AttributeReference(f.Name, f.DataType, f.Nullable, ExprId.Next()));
        Catalog.Views.Put(new TemporaryView([name], Analyze(relation), null), replace: true);
    }

    public PhysicalPlan Plan(LogicalPlan optimized)
    {
        var statistics = new Statistics();
        return new PhysicalPlanner(QuerySettings(), [new FileSourceStrategy(Settings), new Operators.Python.PythonOperators(this), new Operators.Python.PythonAggregations(this), new Limits(), new Aggregations(), new JoinSelection(statistics.SizeInBytes), new BasicOperators()]).Plan(optimized);
    }

    public QuerySettings QuerySettings() => new(Engine.Memory)
    {
        TimeZone = TimeZone,
        Ansi = Ansi,
        BatchRows = Math.Clamp(Number(BatchRowsKey, ColumnarBatch.DefaultRows), 1, ColumnarBatch.MaxRows),
        ShufflePartitions = Number("spark.sql.shuffle.partitions", 200),
        Parallelism = Engine.Runtime.DefaultParallelism,
        SharedJoinBytes = Engine.Memory.Limit / 4,
        SpillFolder = Engine.Conf.Get("spark.local.dir", "").Split(',')[0] is { Length: > 0 } folder ? folder : Path.GetTempPath(),
    };

    private int Number(string key, int otherwise) => int.TryParse(Conf(key), System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    private HashSet<string>? ExcludedRules()
        => Conf("spark.sql.optimizer.excludedRules") is { Length: > 0 } names ? [.. names.Split(',').Select(n => n.Trim().Split('.')[^1])] : null;

    private sealed class BoundSession(SessionState state, long now) : IBindingSession
    {
        public bool Ansi => state.Ansi;
        public string TimeZone => state.TimeZone;
        public string Conf(string key) => state.Conf(key);
        public string CurrentCatalog => state.CurrentCatalog;
        public string CurrentDatabase => state.CurrentDatabase;
        public string CurrentUser => state.CurrentUser;
        public long QueryTimeMicros => now;
    }
}
