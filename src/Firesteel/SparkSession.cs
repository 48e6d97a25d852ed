using System.Diagnostics;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Parser;
using Firesteel.Catalyst.Plans;
using Firesteel.Encoders;
using Firesteel.Execution;
using Firesteel.Remote;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel;

/// <summary>The way in: reads data, runs SQL and makes DataFrames. Sessions of one application share its context, catalog and cached data.</summary>
public sealed partial class SparkSession : IDisposable, Core.Serialization.IDriverOnly
{
    /// <summary>The version of Spark whose behaviour this is.</summary>
    public const string SparkVersion = "4.3.0";

    private static readonly AsyncLocal<SparkSession?> ThreadSession = new();
    private static volatile SparkSession? _default;

    private readonly SparkContext? _context;
    private readonly SparkContext? _server;
    private readonly Lazy<SessionState> _state;

    internal SparkSession(SparkContext context, IReadOnlyDictionary<string, string> settings, Func<SessionState, SessionState>? adapt = null)
    {
        _context = context;
        _state = new(() =>
        {
            var state = new SessionState(context.Engine);
            foreach (var (key, value) in settings) state.Settings.SetUnchecked(key, value);
            return adapt?.Invoke(state) ?? state;
        });
    }

    /// <summary>A session that lives on a server.</summary>
    /// <param name="server">The context of the server, where it runs in this process for this session.</param>
    internal SparkSession(IRemoteSession remote, SparkContext? server = null)
    {
        (Remote, _server) = (remote, server);
        _state = new(() => throw ClassicOnly.SessionState());
    }

    /// <exception cref="SparkException">UNSUPPORTED_CONNECT_FEATURE.SESSION_SPARK_CONTEXT: the session lives on a server.</exception>
    public SparkContext SparkContext => _context ?? throw ClassicOnly.SparkContext();

    /// <summary>What answers where the session lives on a server; null where it lives here.</summary>
    internal IRemoteSession? Remote { get; }

    /// <summary>Whether the session is of no more use.</summary>
    internal bool IsStopped => Remote?.IsStopped ?? SparkContext.IsStopped;

    /// <summary>What the session is to the engine; made when the first query asks for it.</summary>
    internal SessionState State => _state.Value;

    /// <summary>Starts describing a session.</summary>
    public static SparkSessionBuilder Builder() => new();

    /// <summary>The session of this thread, or the default one.</summary>
    /// <exception cref="SparkException">There is none.</exception>
    public static SparkSession Active() => GetActiveSession() ?? GetDefaultSession() ?? throw new SparkException("INTERNAL_ERROR", new Dictionary<string, string> { ["message"] = "No active or default Spark session found" });

    public static SparkSession? GetActiveSession() => ThreadSession.Value is { IsStopped: false } s ? s : null;
    public static SparkSession? GetDefaultSession() => _default is { IsStopped: false } s ? s : null;
    public static void SetActiveSession(SparkSession session) => ThreadSession.Value = session;
    public static void SetDefaultSession(SparkSession session) => _default = session;
    public static void ClearActiveSession() => ThreadSession.Value = null;
    public static void ClearDefaultSession() => _default = null;

    internal static bool ActiveAnsi => Current is not { Remote: null } session || session.State.Ansi;
    internal static string ActiveTimeZone => Current is not { } session ? "UTC" : session.Remote is { } remote ? remote.Get("spark.sql.session.timeZone") : session.State.TimeZone;
    private static SparkSession? Current => GetActiveSession() ?? GetDefaultSession();

    internal static Expression ParseExpression(string text) => Current is { Remote: not null } ? new ExpressionText(text) : SqlParser.ParseExpression(text, Current?.State.ParserOptions);

    /// <summary>The version of Spark that this session speaks.</summary>
    public string Version() => Remote?.Version ?? SparkVersion;

    /// <summary>The session's settings.</summary>
    public RuntimeConfig Conf() => Remote is { } remote ? new(remote) : new(State.Settings);

    /// <summary>Databases, tables, views and functions.</summary>
    public Catalog Catalog => new(this);

    /// <summary>Starts reading data.</summary>
    public DataFrameReader Read() => new(this);

    /// <summary>Registers the program's functions under names for SQL.</summary>
    /// <exception cref="SparkException">The session lives on a server, which cannot run them.</exception>
    public UdfRegistration Udf() => Remote is null ? new(this) : throw ClassicOnly.Closure("udf.register");

    /// <summary>A session of its own settings, temporary views and functions over the same context and catalog.</summary>
    public SparkSession NewSession() => Remote is { } remote ? new(remote.NewSession()) : new(SparkContext, new Dictionary<string, string>());

    /// <summary>A session that starts with this one's settings, views, functions and current database.</summary>
    public SparkSession CloneSession() => Remote is { } remote ? new(remote.CloneSession()) : new(SparkContext, new Dictionary<string, string>(), fresh =>
    {
        foreach (var (key, value) in State.Settings.GetAll()) fresh.Settings.SetUnchecked(key, value);
        fresh.CopyNames(State);
        return fresh;
    });

    /// <summary>Runs a statement of SQL. A query runs when its DataFrame is used, any other statement at once.</summary>
    public DataFrame Sql(string text) => Run(text, []);

    /// <summary>Runs a statement whose <c>:name</c> markers have these values: .NET values, or columns of constants.</summary>
    public DataFrame Sql(string text, IReadOnlyDictionary<string, object?> args) => Run(text, [.. args.Select(a => ((string?)a.Key, Functions.Lit(a.Value).Expression))]);

    /// <summary>Runs a statement whose <c>?</c> markers have these values, in order.</summary>
    public DataFrame Sql(string text, params object?[] args) => Run(text, [.. args.Select(a => ((string?)null, Functions.Lit(a).Expression))]);

    /// <summary>A table or view by its name.</summary>
    public DataFrame Table(string name) => DataFrame.Of(this, new UnresolvedRelation(SqlParser.ParseMultipartIdentifier(name)));

    /// <summary>The numbers from 0 to <paramref name="end"/>, which is not among them, as the column <c>id</c>.</summary>
    public DataFrame Range(long end) => Range(0, end);

    /// <summary>Numbers from start to end (exclusive) by a step, in a number of partitions.</summary>
    public DataFrame Range(long start, long end, long step = 1, int? numPartitions = null)
    {
        if (step == 0) throw new ArgumentException("requirement failed: step (0) cannot be 0");
        return DataFrame.Of(this, new RangeRelation(start, end, step, numPartitions, [new AttributeReference("id", LongType.Instance, false, ExprId.Next())]));
    }

    /// <summary>A DataFrame without rows and columns.</summary>
    public DataFrame EmptyDataFrame() => CreateDataFrame(Array.Empty<Row>(), StructType.Empty);

    /// <summary>Rows of a program as a DataFrame.</summary>
    /// <exception cref="SparkRuntimeException">A value does not fit its column.</exception>
    public DataFrame CreateDataFrame(IEnumerable<Row> rows, StructType schema) => LocalData.OfRows(this, rows, schema);

    /// <summary>Rows of values, a list each, as a DataFrame.</summary>
    public DataFrame CreateDataFrame(IEnumerable<object?[]> rows, StructType schema) => LocalData.OfRows(this, rows.Select(r => new Row(r)), schema);

    /// <summary>Objects as a DataFrame: a column for each property of a record or class, for each item of a tuple; one column <c>value</c> for simple values.</summary>
    public DataFrame CreateDataFrame<T>(IEnumerable<T> data) => LocalData.OfObjects(this, data);

    /// <summary>Objects as a typed dataset.</summary>
    public Dataset<T> CreateDataset<T>(IEnumerable<T> data) => CreateDataFrame(data).As<T>();

    /// <summary>Runs something and prints how long it took.</summary>
    public T Time<T>(Func<T> action)
    {
        var watch = Stopwatch.StartNew();
        var result = action();
        Console.WriteLine($"Time taken: {watch.ElapsedMilliseconds} ms");
        return result;
    }

    /// <inheritdoc cref="Time{T}"/>
    public void Time(Action action) => Time(() => { action(); return 0; });

    /// <summary>Stops the context and with it every session of the application; on a server, this session alone.</summary>
    public void Stop()
    {
        if (Remote is { } remote)
        {
            remote.Dispose();
            _server?.Stop();
        }
        else SparkContext.Stop();
        if (_default is { IsStopped: true }) _default = null;
    }

    /// <inheritdoc cref="Stop"/>
    public void Close() => Stop();

    void IDisposable.Dispose() => Stop();

    private DataFrame Run(string text, IReadOnlyList<(string? Name, Expression Value)> arguments)
    {
        if (Remote is { } remote) return DataFrame.Of(this, remote.Sql(text, arguments));
        var parameters = arguments.Count == 0 ? QueryParameters.None : new QueryParameters(new(arguments.Select(a => Constant(a.Value))), new(arguments.Select(a => a.Name)));
        var plan = State.Parse(text);
        return plan is Catalyst.Plans.Commands.Command
            ? LocalData.OfResult(this, QueryActions.Run(this, plan, "sql", text, parameters))
            : DataFrame.OfAnalyzed(this, State.Analyze(plan, parameters));
    }

    // A computed value is resolved where it stands, without columns.
    private Expression Constant(Expression value) => value is Literal ? value : State.Resolve(value, new OneRowRelation());
}
