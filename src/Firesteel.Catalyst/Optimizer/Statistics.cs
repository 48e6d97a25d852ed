using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Types;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>What is expected of a plan's output: rows, and distinct values and bounds of columns where they are known.</summary>
sealed record PlanEstimate(double Rows, IReadOnlyDictionary<ExprId, ColumnEstimate> Columns)
{
    public ColumnEstimate? Column(ExprId id) => Columns.GetValueOrDefault(id);
}

/// <param name="Distinct">Distinct values, or null where unknown.</param>
/// <param name="Min">Least value on a number line, or null.</param>
/// <param name="Max">Greatest value on a number line, or null.</param>
sealed record ColumnEstimate(double? Distinct, double? Min, double? Max);

/// <summary>Estimates sizes of plans bottom up: from row counts and column statistics of tables, with rules of thumb where those end.</summary>
sealed class Statistics
{
    private const double DefaultSelectivity = 0.25;
    private const double DefaultRows = 10_000;

    // Of what an RDD gives nothing is known: better not to count on its being small.
    private const double RowsOfRdd = 1e9;
    private readonly Dictionary<LogicalPlan, PlanEstimate> _known = new(ReferenceEqualityComparer.Instance);

    public long SizeInBytes(LogicalPlan plan)
    {
        var bytes = Estimate(plan).Rows * Math.Max(8, plan.Output.Sum(a => Width(a.DataType)));
        return bytes >= long.MaxValue ? long.MaxValue : (long)bytes;
    }

    public PlanEstimate Estimate(LogicalPlan plan)
    {
        DepthGuard.Check();
        if (_known.TryGetValue(plan, out var known)) return known;
        var estimate = Compute(plan);
        _known[plan] = estimate;
        return estimate;
    }

    private PlanEstimate Compute(LogicalPlan plan)
    {
        switch (plan)
        {
            case SourceRelation { Table: ITableStatistics table } s:
                var rows = table.RowCount ?? (table.SizeInBytes is { } size ? Math.Max(1, size / Math.Max(8.0, s.Columns.Sum(c => Width(c.DataType)))) : DefaultRows);
                return new PlanEstimate(rows, s.Columns.ToDictionary(c => c.Id, c => Of(table.Column(c.Name), rows)));
            case InMemoryRelation { Rows: var cached } m: return cached.SizeInBytes is { } bytes
                ? new PlanEstimate(Math.Max(1, bytes / Math.Max(8.0, cached.Plan.Output.Sum(c => Width(c.DataType)))), Nothing)
                : Estimate(cached.Plan) with { Columns = Nothing };
            case LocalRelation l: return new PlanEstimate(l.Rows.Count, Nothing);
            case RangeRelation r: return new PlanEstimate((double)r.Count, r.Columns.ToDictionary(c => c.Id, _ => new ColumnEstimate((double)r.Count, r.Start, r.End)));
            case LogicalRdd r: return new PlanEstimate(r.Source.InputBytes is { } atRoots ? Math.Max(1, atRoots / Math.Max(8.0, r.Columns.Sum(c => Width(c.DataType)))) : RowsOfRdd, Nothing);
            case OneRowRelation: return new PlanEstimate(1, Nothing);
            case Filter f:
                var input = Estimate(f.Child);
                return Scaled(input, Conjunctions.Split(f.Condition).Aggregate(1.0, (s, c) => s * Selectivity(c, input)));
            case Project p:
                var child = Estimate(p.Child);
                var columns = new Dictionary<ExprId, ColumnEstimate>();
                foreach (var item in p.List)
                    if (item is INamedExpression named && ((item as Alias)?.Child ?? item) is AttributeReference source && child.Column(source.Id) is { } column) columns[named.Id] = column;
                return new PlanEstimate(child.Rows, columns);
            case Aggregate a:
                var below = Estimate(a.Child);
                var groups = a.Grouping.Aggregate(1.0, (n, g) => n * (g is AttributeReference r && below.Column(r.Id)?.Distinct is { } d ? d : Math.Sqrt(below.Rows)));
                var kept = Math.Min(below.Rows, groups);
                return new PlanEstimate(Math.Max(1, kept), below.Columns);
            case Join j: return OfJoin(j);
            case Limit { Count: Literal { Value: int n } } limit:
                var whole = Estimate(limit.Child);
                return new PlanEstimate(Math.Min(n, whole.Rows), whole.Columns);
            case Union u: return new PlanEstimate(u.Inputs.Sum(i => Estimate(i).Rows), Nothing);
            case Generate g:
                var rowsBefore = Estimate(g.Child);
                return new PlanEstimate(rowsBefore.Rows * 4, rowsBefore.Columns);
            case Expand e:
                var one = Estimate(e.Child);
                return new PlanEstimate(one.Rows * e.Projections.Count, one.Columns);
            default:
                return plan.Children.Count == 0 ? new PlanEstimate(DefaultRows, Nothing) : Estimate(plan.Children[0]);
        }
    }

    private static readonly Dictionary<ExprId, ColumnEstimate> Nothing = [];

    private static ColumnEstimate Of(ColumnStatistics? statistics, double rows)
    {
        var (min, max) = (Number(statistics?.Min), Number(statistics?.Max));
        var distinct = (double?)statistics?.DistinctCount;
        // Whole numbers cannot be more than their range holds; a range about as long as the table is a key's.
        if (statistics?.Min is sbyte or short or int or long && min is { } low && max is { } high)
            distinct = Math.Min(distinct ?? rows, high - low + 1);
        return new ColumnEstimate(distinct, min, max);
    }

    private static double? Number(object? value) => value switch
    {
        sbyte v => v,
        short v => v,
        int v => v,
        long v => v,
        float v => v,
        double v => v,
        Int128 v => (double)v,
        _ => null,
    };

    private static PlanEstimate Scaled(PlanEstimate input, double selectivity)
    {
        var rows = Math.Max(1, input.Rows * Math.Clamp(selectivity, 0, 1));
        return new PlanEstimate(rows, input.Columns.ToDictionary(c => c.Key, c => c.Value with { Distinct = c.Value.Distinct is { } d ? Math.Min(d, rows) : null }));
    }

    private PlanEstimate OfJoin(Join join)
    {
        var (left, right) = (Estimate(join.Left), Estimate(join.Right));
        if (join.Type is JoinType.LeftSemi or JoinType.LeftAnti) return Scaled(left, join.Type == JoinType.LeftSemi ? SemiSelectivity(join, left, right) : 0.5);
        if (join.Type is JoinType.Existence or JoinType.LeftSingle) return left;
        var columns = new Dictionary<ExprId, ColumnEstimate>(left.Columns);
        foreach (var (id, column) in right.Columns) columns[id] = column;
        var rows = left.Rows * right.Rows * ConditionSelectivity(join, left, right);
        rows = join.Type switch
        {
            JoinType.LeftOuter => Math.Max(rows, left.Rows),
            JoinType.RightOuter => Math.Max(rows, right.Rows),
            JoinType.FullOuter => Math.Max(rows, left.Rows + right.Rows),
            _ => rows,
        };
        return new PlanEstimate(Math.Max(1, rows), columns);
    }

    private static double SemiSelectivity(Join join, PlanEstimate left, PlanEstimate right)
    {
        foreach (var c in Conjunctions.Split(join.Condition).OfType<Comparison>())
            if (c.Operator == ComparisonOperator.Equal && c.Left is AttributeReference a && c.Right is AttributeReference b && (left.Column(a.Id) ?? left.Column(b.Id))?.Distinct is { } d && d > 0)
                return Math.Min(1, right.Rows / d);
        return 0.5;
    }

    // Keys of several columns depend on each other: together they have no more distinct values than the smaller side has rows.
    private static double ConditionSelectivity(Join join, PlanEstimate left, PlanEstimate right)
    {
        var parts = Conjunctions.Split(join.Condition).ToList();
        var keys = parts.Where(c => c is Comparison { Operator: ComparisonOperator.Equal or ComparisonOperator.EqualNullSafe }).ToList();
        var rest = parts.Except(keys).Aggregate(1.0, (s, c) => s * JoinSelectivity(c, left, right));
        var each = keys.Select(k => JoinSelectivity(k, left, right)).ToList();
        if (each.Count <= 1) return rest * (each.Count == 0 ? 1 : each[0]);
        return rest * Math.Max(each.Aggregate(1.0, (a, b) => a * b), Math.Min(each.Min(), 1 / Math.Max(1, Math.Min(left.Rows, right.Rows))));
    }

    /// <summary>The part of all pairs for which a join's condition holds.</summary>
    public static double JoinSelectivity(Expression condition, PlanEstimate left, PlanEstimate right)
    {
        if (condition is Comparison { Operator: ComparisonOperator.Equal or ComparisonOperator.EqualNullSafe } c)
        {
            var a = Distinct(c.Left, left) ?? Distinct(c.Left, right);
            var b = Distinct(c.Right, left) ?? Distinct(c.Right, right);
            // Without counts a join is taken for one of a foreign key with the smaller side's key.
            return 1 / Math.Max(1, a is { } x && b is { } y ? Math.Max(x, y) : a ?? b ?? Math.Max(1, Math.Min(left.Rows, right.Rows)));
        }
        return condition is Literal { IsTrue: true } ? 1 : DefaultSelectivity;
    }

    private static double? Distinct(Expression e, PlanEstimate side) => e switch
    {
        AttributeReference a => side.Column(a.Id)?.Distinct,
        Cast c => Distinct(c.Child, side),
        _ => null,
    };

    private static double Selectivity(Expression condition, PlanEstimate input)
    {
        switch (condition)
        {
            case Literal l: return l.IsTrue ? 1 : 0;
            case Not n: return 1 - Selectivity(n.Child, input);
            case Or o: return 1 - (1 - Selectivity(o.Left, input)) * (1 - Selectivity(o.Right, input));
            case And a: return Selectivity(a.Left, input) * Selectivity(a.Right, input);
            case IsNotNull: return 0.98;
            case IsNull: return 0.02;
            case In i:
                return Math.Min(1, i.List.Count * (Column(i.Value)?.Distinct is { } d ? 1 / d : 0.1));
            case Comparison { Operator: ComparisonOperator.Equal } c:
                var column = Column(c.Left) ?? Column(c.Right);
                return column?.Distinct is { } n2 && n2 > 0 ? 1 / n2 : 0.05;
            case Comparison c:
                return Range(c);
            case ScalarCall: return 0.1;
            default: return DefaultSelectivity;
        }

        ColumnEstimate? Column(Expression e) => e switch
        {
            AttributeReference a => input.Column(a.Id),
            Cast c => Column(c.Child),
            _ => null,
        };

        double Range(Comparison c)
        {
            var (column, bound, less) = c.Right is Literal r ? (Column(c.Left), Number(r.Value), c.Operator is ComparisonOperator.LessThan or ComparisonOperator.LessThanOrEqual)
                : c.Left is Literal l ? (Column(c.Right), Number(l.Value), c.Operator is ComparisonOperator.GreaterThan or ComparisonOperator.GreaterThanOrEqual) : (null, null, false);
            if (column is not { Min: { } min, Max: { } max } || bound is not { } b || max <= min) return 0.33;
            var below = Math.Clamp((b - min) / (max - min), 0, 1);
            return less ? below : 1 - below;
        }
    }

    public static double Width(DataType type) => type switch
    {
        BooleanType or ByteType => 1,
        ShortType => 2,
        IntegerType or DateType or FloatType or YearMonthIntervalType => 4,
        StringType or BinaryType or CharType or VarcharType => 24,
        DecimalType { Precision: > DecimalType.MaxLongPrecision } => 16,
        StructType s => s.Fields.Sum(f => Width(f.DataType)),
        ArrayType a => 8 + 4 * Width(a.ElementType),
        MapType m => 8 + 4 * (Width(m.KeyType) + Width(m.ValueType)),
        _ => 8,
    };
}
