using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Parser;
using Firesteel.Catalyst.Plans;
using Firesteel.Connect.Service;
using Firesteel.Foundation.Collections;
using Firesteel.Frames.Steps;
using Firesteel.Types;
using Case = Firesteel.Connect.Messages.Relation.RelTypeOneofCase;
using Messages = Firesteel.Connect.Messages;
using Proto = Firesteel.Connect.Messages.Relation;

namespace Firesteel.Connect.Codec;

/// <summary>
/// Relations of messages as unresolved plans. What needs to know its input's columns (dropping, filling, describing) analyses the
/// input on the way. Plans keep the ids that the client gave them, so that columns can name the DataFrame they come from.
/// </summary>
sealed partial class PlanDecoder
{
    private const int MaxDepth = 1000;
    private readonly ConnectSession _session;
    private readonly ExpressionDecoder _expressions;
    private readonly Dictionary<long, Proto> _references = [];
    private int _depth;

    public PlanDecoder(ConnectSession session)
    {
        _session = session;
        _expressions = new(this, session.Spark);
    }

    /// <summary>Metrics that the plan asks to observe, with the query that computes each set.</summary>
    public List<(string Name, long PlanId, ObservedRow Target, LogicalPlan Metrics)> Observed { get; } = [];

    public ExpressionDecoder Expressions => _expressions;

    private SparkSession Spark => _session.Spark;

    /// <exception cref="SparkException">The message says something that is not supported.</exception>
    public LogicalPlan Decode(Proto? relation)
    {
        if (relation == null) throw InvalidPlan.NotSupported("spark.connect.Relation.rel_type", Case.None);
        if (++_depth > MaxDepth) throw InvalidPlan.Because("ASSERTION_FAILURE", ("message", "The plan is nested too deep."));
        DepthGuard.Check();
        try
        {
            var plan = Visit(relation);
            return relation.Common is { HasPlanId: true } common ? plan with { PlanId = common.PlanId } : plan;
        }
        finally
        {
            _depth--;
        }
    }

    /// <summary>The analysed DataFrame of a relation.</summary>
    public DataFrame Frame(Proto? relation) => DataFrame.Of(Spark, Decode(relation));

    /// <summary>The plan that a subquery expression names.</summary>
    public LogicalPlan Reference(long planId)
        => _references.TryGetValue(planId, out var relation) ? Decode(relation) : throw InvalidPlan.Because("INVALID_WITH_RELATION_REFERENCE");

    private LogicalPlan Visit(Proto r)
    {
        switch (r.RelTypeCase)
        {
            case Case.Read: return Read(r.Read);
            case Case.Project: return Project(r.Project);
            case Case.Filter: return new Filter(Expression(r.Filter.Condition), Decode(r.Filter.Input));
            case Case.Join: return Join(r.Join);
            case Case.LateralJoin when r.LateralJoin.Left == null || r.LateralJoin.Right == null: throw InvalidPlan.Missing("Both join sides must be present");
            case Case.LateralJoin: return new LateralJoin(Decode(r.LateralJoin.Left), Decode(r.LateralJoin.Right), Type(r.LateralJoin.JoinType), r.LateralJoin.JoinCondition == null ? null : Expression(r.LateralJoin.JoinCondition));
            case Case.SetOp: return SetOperation(r.SetOp);
            case Case.Sort when r.Sort.Order.Count == 0: throw InvalidPlan.Missing("'order' must be present and contain elements.");
            case Case.Sort: return new Sort(new(r.Sort.Order.Select(_expressions.Order).ToArray()), !r.Sort.HasIsGlobal || r.Sort.IsGlobal, Decode(r.Sort.Input));
            case Case.Limit: return new Limit(Literal.Of(r.Limit.Limit_), Decode(r.Limit.Input));
            case Case.Offset: return new Offset(Literal.Of(r.Offset.Offset_), Decode(r.Offset.Input));
            case Case.Tail: return Tail(r.Tail);
            case Case.Zip: return Zip(r.Zip);
            case Case.Aggregate: return Aggregate(r.Aggregate);
            case Case.Sql: return Sql(r.Sql);
            case Case.LocalRelation: return Local(r.LocalRelation);
            case Case.CachedLocalRelation: return Cached(r.CachedLocalRelation.Hash);
            case Case.ChunkedCachedLocalRelation: return Cached(r.ChunkedCachedLocalRelation);
            case Case.CachedRemoteRelation: return _session.Relation(r.CachedRemoteRelation.RelationId);
            case Case.Sample: return Sample(r.Sample);
            case Case.Deduplicate: return Deduplicate(r.Deduplicate);
            case Case.Range: return Spark.Range(r.Range.HasStart ? r.Range.Start : 0, r.Range.End, r.Range.Step, r.Range.HasNumPartitions ? r.Range.NumPartitions : null).Plan;
            case Case.SubqueryAlias: return new SubqueryAlias([.. r.SubqueryAlias.Qualifier, r.SubqueryAlias.Alias], Decode(r.SubqueryAlias.Input));
            case Case.Repartition:
                var divided = Decode(r.Repartition.Input);
                return new Repartition(Repartition.Positive(r.Repartition.NumPartitions), r.Repartition.HasShuffle && r.Repartition.Shuffle, divided);
            case Case.RepartitionByExpression: return new RepartitionByExpression(_expressions.Decode(r.RepartitionByExpression.PartitionExprs), r.RepartitionByExpression.HasNumPartitions ? Repartition.Positive(r.RepartitionByExpression.NumPartitions) : null, Decode(r.RepartitionByExpression.Input));
            case Case.ToDf: return Take(new NameColumns(new(r.ToDf.ColumnNames), Decode(r.ToDf.Input)));
            case Case.ToSchema: return Take(new FitSchema((StructType)TypeCodec.Decode(r.ToSchema.Schema), Decode(r.ToSchema.Input)));
            case Case.WithColumns: return WithColumns(r.WithColumns);
            case Case.WithColumnsRenamed: return Take(new RenameColumns(new(Renames(r.WithColumnsRenamed)), Decode(r.WithColumnsRenamed.Input)));
            case Case.Drop: return Take(new DropColumns(new(r.Drop.ColumnNames), _expressions.Decode(r.Drop.Columns), Decode(r.Drop.Input)));
            case Case.Hint: return new UnresolvedHint(r.Hint.Name.ToUpperInvariant(), HintParameters(r.Hint.Parameters), Decode(r.Hint.Input));
            case Case.Unpivot: return Unpivot(r.Unpivot);
            case Case.Transpose: return Take(new TransposeRows(r.Transpose.IndexColumns.Count > 0 ? Expression(r.Transpose.IndexColumns[0]) : null, Decode(r.Transpose.Input)));
            case Case.Parse: return Parse(r.Parse);
            case Case.CollectMetrics: return CollectMetrics(r);
            case Case.WithRelations: return WithRelations(r.WithRelations);
            case Case.UnresolvedTableValuedFunction: return new UnresolvedTableValuedFunction([r.UnresolvedTableValuedFunction.FunctionName], _expressions.Decode(r.UnresolvedTableValuedFunction.Arguments));
            case Case.MapPartitions: return MapPartitions(r.MapPartitions);
            case Case.CommonInlineUserDefinedTableFunction: return TableFunction(r.CommonInlineUserDefinedTableFunction);
            case Case.GroupMap: return GroupMap(r.GroupMap);
            case Case.CoGroupMap: return CoGroupMap(r.CoGroupMap);
            case Case.WithWatermark:
                var timely = Decode(r.WithWatermark.Input);
                Execution.Watermarks.CheckDelay(r.WithWatermark.DelayThreshold);
                return timely;
            case Case.ShowString: return Take(new DrawRows(r.ShowString.NumRows, r.ShowString.Truncate, r.ShowString.Vertical, Decode(r.ShowString.Input)));
            case Case.HtmlString: return OneText("html_string", HtmlTable.Draw(Frame(r.HtmlString.Input), r.HtmlString.NumRows, r.HtmlString.Truncate));
            case Case.FillNa: return Fill(r.FillNa);
            case Case.DropNa: return Take(new DropMissing(new(r.DropNa.Cols), r.DropNa.HasMinNonNulls ? r.DropNa.MinNonNulls : null, Decode(r.DropNa.Input)));
            case Case.Replace: return Replace(r.Replace);
            case Case.Summary: return Take(new Summarize(new(r.Summary.Statistics), Decode(r.Summary.Input)));
            case Case.Describe: return Take(new DescribeColumns(new(r.Describe.Cols), Decode(r.Describe.Input)));
            case Case.Crosstab: return Take(new CountPairs(r.Crosstab.Col1, r.Crosstab.Col2, Decode(r.Crosstab.Input)));
            case Case.Cov: return Take(new PairStatistic("cov", r.Cov.Col1, r.Cov.Col2, Decode(r.Cov.Input)));
            case Case.Corr: return Correlate(r.Corr);
            case Case.ApproxQuantile: return Take(new FindQuantiles(new(r.ApproxQuantile.Cols), new(r.ApproxQuantile.Probabilities), r.ApproxQuantile.RelativeError, Decode(r.ApproxQuantile.Input)));
            case Case.FreqItems: return Take(new FrequentValues(new(r.FreqItems.Cols), r.FreqItems.HasSupport ? r.FreqItems.Support : 0.01, Decode(r.FreqItems.Input)));
            case Case.SampleBy: return SampleBy(r.SampleBy);
            case Case.Catalog: return _session.Created(r, () => new CatalogDecoder(_session).Run(r.Catalog));
            case Case.NearestByJoin when r.NearestByJoin.Left == null || r.NearestByJoin.Right == null: throw InvalidPlan.Missing("Both join sides must be present");
            case Case.NearestByJoin when r.NearestByJoin.RankingExpression == null: throw InvalidPlan.Missing("Ranking expression must be present");
            case Case.NearestByJoin: return NearestBy.Plan(Decode(r.NearestByJoin.Left), Decode(r.NearestByJoin.Right), Expression(r.NearestByJoin.RankingExpression), r.NearestByJoin.NumResults, r.NearestByJoin.Mode, r.NearestByJoin.Direction, r.NearestByJoin.JoinType);
            case Case.AsOfJoin: return Join(r.AsOfJoin);
            case Case.ApplyInPandasWithState: throw NotHere.Streaming();
            case Case.Extension: throw InvalidPlan.Because("NO_HANDLER_FOR_EXTENSION", ("extensionTypeUrl", r.Extension.TypeUrl));
            case Case.MlRelation: throw NotHere.MachineLearning();
            default: throw InvalidPlan.NotSupported("spark.connect.Relation.rel_type", r.RelTypeCase);
        }
    }

    // A step that must know its input's columns is taken at once.
    private LogicalPlan Take(FrameStep step) => DataFrame.Of(Spark, step).Plan;

    private Expression Expression(Messages.Expression expression) => _expressions.Decode(expression);

    private LogicalPlan Read(Messages.Read read)
    {
        if (read.IsStreaming) throw NotHere.Streaming();
        if (read.ReadTypeCase == Messages.Read.ReadTypeOneofCase.NamedTable)
            return new UnresolvedRelation(SqlParser.ParseMultipartIdentifier(read.NamedTable.UnparsedIdentifier), new ValueMap(read.NamedTable.Options, ignoreCase: true));
        var source = read.DataSource ?? throw InvalidPlan.NotSupported("spark.connect.Read.read_type", read.ReadTypeCase);
        var reader = Spark.Read().Options(source.Options);
        if (source.HasFormat && source.Format.Length > 0) reader.Format(source.Format);
        if (source.HasSchema && source.Schema.Length > 0) reader.Schema(LocalRelations.Schema(source.Schema, Spark));
        return reader.Load([.. source.Paths]).Plan;
    }

    private Project Project(Messages.Project project)
        => new(_expressions.Items(project.Expressions), project.Input == null ? new OneRowRelation() : Decode(project.Input));

    private LogicalPlan Join(Messages.Join join)
    {
        if (join.Left == null || join.Right == null) throw InvalidPlan.Missing("Both join sides must be present");
        if (join.JoinCondition != null && join.UsingColumns.Count > 0) throw InvalidPlan.Because("USING_COLUMNS_OR_JOIN_CONDITION_SET_IN_JOIN");
        return new Join(Decode(join.Left), Decode(join.Right), Type(join.JoinType), join.JoinCondition == null ? null : Expression(join.JoinCondition))
        {
            UsingColumns = join.UsingColumns.Count > 0 ? new(join.UsingColumns) : null,
        };
    }

    private static JoinType Type(Messages.Join.Types.JoinType type) => type switch
    {
        Messages.Join.Types.JoinType.Inner => JoinType.Inner,
        Messages.Join.Types.JoinType.FullOuter => JoinType.FullOuter,
        Messages.Join.Types.JoinType.LeftOuter => JoinType.LeftOuter,
        Messages.Join.Types.JoinType.RightOuter => JoinType.RightOuter,
        Messages.Join.Types.JoinType.LeftAnti => JoinType.LeftAnti,
        Messages.Join.Types.JoinType.LeftSemi => JoinType.LeftSemi,
        Messages.Join.Types.JoinType.Cross => JoinType.Cross,
        _ => throw InvalidPlan.NotAmong("spark.connect.Join.JoinType", type),
    };

    private LogicalPlan SetOperation(Messages.SetOperation set)
    {
        if (set.LeftInput == null || set.RightInput == null) throw InvalidPlan.Because("SET_OPERATION_MUST_HAVE_TWO_INPUTS");
        var (left, right) = (Decode(set.LeftInput), Decode(set.RightInput));
        switch (set.SetOpType)
        {
            case Messages.SetOperation.Types.SetOpType.Union:
                var union = new Union([left, right]) { ByName = set.ByName, AllowMissingColumns = set.AllowMissingColumns };
                return set.IsAll ? union : new Distinct(union);
            case Messages.SetOperation.Types.SetOpType.Intersect: return new SetOperation(SetOperator.Intersect, set.IsAll, left, right);
            case Messages.SetOperation.Types.SetOpType.Except: return new SetOperation(SetOperator.Except, set.IsAll, left, right);
            default: throw InvalidPlan.NotAmong("spark.connect.SetOperation.SetOpType", set.SetOpType);
        }
    }

    private LogicalPlan Aggregate(Messages.Aggregate aggregate)
    {
        if (aggregate.Input == null) throw InvalidPlan.Because("AGGREGATE_NEEDS_PLAN_INPUT");
        var grouping = _expressions.Decode(aggregate.GroupingExpressions);
        var aggregates = _expressions.Items(aggregate.AggregateExpressions);
        var input = Decode(aggregate.Input);
        switch (aggregate.GroupType)
        {
            case Messages.Aggregate.Types.GroupType.Groupby: return Take(new GroupRows(null, grouping, aggregates, null, input));
            case Messages.Aggregate.Types.GroupType.Rollup: return Take(new GroupRows(GroupingKind.Rollup, grouping, aggregates, null, input));
            case Messages.Aggregate.Types.GroupType.Cube: return Take(new GroupRows(GroupingKind.Cube, grouping, aggregates, null, input));
            case Messages.Aggregate.Types.GroupType.Pivot:
                if (aggregate.Pivot == null) throw InvalidPlan.Because("AGGREGATE_WITH_PIVOT_REQUIRES_PIVOT");
                // A field of a struct gives the column its own name.
                grouping = new(grouping.Select(g => g is UnresolvedAttribute { Parts.Count: > 1 } a ? new Alias(a, a.Parts[^1]) : g));
                var values = aggregate.Pivot.Values.Select(v => (Expression)LiteralCodec.Decode(v)).ToArray();
                return Take(new GroupRows(null, grouping, aggregates, new PivotColumn(Expression(aggregate.Pivot.Col), values.Length == 0 ? null : new(values.AsSpan())), input));
            case Messages.Aggregate.Types.GroupType.GroupingSets: return Take(new GroupRows(GroupingKind.GroupingSets, grouping, aggregates, null, input) { Sets = new(aggregate.GroupingSets.Select(g => _expressions.Decode(g.GroupingSet))) });
            default: throw InvalidPlan.NotAmong("spark.connect.Aggregate.GroupType", aggregate.GroupType);
        }
    }

    private LogicalPlan Sample(Messages.Sample sample)
    {
        var seed = sample.HasSeed ? sample.Seed : Random.Shared.NextInt64();
        Catalyst.Plans.Sample.CheckFraction(sample.UpperBound - sample.LowerBound, sample.WithReplacement);
        return sample.DeterministicOrder
            ? Take(new SplitSample(sample.LowerBound, sample.UpperBound, seed, Decode(sample.Input)) { WithReplacement = sample.WithReplacement })
            : new Sample(sample.LowerBound, sample.UpperBound, sample.WithReplacement, seed, Decode(sample.Input));
    }

    private LogicalPlan Sql(Messages.SQL sql)
    {
        var parameters = SqlArguments.Of(sql.NamedArguments, sql.PosArguments, sql.Args, sql.PosArgs, _expressions, Spark.State);
        var plan = Spark.State.Parse(sql.Query);
        return plan is Catalyst.Plans.Commands.Command ? Execution.LocalData.OfResult(Spark, _session.Runner(CancellationToken.None).With(parameters).Run(plan)).Plan
            : ReferenceEquals(parameters, Catalyst.Analysis.QueryParameters.None) ? plan : Spark.State.Analyze(plan, parameters);
    }

    // Named inputs of SQL text are definitions in front of it; inputs of subqueries are found by their ids.
    private LogicalPlan WithRelations(Messages.WithRelations with)
    {
        var definitions = new List<CteDefinition>();
        foreach (var reference in with.References)
        {
            if (reference.Common is { HasPlanId: true }) _references[reference.Common.PlanId] = reference;
            if (reference.RelTypeCase == Case.SubqueryAlias && with.Root.RelTypeCase == Case.Sql)
                definitions.Add(new CteDefinition(reference.SubqueryAlias.Alias, ValueList<string>.Empty, Decode(reference.SubqueryAlias.Input)));
        }
        if (definitions.Count == 0) return Decode(with.Root);
        var sql = with.Root.Sql;
        var parameters = SqlArguments.Of(sql.NamedArguments, sql.PosArguments, sql.Args, sql.PosArgs, _expressions, Spark.State);
        var plan = new UnresolvedWith(new(definitions), false, Spark.State.Parse(sql.Query));
        return ReferenceEquals(parameters, Catalyst.Analysis.QueryParameters.None) ? plan : Spark.State.Analyze(plan, parameters);
    }

    private LogicalPlan Cached(string hash)
    {
        var bytes = _session.Artifacts.CachedBlock(hash) ?? throw InvalidPlan.Because("CANNOT_FIND_CACHED_LOCAL_RELATION", ("hash", hash));
        var relation = Messages.LocalRelation.Parser.ParseFrom(bytes);
        return Local(relation);
    }

    private LogicalPlan Local(Messages.LocalRelation relation)
    {
        var (data, schema) = (relation.HasData ? (ReadOnlyMemory<byte>?)relation.Data.Memory : null, relation.HasSchema ? relation.Schema : null);
        return _session.LocalRows.Read(data, schema, () => LocalRelations.Read(data, schema, Spark));
    }

    private LogicalPlan Cached(Messages.ChunkedCachedLocalRelation relation)
    {
        if (relation.DataHashes.Count == 0) throw InvalidPlan.Because("CHUNKED_CACHED_LOCAL_RELATION_WITHOUT_DATA");
        var schema = relation.HasSchemaHash ? System.Text.Encoding.UTF8.GetString(Block(relation.SchemaHash)) : null;
        var parts = relation.DataHashes.Select(h => _session.LocalRows.Read($"{h} {relation.SchemaHash}", () => LocalRelations.Read(Block(h), schema, Spark))).ToArray();
        return parts.Length == 1 ? parts[0] : new Union(new(parts));

        byte[] Block(string hash) => _session.Artifacts.CachedBlock(hash) ?? throw InvalidPlan.Because("NOT_FOUND_CHUNKED_CACHED_LOCAL_RELATION", ("hash", hash), ("sessionUUID", _session.Id));
    }

    private LogicalPlan CollectMetrics(Proto relation)
    {
        if (relation.CollectMetrics.Name.Length == 0) throw new ArgumentException("requirement failed: Name must not be empty");
        var (input, metrics, target) = (Decode(relation.CollectMetrics.Input), _expressions.Items(relation.CollectMetrics.Metrics), new ObservedRow());
        Observed.Add((relation.CollectMetrics.Name, relation.Common?.PlanId ?? 0, target, new Aggregate(ValueList<Expression>.Empty, metrics, input)));
        return Take(new ObserveRows(relation.CollectMetrics.Name, metrics, input) { Target = target });
    }

    private static LocalRelation OneText(string name, string text) => Execution.LocalData.OfLiterals(new StructType([new StructField(name, StringType.Instance, false)]), [[text]]);
}
