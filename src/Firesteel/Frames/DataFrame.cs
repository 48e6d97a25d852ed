using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Execution;
using Firesteel.Foundation.Collections;
using Firesteel.Frames.Steps;
using Firesteel.Remote;
using Firesteel.Types;

namespace Firesteel;

/// <summary>
/// Rows of named, typed columns, described by a query that runs when an action asks for rows. Immutable: each method gives a new one.
/// Errors of names and types come where the method is called; where the session lives on a server, with the first use.
/// </summary>
public sealed partial class DataFrame
{
    private StructType? _schema;

    private DataFrame(SparkSession session, LogicalPlan plan)
    {
        SparkSession = session;
        Plan = plan;
    }

    public SparkSession SparkSession { get; }

    /// <summary>The analysed plan; unresolved where the session lives on a server.</summary>
    internal LogicalPlan Plan { get; }

    internal static DataFrame Of(SparkSession session, LogicalPlan plan)
    {
        if (session.Remote is { } remote) return new(session, plan with { PlanId = remote.NextPlanId() });
        // What speaks of columns of a query around it gets its meaning there.
        if (plan is not FrameStep && OuterColumns.AreIn(plan)) return new(session, plan);
        if (plan is FrameStep step) plan = step.Over(Of(session, step.Child));
        ForeignColumns.CheckSides(plan, session);
        var analyzed = session.State.Analyze(plan);
        ForeignColumns.CheckInputs(analyzed, plan);
        return new(session, analyzed);
    }

    internal static DataFrame OfAnalyzed(SparkSession session, LogicalPlan analyzed) => new(session, analyzed);

    internal DataFrame With(LogicalPlan plan) => Of(SparkSession, plan);

    private IRemoteSession? Remote => SparkSession.Remote;

    /// <summary>How the session compares names.</summary>
    internal StringComparer NameComparer => SparkSession.State.Settings.CaseSensitive ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    internal bool Same(string a, string b) => NameComparer.Equals(a, b);

    // What it is

    public StructType Schema() => _schema ??= Remote is { } remote ? remote.Schema(Plan) : Plan.Schema;
    public IReadOnlyList<string> Columns() => [.. Schema().Fields.Select(f => f.Name)];

    /// <summary>Names and types of the columns.</summary>
    public IReadOnlyList<(string Name, string Type)> DTypes() => [.. Schema().Fields.Select(f => (f.Name, f.DataType.SimpleString))];

    public bool IsStreaming() => Remote is { } remote ? remote.IsStreaming(Plan) : Plan.IsStreaming;

    /// <summary>Whether its rows are at hand, so that Collect() starts no job.</summary>
    public bool IsLocal() => Remote is { } remote ? remote.IsLocal(Plan) : Plan is LocalRelation;

    public void PrintSchema() => Console.WriteLine(SchemaTree.Write(Schema()));

    /// <param name="level">Levels of nesting to print.</param>
    public void PrintSchema(int level) => Console.WriteLine(SchemaTree.Write(Schema(), level));

    /// <summary>A column of this DataFrame, distinct from those of the same name in others.</summary>
    /// <exception cref="AnalysisException">UNRESOLVED_COLUMN.WITH_SUGGESTION, or AMBIGUOUS_REFERENCE.</exception>
    public Column Col(string name)
    {
        if (name == "*") return Remote is null ? new Column(new UnresolvedStar([]) { Columns = new(Plan.Output.Select(o => o.From(Plan))) }) : new Column(name);
        var parsed = ColumnName.Parse(name);
        if (Remote is null) return new Column(Found(parsed));
        return new Column(parsed switch { UnresolvedAttribute a => a with { PlanId = Plan.PlanId }, UnresolvedStar star => star with { PlanId = Plan.PlanId }, _ => parsed });
    }

    /// <summary>A hidden column of the source, such as <c>_metadata</c> of files, by the name that it has where no other column has it.</summary>
    /// <exception cref="AnalysisException">UNRESOLVED_COLUMN.WITH_SUGGESTION.</exception>
    public Column MetadataColumn(string name)
    {
        var attribute = new UnresolvedAttribute([name]) { IsMetadata = true };
        return new Column(Remote is null ? Catalyst.Analysis.MetadataColumn.Find(attribute, Plan, new Catalyst.Analysis.AnalysisSettings(SparkSession.State)) : attribute with { PlanId = Plan.PlanId });
    }

    private Expression Found(Expression name)
    {
        try
        {
            return SparkSession.State.Resolve(name, Plan) switch
            {
                AttributeReference a => a.From(Plan),
                // A field goes by its own name, not by the path to it.
                GetStructField field when name is UnresolvedAttribute path => new Alias(field, path.Parts[^1]),
                var found => found,
            };
        }
        catch (AnalysisException e) when (e.Condition == "UNRESOLVED_COLUMN.WITH_SUGGESTION" && e.Parameters.TryGetValue("objectName", out var missing))
        {
            throw new AnalysisException(e.Condition, new Dictionary<string, string> { ["objectName"] = missing, ["proposal"] = string.Join(", ", Plan.Output.Select(o => SqlIdentifier.Quote(o.Name))) }, e.Context);
        }
    }

    /// <inheritdoc cref="Col"/>
    public Column this[string name] => Col(name);

    /// <summary>The columns whose names match a pattern between backticks.</summary>
    public Column ColRegex(string pattern) => pattern.Length > 2 && pattern[0] == '`' && pattern[^1] == '`' ? new Column(new UnresolvedRegex(pattern[1..^1], null)) : Col(pattern);

    // Columns

    public DataFrame Select(params Column[] columns) => With(new Project(Items(columns), Plan));
    public DataFrame Select(string column, params string[] columns) => Select([Functions.Col(column), .. columns.Select(Functions.Col)]);

    /// <summary>Expressions of SQL as columns.</summary>
    public DataFrame SelectExpr(params string[] expressions) => Select([.. expressions.Select(Functions.Expr)]);

    /// <summary>Adds a column, or replaces the one of that name.</summary>
    public DataFrame WithColumn(string name, Column column) => WithColumns([KeyValuePair.Create(name, column)]);

    /// <inheritdoc cref="WithColumn"/>
    public DataFrame WithColumns(IEnumerable<KeyValuePair<string, Column>> columns) => With(new AddColumns(new(columns.Select(c => new Alias(c.Value.Expression, c.Key))), Plan));

    /// <summary>Renames a column; nothing happens where there is none of that name.</summary>
    public DataFrame WithColumnRenamed(string existing, string name) => WithColumnsRenamed([KeyValuePair.Create(existing, name)]);

    public DataFrame WithColumnsRenamed(IEnumerable<KeyValuePair<string, string>> names) => With(new RenameColumns(new(names), Plan));

    /// <summary>Without the columns of these names; names that are none are passed over.</summary>
    public DataFrame Drop(params string[] columns) => With(new DropColumns(new(columns.AsSpan()), [], Plan));

    public DataFrame Drop(params Column[] columns) => With(new DropColumns([], Names(columns), Plan));

    /// <summary>New names for all columns.</summary>
    public DataFrame ToDF(params string[] names) => names.Length == 0 ? this : With(new NameColumns(new(names.AsSpan()), Plan));

    /// <summary>The columns in the order, under the names and with the types of a schema.</summary>
    public DataFrame To(StructType schema) => With(new FitSchema(schema, Plan));

    /// <summary>A name for the whole DataFrame, by which its columns can be told apart after a join.</summary>
    public DataFrame Alias(string name) => With(new SubqueryAlias([name], Plan));

    /// <inheritdoc cref="Alias"/>
    public DataFrame As(string name) => Alias(name);

    // Rows

    public DataFrame Filter(Column condition) => With(new Filter(condition.Expression, Plan));
    public DataFrame Filter(string condition) => Filter(Functions.Expr(condition));
    public DataFrame Where(Column condition) => Filter(condition);
    public DataFrame Where(string condition) => Filter(condition);
    public DataFrame Distinct() => With(new Distinct(Plan));

    /// <summary>One row for each distinct combination of values, of all columns where none are named.</summary>
    public DataFrame DropDuplicates(params string[] columns) => columns.Length == 0 ? Distinct() : DistinctBy(columns);

    /// <summary>One row for each distinct combination of the columns' values, which is one row where there are no columns.</summary>
    internal DataFrame DistinctBy(string[] columns) => With(new DistinctBy(new(columns.AsSpan()), Plan));

    public DataFrame Sort(params Column[] columns) => With(new Sort(new(columns.Select(c => c.Order)), true, Plan));
    public DataFrame Sort(string column, params string[] columns) => Sort([Functions.Col(column), .. columns.Select(Functions.Col)]);
    public DataFrame OrderBy(params Column[] columns) => Sort(columns);
    public DataFrame OrderBy(string column, params string[] columns) => Sort(column, columns);
    public DataFrame SortWithinPartitions(params Column[] columns) => With(new Sort(new(columns.Select(c => c.Order)), false, Plan));
    public DataFrame SortWithinPartitions(string column, params string[] columns) => SortWithinPartitions([Functions.Col(column), .. columns.Select(Functions.Col)]);
    public DataFrame Limit(int count) => With(new Limit(Literal.Of(count), Plan));
    public DataFrame Offset(int count) => With(new Offset(Literal.Of(count), Plan));

    /// <summary>A random part of the rows, about the fraction in size.</summary>
    public DataFrame Sample(double fraction, bool withReplacement = false, long? seed = null)
    {
        Catalyst.Plans.Sample.CheckFraction(fraction, withReplacement);
        return With(new Sample(0, fraction, withReplacement, seed ?? Random.Shared.NextInt64(), Plan));
    }

    /// <summary>The rows split at random into parts of these shares.</summary>
    public DataFrame[] RandomSplit(double[] weights, long? seed = null)
    {
        if (Array.Exists(weights, w => w < 0) || weights.Sum() <= 0) throw new ArgumentException("Weights must be nonnegative, and their sum positive.", nameof(weights));
        var (total, sum, chosen) = (weights.Sum(), 0.0, seed ?? Random.Shared.NextInt64());
        return [.. weights.Select(w => { var from = sum; sum += w / total; return With(new SplitSample(from, Math.Min(1, sum), chosen, Plan)); })];
    }

    // Partitions

    public DataFrame Repartition(int partitions) => With(new Repartition(Catalyst.Plans.Repartition.Positive(partitions), true, Plan));
    public DataFrame Repartition(params Column[] columns) => With(new RepartitionByExpression(Names(columns), null, Plan));
    public DataFrame Repartition(int partitions, params Column[] columns) => columns.Length == 0 ? Repartition(partitions) : With(new RepartitionByExpression(Names(columns), Catalyst.Plans.Repartition.Positive(partitions), Plan));
    public DataFrame RepartitionByRange(params Column[] columns) => With(new RepartitionByExpression(new(columns.Select(c => c.Order)), null, Plan));
    public DataFrame RepartitionByRange(int partitions, params Column[] columns) => With(new RepartitionByExpression(new(columns.Select(c => c.Order)), Catalyst.Plans.Repartition.Positive(partitions), Plan));

    /// <summary>Each row to the partition that a column of integers numbers, modulo the count; where it is null, to the first.</summary>
    /// <exception cref="AnalysisException">DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE: the column is no INT.</exception>
    public DataFrame RepartitionById(int partitions, Column partitionId) => With(new RepartitionByExpression([new DirectPartitionId(partitionId.Expression)], Catalyst.Plans.Repartition.Positive(partitions), Plan));

    public DataFrame Coalesce(int partitions) => With(new Repartition(Catalyst.Plans.Repartition.Positive(partitions), false, Plan));

    /// <summary>A hint for the planner: <c>broadcast</c>, <c>merge</c>, <c>shuffle_hash</c>, <c>repartition</c> and their like.</summary>
    public DataFrame Hint(string name, params object[] parameters)
        => With(new UnresolvedHint(name.ToUpperInvariant(), new(parameters.Select(p => p is string s ? ColumnName.Parse(s) : Functions.Lit(p).Expression)), Plan));

    /// <summary>What a function makes of this DataFrame.</summary>
    public DataFrame Transform(Func<DataFrame, DataFrame> function) => function(this);

    // Kept rows and names

    /// <summary>Keeps the rows once a query has computed them, in memory and, where that is short, on disk.</summary>
    public DataFrame Cache() => Persist(Firesteel.StorageLevel.MemoryAndDisk);

    /// <inheritdoc cref="Cache"/>
    public DataFrame Persist() => Cache();

    /// <summary>Keeps the rows, a block for each partition, once a query has computed them. What is kept already stays as it is.</summary>
    public DataFrame Persist(StorageLevel level)
    {
        if (Remote is { } remote) remote.Persist(Plan, level);
        else SparkSession.State.Engine.Cache.Add(Plan, SparkSession.State, level);
        return this;
    }

    /// <summary>How the rows are kept; <see cref="Firesteel.StorageLevel.None"/> where they are not.</summary>
    public StorageLevel StorageLevel() => Remote is { } remote ? remote.StorageLevelOf(Plan) : SparkSession.State.Engine.Cache.Find(Plan)?.StorageLevel ?? Firesteel.StorageLevel.None;

    public DataFrame Unpersist(bool blocking = false)
    {
        if (Remote is { } remote) remote.Unpersist(Plan, blocking);
        else SparkSession.State.Engine.Cache.Remove(Plan, blocking);
        return this;
    }

    /// <summary>The rows as they are now, or as the first query finds them, kept in blocks of their own as long as somebody holds what is returned.</summary>
    /// <param name="eager">Whether they are computed now.</param>
    public DataFrame LocalCheckpoint(bool eager = true) => LocalCheckpoint(eager, Firesteel.StorageLevel.MemoryAndDisk);

    /// <inheritdoc cref="LocalCheckpoint(bool)"/>
    public DataFrame LocalCheckpoint(bool eager, StorageLevel level)
    {
        if (Remote is { } remote) return With(remote.Checkpoint(Plan, isLocal: true, eager));
        var kept = Of(SparkSession, SparkSession.State.Engine.Cache.Checkpoint(Plan, SparkSession.State, level));
        if (eager) kept.Count();
        return kept;
    }

    /// <summary>The rows as they are now, written to files under the checkpoint directory: what is returned outlives executors and what it was computed from.</summary>
    /// <param name="eager">Without it they may be written later; they are written at once all the same.</param>
    /// <exception cref="SparkException">No directory for checkpoints has been set.</exception>
    public DataFrame Checkpoint(bool eager = true)
    {
        if (Remote is { } remote) return With(remote.Checkpoint(Plan, isLocal: false, eager));
        var folder = SparkSession.SparkContext.CheckpointDir ?? throw SparkException.WithoutCondition("Checkpoint directory has not been set in the SparkContext");
        return Of(SparkSession, Sql.DataSources.CheckpointFormat.Write(Plan, $"{folder}/rdd-{Core.Storage.RddNumbers.Next()}", Execution.QueryActions.Runner(SparkSession, "checkpoint")));
    }

    public void CreateTempView(string name) => PutView(name, replace: false, isGlobal: false);
    public void CreateOrReplaceTempView(string name) => PutView(name, replace: true, isGlobal: false);
    public void CreateGlobalTempView(string name) => PutView(name, replace: false, isGlobal: true);
    public void CreateOrReplaceGlobalTempView(string name) => PutView(name, replace: true, isGlobal: true);

    private void PutView(string name, bool replace, bool isGlobal)
    {
        if (Remote is { } remote)
        {
            remote.CreateView(Plan, name, isGlobal, replace);
            return;
        }
        var parts = ViewName(name);
        if (parts.Count > 1) throw new AnalysisException("TEMP_VIEW_NAME_TOO_MANY_NAME_PARTS", new Dictionary<string, string> { ["actualName"] = name });
        var catalog = SparkSession.State.Catalog;
        if (isGlobal) catalog.GlobalViews.Put(new([Catalyst.Catalog.SessionCatalog.GlobalTemporary, parts[0]], Plan, null), replace);
        else catalog.Views.Put(new([parts[0]], Plan, null), replace);
    }

    private static ValueList<string> ViewName(string name)
    {
        try
        {
            return Catalyst.Parser.SqlParser.ParseMultipartIdentifier(name);
        }
        catch (ParseException e)
        {
            throw new AnalysisException("_LEGACY_ERROR_TEMP_1321", new Dictionary<string, string> { ["viewName"] = name }, cause: e);
        }
    }

    // Columns by name

    internal ValueList<Expression> Items(IEnumerable<Column> columns) => new(columns.Select(c => c.SelectItem));
    private static ValueList<Expression> Names(IEnumerable<Column> columns) => new(columns.Select(c => c.Named));

    /// <summary><c>[a: int, b: string]</c>.</summary>
    public override string ToString()
    {
        var fields = Schema().Fields;
        return $"[{string.Join(", ", fields.Take(2).Select(o => $"{o.Name}: {o.DataType.SimpleString}"))}{(fields.Count > 2 ? $" ... {fields.Count - 2} more field{(fields.Count > 3 ? "s" : "")}" : "")}]";
    }
}
