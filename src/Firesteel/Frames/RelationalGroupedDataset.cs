using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Frames.Steps;
using Firesteel.Types;

namespace Firesteel;

/// <summary>Rows in groups: what is left is to say what each group gives.</summary>
public sealed class RelationalGroupedDataset
{
    private readonly DataFrame _frame;
    private readonly ValueList<Expression> _grouping;
    private readonly GroupingKind? _kind;
    private readonly PivotColumn? _pivot;
    private readonly ValueList<ValueList<Expression>> _sets = ValueList<ValueList<Expression>>.Empty;

    internal RelationalGroupedDataset(DataFrame frame, ValueList<Expression> grouping, GroupingKind? kind) => (_frame, _grouping, _kind) = (frame, grouping, kind);

    private RelationalGroupedDataset(RelationalGroupedDataset groups, PivotColumn pivot) : this(groups._frame, groups._grouping, groups._kind) => _pivot = pivot;

    private RelationalGroupedDataset(DataFrame frame, ValueList<Expression> grouping, ValueList<ValueList<Expression>> sets) : this(frame, grouping, GroupingKind.GroupingSets) => _sets = sets;

    /// <summary>Groups by several sets of columns at once.</summary>
    internal static RelationalGroupedDataset OfSets(DataFrame frame, IReadOnlyList<Column[]> sets, Column[] columns)
        => new(frame, new(columns.Select(c => c.Named)), new ValueList<ValueList<Expression>>(sets.Select(s => new ValueList<Expression>(s.Select(c => c.Named)))));

    internal DataFrame Frame => _frame;
    internal ValueList<Expression> Grouping => _grouping;

    /// <summary>A row a group: the grouping columns, then these.</summary>
    public DataFrame Agg(Column expression, params Column[] expressions) => Build([expression.SelectItem, .. expressions.Select(e => e.SelectItem)]);

    /// <summary>Names of columns with names of functions: <c>{ "age": "max" }</c>.</summary>
    public DataFrame Agg(IReadOnlyDictionary<string, string> expressions) => AggInOrder(expressions);

    internal DataFrame AggInOrder(IEnumerable<KeyValuePair<string, string>> expressions) => Build([.. expressions.Select(e => new UnresolvedAlias(Call(e.Value, e.Key)))]);

    public DataFrame Count() => Build([new Alias(new UnresolvedFunction(["count"], [Literal.Of(1)]), "count")]);
    public DataFrame Sum(params string[] columns) => OfNumbers("sum", columns);
    public DataFrame Avg(params string[] columns) => OfNumbers("avg", columns);
    public DataFrame Mean(params string[] columns) => OfNumbers("avg", columns);
    public DataFrame Max(params string[] columns) => OfNumbers("max", columns);
    public DataFrame Min(params string[] columns) => OfNumbers("min", columns);

    /// <summary>A column for each distinct value of a column, which a first query finds out.</summary>
    public RelationalGroupedDataset Pivot(Column column) => new(RequireOnce(), new PivotColumn(column.Named, null));

    public RelationalGroupedDataset Pivot(string column) => Pivot(Functions.Col(column));

    /// <summary>A column for each of these values of a column.</summary>
    public RelationalGroupedDataset Pivot(Column column, IEnumerable<object?> values) => new(RequireOnce(), new PivotColumn(column.Named, new(values.Select(v => Functions.Lit(v).Expression))));

    /// <inheritdoc cref="Pivot(Column, IEnumerable{object})"/>
    public RelationalGroupedDataset Pivot(string column, IEnumerable<object?> values) => Pivot(Functions.Col(column), values);

    private RelationalGroupedDataset RequireOnce()
        => _pivot is null ? this : throw new AnalysisException("REPEATED_CLAUSE", new Dictionary<string, string> { ["clause"] = "PIVOT", ["operation"] = "SUBQUERY" });

    private DataFrame OfNumbers(string function, string[] columns)
    {
        if (_frame.SparkSession.Remote is null)
            foreach (var name in columns)
                if (_frame.Col(name).Expression.DataType is not NumericType { UserDefined: null })
                    throw new AnalysisException("_LEGACY_ERROR_TEMP_1323", new Dictionary<string, string> { ["colName"] = name });
        var grouped = _grouping.Select(g => g is UnresolvedAttribute a ? a.Name : g is AttributeReference r ? r.Name : "").ToHashSet(StringComparer.OrdinalIgnoreCase);
        var chosen = columns.Length > 0 ? columns : [.. _frame.Schema().Fields.Where(o => o.DataType is NumericType { UserDefined: null } && !grouped.Contains(o.Name)).Select(o => SqlIdentifier.QuoteIfNeeded(o.Name))];
        return Build([.. chosen.Select(c => new UnresolvedAlias(Call(function, c)))]);
    }

    private static UnresolvedFunction Call(string function, string column)
        => new([function.ToLowerInvariant() == "mean" ? "avg" : function.ToLowerInvariant()], [column == "*" ? Literal.Of(1) : ColumnName.Parse(column)]);

    private DataFrame Build(ValueList<Expression> aggregates) => _frame.With(new GroupRows(_kind, _grouping, aggregates, _pivot, _frame.Plan) { Sets = _sets });

    /// <summary>What is grouped by what: <c>RelationalGroupedDataset: [grouping expressions: [a], value: [a: int], type: GroupBy]</c>.</summary>
    public override string ToString()
        => $"RelationalGroupedDataset: [grouping expressions: [{string.Join(", ", _grouping.Take(2).Select(g => g.Sql))}{(_grouping.Count > 2 ? $" ... {_grouping.Count - 2} more field(s)" : "")}], value: {_frame}, type: {(_pivot is not null ? "Pivot" : _kind?.ToString() ?? "GroupBy")}]";
}
