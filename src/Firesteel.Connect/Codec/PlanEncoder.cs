using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Connect.Client;
using Firesteel.Foundation.Collections;
using Firesteel.Frames.Steps;
using Firesteel.Remote;
using Firesteel.Types;
using Messages = Firesteel.Connect.Messages;
using Proto = Firesteel.Connect.Messages.Relation;

namespace Firesteel.Connect.Codec;

/// <summary>Unresolved plans as relations: the reverse of <see cref="PlanDecoder"/>.</summary>
/// <param name="data">Makes relations of rows at hand, which may have to travel before the plan.</param>
sealed class PlanEncoder(Func<LocalRelation, Proto> data)
{
    private readonly Dictionary<long, Proto> _references = [];

    private ExpressionEncoder Expressions => field ??= new(this);

    /// <summary>The whole plan, with the plans that its subqueries name.</summary>
    /// <exception cref="SparkException">The plan holds what no server takes.</exception>
    public Proto EncodeRoot(LogicalPlan plan)
    {
        var root = Encode(plan);
        return _references.Count == 0 ? root : new Proto { Common = new() { PlanId = -1 }, WithRelations = new() { Root = root, References = { _references.Values } } };
    }

    public Messages.Expression Encode(Expression expression) => Expressions.Encode(expression);

    /// <summary>The id of a plan that an expression refers to.</summary>
    public long Reference(LogicalPlan plan)
    {
        var id = plan.PlanId ?? -2 - _references.Count;
        if (!_references.ContainsKey(id)) _references[id] = Encode(plan with { PlanId = id });
        return id;
    }

    private Proto Encode(LogicalPlan plan)
    {
        DepthGuard.Check();
        var relation = plan switch
        {
            ReceivedRelation received => received.Relation.Clone(),
            FrameStep step => Step(step),
            UnaryPlan unary => Unary(unary),
            _ => Other(plan),
        };
        if (plan.PlanId is { } id) (relation.Common ??= new()).PlanId = id;
        return relation;
    }

    private Proto Unary(UnaryPlan plan)
    {
        switch (plan)
        {
            case Project { Child: OneRowRelation } p: return new Proto { Project = new() { Expressions = { Expressions.Encode(p.List) } } };
            case Project p: return new Proto { Project = new() { Input = Encode(p.Child), Expressions = { Expressions.Encode(p.List) } } };
            case Filter f: return new Proto { Filter = new() { Input = Encode(f.Child), Condition = Encode(f.Condition) } };
            case Sort { IsOrderByAll: false } s: return new Proto { Sort = new() { Input = Encode(s.Child), IsGlobal = s.IsGlobal, Order = { s.Order.Select(Expressions.Order) } } };
            case Limit { Count: Literal { Value: int n } } l: return new Proto { Limit = new() { Input = Encode(l.Child), Limit_ = n } };
            case Offset { Count: Literal { Value: int n } } o: return new Proto { Offset = new() { Input = Encode(o.Child), Offset_ = n } };
            case Tail { Count: Literal { Value: int n } } t: return new Proto { Tail = new() { Input = Encode(t.Child), Limit = n } };
            case Distinct d: return new Proto { Deduplicate = new() { Input = Encode(d.Child), AllColumnsAsKeys = true } };
            case SubqueryAlias a: return new Proto { SubqueryAlias = new() { Input = Encode(a.Child), Alias = a.Name[^1], Qualifier = { a.Name.Take(a.Name.Count - 1) } } };
            case Repartition r: return new Proto { Repartition = new() { Input = Encode(r.Child), NumPartitions = r.Partitions, Shuffle = r.IsShuffle } };
            case RepartitionByExpression r:
                var repartition = new Messages.RepartitionByExpression { Input = Encode(r.Child), PartitionExprs = { Expressions.Encode(r.PartitionBy) } };
                if (r.Partitions is { } partitions) repartition.NumPartitions = partitions;
                return new Proto { RepartitionByExpression = repartition };
            case UnresolvedHint h: return new Proto { Hint = new() { Input = Encode(h.Child), Name = h.Name, Parameters = { Expressions.Encode(h.Parameters) } } };
            case Sample s: return new Proto { Sample = Sampled(s.LowerBound, s.UpperBound, s.WithReplacement, s.Seed, s.Child) };
            case Unpivot { ValueColumns.Count: 1, IncludeNulls: true, Ids: { } ids } u:
                var unpivot = new Messages.Unpivot { Input = Encode(u.Child), Ids = { Expressions.Encode(ids) }, VariableColumnName = u.NameColumn, ValueColumnName = u.ValueColumns[0] };
                if (u.Groups is { } groups) unpivot.Values = new() { Values_ = { groups.Select(g => Encode(g.Columns[0])) } };
                return new Proto { Unpivot = unpivot };
            case Aggregate { Grouping: { Count: 0 }, IsGroupByAll: false } a:
                return new Proto { Aggregate = new() { Input = Encode(a.Child), GroupType = Messages.Aggregate.Types.GroupType.Groupby, AggregateExpressions = { Expressions.Encode(a.AggregateList) } } };
            default: throw NotSupported(plan);
        }
    }

    private Proto Other(LogicalPlan plan)
    {
        switch (plan)
        {
            case Join { IsNatural: false } j: return new Proto { Join = Joined(j) };
            case LateralJoin l:
                var lateral = new Messages.LateralJoin { Left = Encode(l.Left), Right = Encode(l.Right), JoinType = Type(l.Type) };
                if (l.Condition is { } condition) lateral.JoinCondition = Encode(condition);
                return new Proto { LateralJoin = lateral };
            case NearestByJoin n:
                return new Proto
                {
                    NearestByJoin = new()
                    {
                        Left = Encode(n.Left), Right = Encode(n.Right), RankingExpression = Encode(n.Ranking), NumResults = n.Count,
                        JoinType = n.Type == JoinType.Inner ? "inner" : "leftouter", Mode = n.IsApproximate ? "approx" : "exact", Direction = n.IsSimilarity ? "similarity" : "distance",
                    },
                };
            case Union u:
                return u.Inputs.Skip(1).Aggregate(Encode(u.Inputs[0]), (left, right) => new Proto
                {
                    SetOp = new() { LeftInput = left, RightInput = Encode(right), SetOpType = Messages.SetOperation.Types.SetOpType.Union, IsAll = true, ByName = u.ByName, AllowMissingColumns = u.AllowMissingColumns },
                });
            case SetOperation s:
                var type = s.Operator == SetOperator.Except ? Messages.SetOperation.Types.SetOpType.Except : Messages.SetOperation.Types.SetOpType.Intersect;
                return new Proto { SetOp = new() { LeftInput = Encode(s.Left), RightInput = Encode(s.Right), SetOpType = type, IsAll = s.IsAll } };
            case RangeRelation r:
                var range = new Messages.Range { Start = r.Start, End = r.End, Step = r.Step };
                if (r.Partitions is { } partitions) range.NumPartitions = partitions;
                return new Proto { Range = range };
            case LocalRelation l: return data(l);
            case UnresolvedRelation { TimeTravel: null } r:
                return new Proto { Read = new() { IsStreaming = r.Streaming, NamedTable = new() { UnparsedIdentifier = string.Join(".", r.Name.Select(SqlIdentifier.QuoteIfNeeded)), Options = { r.Options.ToDictionary() } } } };
            case UnresolvedTableValuedFunction f: return new Proto { UnresolvedTableValuedFunction = new() { FunctionName = f.Name[^1], Arguments = { Expressions.Encode(f.Arguments) } } };
            case SourceFiles s:
                var source = new Messages.Read.Types.DataSource { Paths = { s.Paths }, Options = { s.Options.ToDictionary() } };
                if (s.Format is not null) source.Format = s.Format;
                if (s.SchemaText is not null) source.Schema = s.SchemaText;
                return new Proto { Read = new() { DataSource = source } };
            case CatalogCall c: return new Proto { Catalog = CatalogEncoder.Encode(c) };
            case OneRowRelation: return new Proto { Project = new() };
            default: throw NotSupported(plan);
        }
    }

    private Proto Step(FrameStep step)
    {
        var input = Encode(step.Child);
        switch (step)
        {
            case AddColumns a: return new Proto { WithColumns = new() { Input = input, Aliases = { a.Added.Select(c => Expressions.Named(c.Name, c.Child, c.ExplicitMetadata)) } } };
            case RenameColumns r: return new Proto { WithColumnsRenamed = new() { Input = input, Renames = { r.Names.Select(n => new Messages.WithColumnsRenamed.Types.Rename { ColName = n.Key, NewColName = n.Value }) } } };
            case DropColumns d: return new Proto { Drop = new() { Input = input, ColumnNames = { d.Names }, Columns = { Expressions.Encode(d.Columns) } } };
            case NameColumns n: return new Proto { ToDf = new() { Input = input, ColumnNames = { n.Names } } };
            case FitSchema f: return new Proto { ToSchema = new() { Input = input, Schema = TypeCodec.Encode(f.Target) } };
            case DistinctBy d: return new Proto { Deduplicate = new() { Input = input, ColumnNames = { d.Columns } } };
            case SplitSample s:
                var sample = Sampled(s.From, s.To, s.WithReplacement, s.Seed, null);
                (sample.Input, sample.DeterministicOrder) = (input, true);
                return new Proto { Sample = sample };
            case GroupRows g: return new Proto { Aggregate = Grouped(g, input) };
            case FillMissing f: return new Proto { FillNa = new() { Input = input, Cols = { f.Columns }, Values = { f.Values.Select(Constant) } } };
            case DropMissing d:
                var drop = new Messages.NADrop { Input = input, Cols = { d.Columns } };
                if (d.Least is { } least) drop.MinNonNulls = least;
                return new Proto { DropNa = drop };
            case ReplaceValues r: return new Proto { Replace = new() { Input = input, Cols = { r.Columns }, Replacements = { r.Pairs.Select(p => new Messages.NAReplace.Types.Replacement { OldValue = Constant(p.Key), NewValue = Constant(p.Value) }) } } };
            case Summarize s: return new Proto { Summary = new() { Input = input, Statistics = { s.Statistics } } };
            case DescribeColumns d: return new Proto { Describe = new() { Input = input, Cols = { d.Columns } } };
            case CountPairs c: return new Proto { Crosstab = new() { Input = input, Col1 = c.First, Col2 = c.Second } };
            case PairStatistic { Name: "cov" } c: return new Proto { Cov = new() { Input = input, Col1 = c.First, Col2 = c.Second } };
            case PairStatistic c: return new Proto { Corr = new() { Input = input, Col1 = c.First, Col2 = c.Second, Method = "pearson" } };
            case FindQuantiles q: return new Proto { ApproxQuantile = new() { Input = input, Cols = { q.Columns }, Probabilities = { q.Probabilities }, RelativeError = q.Error } };
            case FrequentValues f: return new Proto { FreqItems = new() { Input = input, Cols = { f.Columns }, Support = f.Support } };
            case SampleStrata s: return new Proto { SampleBy = new() { Input = input, Col = Encode(s.Column), Seed = s.Seed, Fractions = { s.Fractions.Select(f => new Messages.StatSampleBy.Types.Fraction { Stratum = Constant(f.Key), Fraction_ = f.Value }) } } };
            case DrawRows d: return new Proto { ShowString = new() { Input = input, NumRows = d.Rows, Truncate = d.Truncate, Vertical = d.IsVertical } };
            case TransposeRows t: return new Proto { Transpose = new() { Input = input, IndexColumns = { t.Index is null ? [] : Expressions.Encode([t.Index]) } } };
            case ObserveRows o: return new Proto { CollectMetrics = new() { Input = input, Name = o.Name, Metrics = { Expressions.Encode(o.Metrics) } } };
            default: throw NotSupported(step);
        }
    }

    private Messages.Aggregate Grouped(GroupRows groups, Proto input)
    {
        var aggregate = new Messages.Aggregate
        {
            Input = input,
            GroupType = groups switch
            {
                { Pivot: not null, Kind: null } => Messages.Aggregate.Types.GroupType.Pivot,
                { Pivot: not null } => throw new AnalysisException("UNSUPPORTED_FEATURE.PIVOT_AFTER_GROUP_BY"),
                { Kind: GroupingKind.Rollup } => Messages.Aggregate.Types.GroupType.Rollup,
                { Kind: GroupingKind.Cube } => Messages.Aggregate.Types.GroupType.Cube,
                { Kind: GroupingKind.GroupingSets } => Messages.Aggregate.Types.GroupType.GroupingSets,
                _ => Messages.Aggregate.Types.GroupType.Groupby,
            },
            GroupingExpressions = { Expressions.Encode(groups.Keys) },
            AggregateExpressions = { Expressions.Encode(groups.Aggregates) },
            GroupingSets = { groups.Sets.Select(set => new Messages.Aggregate.Types.GroupingSets { GroupingSet = { Expressions.Encode(set) } }) },
        };
        if (groups.Pivot is { } pivot) aggregate.Pivot = new() { Col = Encode(pivot.Column), Values = { (pivot.Values ?? []).Select(v => Constant((Literal)v)) } };
        return aggregate;
    }

    private Messages.Sample Sampled(double from, double to, bool withReplacement, long seed, LogicalPlan? input)
        => new() { Input = input is null ? null : Encode(input), LowerBound = from, UpperBound = to, WithReplacement = withReplacement, Seed = seed };

    private Messages.Join Joined(Join join)
    {
        var encoded = new Messages.Join { Left = Encode(join.Left), Right = Encode(join.Right), JoinType = Type(join.Type), UsingColumns = { join.UsingColumns ?? [] } };
        if (join.Condition is { } condition) encoded.JoinCondition = Encode(condition);
        return encoded;
    }

    private static Messages.Join.Types.JoinType Type(JoinType type) => type switch
    {
        JoinType.Inner => Messages.Join.Types.JoinType.Inner,
        JoinType.Cross => Messages.Join.Types.JoinType.Cross,
        JoinType.LeftOuter => Messages.Join.Types.JoinType.LeftOuter,
        JoinType.RightOuter => Messages.Join.Types.JoinType.RightOuter,
        JoinType.FullOuter => Messages.Join.Types.JoinType.FullOuter,
        JoinType.LeftSemi => Messages.Join.Types.JoinType.LeftSemi,
        JoinType.LeftAnti => Messages.Join.Types.JoinType.LeftAnti,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Such a join exists inside the optimizer only."),
    };

    private static Messages.Expression.Types.Literal Constant(Literal literal) => LiteralCodec.Encode(literal.Value, literal.Type);

    private static SparkException NotSupported(LogicalPlan plan)
        => new("UNSUPPORTED_CALL.WITHOUT_SUGGESTION", new Dictionary<string, string> { ["className"] = "A session on a Spark Connect server", ["methodName"] = plan.GetType().Name });
}
