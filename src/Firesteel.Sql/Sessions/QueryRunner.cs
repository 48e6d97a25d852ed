using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Core.Scheduler;
using Firesteel.Sql.Adaptive;
using Firesteel.Sql.Commands;
using Firesteel.Sql.DataSources.Writing;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Planning;
using Firesteel.Types;

namespace Firesteel.Sql.Sessions;

/// <summary>Runs statements of a session.</summary>
sealed class QueryRunner(SessionState session, CallSite callSite, LocalProperties properties, CancellationToken cancellation)
{
    public QueryRunner(SessionState session) : this(session, new CallSite("sql", "sql"), LocalProperties.Empty, CancellationToken.None) { }

    /// <summary>Values of the statement's parameter markers.</summary>
    public QueryParameters Parameters { get; private init; } = QueryParameters.None;

    /// <summary>The variables that statements see: the session's, or those of a script before them.</summary>
    public IVariables Variables { get; private init; } = session.Catalog.Variables;

    public SessionState Session => session;

    /// <summary>A runner of the same session for a statement with parameters.</summary>
    public QueryRunner With(QueryParameters parameters) => new(session, callSite, properties, cancellation) { Parameters = parameters };

    /// <summary>A runner of the same statement's parts that see these variables.</summary>
    public QueryRunner With(IVariables variables) => new(session, callSite, properties, cancellation) { Parameters = Parameters, Variables = variables };

    public void ThrowIfCancelled() => cancellation.ThrowIfCancellationRequested();

    public LogicalPlan Analyze(LogicalPlan plan) => session.Analyze(plan, Parameters, Variables);

    /// <summary>Runs one statement of SQL text: a query gives its rows, a command what it answers.</summary>
    public QueryResult Sql(string text) => Run(session.Parse(text));

    public QueryResult Run(LogicalPlan plan)
    {
        if (plan is Command command) return CommandExecutor.Run(command, session, this);
        // WITH in front of an insert belongs to what is inserted.
        if (plan is UnresolvedWith { Child: Command inner } with) return CommandExecutor.Run((Command)inner.MapChildren(c => with with { Child = c }), session, this);
        return RunAnalyzed(Analyze(plan));
    }

    public QueryResult RunAnalyzed(LogicalPlan analyzed)
    {
        var (parts, memory) = (new List<RowBuffer>(), new List<MemoryAllocator>());
        Execute(analyzed, (execution, plan) => execution.Collect(plan, rows =>
        {
            parts.Add(rows.Rows);
            memory.Add(rows.Memory);
        }));
        return new QueryResult(analyzed.Schema, parts, memory);
    }

    /// <summary>Runs a query up to its last stage. What is kept of it as a whole is not looked for.</summary>
    public PreparedQuery Prepare(LogicalPlan analyzed)
    {
        var settings = session.QuerySettings();
        var repeated = new RepeatedQueries(this);
        var execution = new QueryExecution(session.Engine.Runtime, settings, callSite, properties, cancellation);
        try
        {
            var plan = session.Plan(RunSubqueries(session.Optimize(repeated.Run(analyzed))));
            return new PreparedQuery(PartitionCoalescing.Apply(execution.Materialize(plan), settings), settings, execution, repeated);
        }
        catch
        {
            execution.Dispose();
            repeated.Dispose();
            throw;
        }
    }

    /// <summary>Runs a query whose rows go into a sink; what each task answers comes to the handler with the task's number, in the order of the rows.</summary>
    /// <param name="tasks">Told how many tasks there are, before the first answers.</param>
    public void Run(LogicalPlan analyzed, TaskSink sink, Action<int, object?> handler, Action<int>? tasks = null)
        => Execute(analyzed, (execution, plan) => execution.Run(plan, sink, handler, tasks));

    /// <summary>Writes the rows of a query as files.</summary>
    public FileWriteResult Write(LogicalPlan analyzed, FileWriteSpec spec)
    {
        var written = FileWriteResult.Nothing;
        Execute(analyzed, (execution, plan) => written = FileWrites.Run(spec, plan, execution, new(analyzed.Schema.Fields.Select(f => f.Name))));
        return written;
    }

    private void Execute(LogicalPlan analyzed, Action<QueryExecution, PhysicalPlan> run)
    {
        using var repeated = new RepeatedQueries(this);
        var optimized = RunSubqueries(session.Optimize(repeated.Run(session.Engine.Cache.Apply(analyzed))));
        var plan = session.Plan(optimized);
        var settings = session.QuerySettings();
        using var observed = new ObservedQuery(plan);
        using var execution = new QueryExecution(session.Engine.Runtime, settings, callSite, properties, cancellation);
        run(execution, plan);
        observed.Tell(settings);
    }

    // A scalar subquery that reads nothing of the outer query runs before it, and its value takes its place.
    private LogicalPlan RunSubqueries(LogicalPlan optimized)
    {
        var values = new Dictionary<LogicalPlan, Literal>();
        var replaced = optimized.TransformAllExpressions(e => e is ScalarSubquery s ? Value(s) : e);
        return values.Count == 0 ? optimized : session.Optimize(replaced);

        Literal Value(ScalarSubquery subquery)
        {
            if (values.TryGetValue(subquery.Plan, out var known)) return known;
            using var result = RunAnalyzed(subquery.Plan);
            if (result.RowCount > 1) throw new SparkRuntimeException("SCALAR_SUBQUERY_TOO_MANY_ROWS", null, subquery.Origin.Context);
            var value = result.RowCount == 0 ? null : LiteralVectors.Read(result.Batches.First(b => b.RowCount > 0).Columns[0], 0);
            return values[subquery.Plan] = new Literal(value, subquery.DataType);
        }
    }
}
