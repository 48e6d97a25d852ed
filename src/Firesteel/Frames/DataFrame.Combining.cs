using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Frames.Steps;

namespace Firesteel;

public sealed partial class DataFrame
{
    // Joins

    /// <summary>Every row with every row.</summary>
    public DataFrame CrossJoin(DataFrame right) => With(new Join(Plan, right.Plan, JoinType.Cross, null));

    /// <inheritdoc cref="CrossJoin"/>
    public DataFrame Join(DataFrame right) => With(new Join(Plan, right.Plan, JoinType.Inner, null));

    /// <summary>Rows that agree in columns that both sides have; each of these columns shows once.</summary>
    public DataFrame Join(DataFrame right, string usingColumn, string joinType = "inner") => Join(right, [usingColumn], joinType);

    /// <inheritdoc cref="Join(DataFrame, string, string)"/>
    public DataFrame Join(DataFrame right, IEnumerable<string> usingColumns, string joinType = "inner")
        => With(new Join(Plan, right.Plan, JoinTypes.Parse(joinType), null) { UsingColumns = new(usingColumns) });

    /// <summary>Rows that a condition holds for.</summary>
    /// <param name="joinType">inner, cross, outer, left, right, semi, anti, or one of their longer names.</param>
    public DataFrame Join(DataFrame right, Column condition, string joinType = "inner")
    {
        if (Remote is not null) return With(new Join(Plan, right.Plan, JoinTypes.Parse(joinType), condition.Expression));
        var other = RefreshIds.Apart(Plan, right.Plan);
        var expression = ReferenceEquals(other, right.Plan) ? condition.Expression : OverBoth(condition.Expression, right.Plan, other);
        var join = new Join(Plan, other, JoinTypes.Parse(joinType), expression);
        return With(ReferenceEquals(other, right.Plan) ? join : join.Renewed(right.Plan));
    }

    /// <summary>Joins each row with up to so many rows of the other DataFrame, those that an expression over both ranks first. All pairs are looked at.</summary>
    /// <param name="mode"><c>approx</c>, which allows for less than the best rows but gives them all the same, or <c>exact</c>.</param>
    /// <param name="direction"><c>distance</c>: the smallest values come first; <c>similarity</c>: the largest.</param>
    /// <param name="joinType">inner, or leftouter, which keeps rows without a partner.</param>
    /// <exception cref="AnalysisException">NEAREST_BY_JOIN.</exception>
    public DataFrame NearestByJoin(DataFrame right, Column ranking, int numResults, string mode, string direction, string joinType = "inner")
    {
        if (Remote is not null) return With(NearestBy.Plan(Plan, right.Plan, ranking.Expression, numResults, mode, direction, joinType));
        var other = RefreshIds.Apart(Plan, right.Plan);
        var left = Plan.Output.Select(a => a.Id).ToHashSet();
        var moved = right.Plan.Output.Zip(other.Output).ToDictionary(p => p.First.Id, p => p.Second);
        var expression = ranking.Expression.TransformUp(e => e is AttributeReference a && !left.Contains(a.Id) && moved.TryGetValue(a.Id, out var column) ? column : e);
        return With(NearestBy.Plan(Plan, other, expression, numResults, mode, direction, joinType));
    }

    // A DataFrame joined with itself, or with one made of it: the right side's columns have new ids. In an equation of a column with
    // itself the operands mean the columns of that name of either side; a column that only the right side shows means it anyway.
    private Expression OverBoth(Expression condition, LogicalPlan old, LogicalPlan fresh)
    {
        var ids = new Dictionary<ExprId, AttributeReference>();
        for (var i = 0; i < old.Output.Count; i++)
            if (old.Output[i].Id != fresh.Output[i].Id) ids[old.Output[i].Id] = fresh.Output[i];
        var left = Plan.Output.Select(o => o.Id).ToHashSet();
        var resolved = condition.TransformUp(e => e switch
        {
            Comparison { Operator: ComparisonOperator.Equal or ComparisonOperator.EqualNullSafe, Left: AttributeReference a, Right: AttributeReference b } c when a.Id == b.Id && ids.ContainsKey(b.Id)
                => c with { Left = Side(Plan, a), Right = Side(fresh, b) },
            AttributeReference a when !left.Contains(a.Id) && ids.TryGetValue(a.Id, out var right) => right,
            _ => e,
        });
        // What could mean either side means neither.
        var unclear = resolved.References.Where(a => left.Contains(a.Id) && ids.ContainsKey(a.Id)).Distinct().ToList();
        ForeignColumns.Refuse(unclear, SparkSession);
        return resolved.TransformUp(e => e is SideReference s ? s.Column : e);
    }

    private SideReference Side(LogicalPlan side, AttributeReference column)
    {
        var named = side.Output.Where(o => Same(o.Name, column.Name)).ToList();
        return named.Count == 1 ? new(named[0]) : throw AnalysisErrors.AmbiguousReference(column.Origin, [column.Name], named);
    }

    // A column of which is known which side it means, while the others are looked at.
    private sealed record SideReference(AttributeReference Column) : LeafExpression
    {
        public override Firesteel.Types.DataType DataType => Column.DataType;
        public override string ToSql(SqlStyle style) => Column.ToSql(style);
    }

    // Sets

    /// <summary>The rows of both, columns by their places.</summary>
    public DataFrame Union(DataFrame other) => With(new Union([Plan, other.Plan]));

    /// <inheritdoc cref="Union"/>
    public DataFrame UnionAll(DataFrame other) => Union(other);

    /// <summary>The rows of both, columns by their names.</summary>
    /// <param name="allowMissingColumns">Whether a column that one side lacks is null there.</param>
    public DataFrame UnionByName(DataFrame other, bool allowMissingColumns = false) => With(new Union([Plan, other.Plan]) { ByName = true, AllowMissingColumns = allowMissingColumns });

    public DataFrame Intersect(DataFrame other) => With(new SetOperation(SetOperator.Intersect, false, Plan, other.Plan));
    public DataFrame IntersectAll(DataFrame other) => With(new SetOperation(SetOperator.Intersect, true, Plan, other.Plan));
    public DataFrame Except(DataFrame other) => With(new SetOperation(SetOperator.Except, false, Plan, other.Plan));
    public DataFrame ExceptAll(DataFrame other) => With(new SetOperation(SetOperator.Except, true, Plan, other.Plan));

    // Groups

    public RelationalGroupedDataset GroupBy(params Column[] columns) => new(this, new(columns.Select(c => c.Named)), null);
    public RelationalGroupedDataset GroupBy(string column, params string[] columns) => GroupBy([Functions.Col(column), .. columns.Select(Functions.Col)]);
    public RelationalGroupedDataset Rollup(params Column[] columns) => new(this, new(columns.Select(c => c.Named)), GroupingKind.Rollup);
    public RelationalGroupedDataset Rollup(string column, params string[] columns) => Rollup([Functions.Col(column), .. columns.Select(Functions.Col)]);
    public RelationalGroupedDataset Cube(params Column[] columns) => new(this, new(columns.Select(c => c.Named)), GroupingKind.Cube);
    public RelationalGroupedDataset Cube(string column, params string[] columns) => Cube([Functions.Col(column), .. columns.Select(Functions.Col)]);

    /// <summary>Aggregates over all rows.</summary>
    public DataFrame Agg(Column expression, params Column[] expressions) => GroupBy().Agg(expression, expressions);

    /// <summary>Aggregates over all rows: names of columns with names of functions.</summary>
    public DataFrame Agg(IReadOnlyDictionary<string, string> expressions) => GroupBy().Agg(expressions);

    // Shape

    /// <summary>Columns become rows: the ids stay, each value column gives a row of its name and its value.</summary>
    public DataFrame Unpivot(Column[] ids, Column[] values, string variableColumnName, string valueColumnName)
        => With(new Unpivot(new(ids.Select(c => c.Named)), new(values.Select(v => new UnpivotGroup([v.Named], null))), variableColumnName, [valueColumnName], true, Plan));

    /// <summary>As the other, of all columns that are no ids.</summary>
    public DataFrame Unpivot(Column[] ids, string variableColumnName, string valueColumnName)
        => With(new Unpivot(new(ids.Select(c => c.Named)), null, variableColumnName, [valueColumnName], true, Plan));

    public DataFrame Melt(Column[] ids, Column[] values, string variableColumnName, string valueColumnName) => Unpivot(ids, values, variableColumnName, valueColumnName);
    public DataFrame Melt(Column[] ids, string variableColumnName, string valueColumnName) => Unpivot(ids, variableColumnName, valueColumnName);

    /// <summary>The rows become columns, named by the first column's values.</summary>
    public DataFrame Transpose() => With(new TransposeRows(null, Plan));

    /// <summary>The rows become columns, named by the index column's values.</summary>
    public DataFrame Transpose(Column index) => With(new TransposeRows(index.Named, Plan));

    /// <summary>Aggregates over the rows, known to the observation once a query has used them.</summary>
    public DataFrame Observe(Observation observation, Column expression, params Column[] expressions)
    {
        Column[] metrics = [expression, .. expressions];
        if (Remote is null) ObserveRows.Check(observation.Name, Items(metrics), this);
        observation.Attach(this, metrics);
        return With(new ObserveRows(observation.Name, Items(metrics), Plan) { Target = observation.Target });
    }

    /// <summary>Missing values.</summary>
    public DataFrameNaFunctions Na() => new(this);

    /// <summary>Statistics.</summary>
    public DataFrameStatFunctions Stat() => new(this);

    /// <summary>Starts writing the rows.</summary>
    public DataFrameWriter Write() => new(this);

    /// <summary>Starts writing the rows into a table of a catalog.</summary>
    public DataFrameWriterV2 WriteTo(string table) => new(this, table);

    /// <summary>The rows as objects.</summary>
    public Dataset<T> As<T>() => new(this);
}
