using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Execution;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel;

/// <summary>Rows in groups: what is left is to say what each group gives.</summary>
public sealed class RelationalGroupedDataset
{
    private readonly DataFrame _frame;
    private readonly ValueList<Expression> _grouping;
    private readonly GroupingKind? _kind;
    private readonly Expression? _pivot;
    private readonly ValueList<Expression> _pivotValues = ValueList<Expression>.Empty;
    private readonly ValueList<ValueList<Expression>> _sets = ValueList<ValueList<Expression>>.Empty;

    internal RelationalGroupedDataset(DataFrame frame, ValueList<Expression> grouping, GroupingKind? kind) => (_frame, _grouping, _kind) = (frame, grouping, kind);

    private RelationalGroupedDataset(RelationalGroupedDataset groups, Expression pivot, ValueList<Expression> values) : this(groups._frame, groups._grouping, groups._kind)
        => (_pivot, _pivotValues) = (pivot, values);

    private RelationalGroupedDataset(DataFrame frame, ValueList<Expression> grouping, ValueList<ValueList<Expression>> sets) : this(frame, grouping, GroupingKind.GroupingSets) => _sets = sets;

    /// <summary>Groups by several sets of columns at once.</summary>
    internal static RelationalGroupedDataset OfSets(DataFrame frame, IReadOnlyList<Column[]> sets, Column[] columns)
        => new(frame, new(columns.Select(c => c.Named)), new ValueList<ValueList<Expression>>(sets.Select(s => new ValueList<Expression>(s.Select(c => c.Named)))));

    internal DataFrame Frame => _frame;
    internal ValueList<Expression> Grouping => _grouping;

    /// <summary>A row a group: the grouping columns, then these.</summary>
    public DataFrame Agg(Column expression, params Column[] expressions) => Build([expression.SelectItem, .. expressions.Select(e => e.SelectItem)]);

    /// <summary>Names of columns with names of functions: <c>{ "age": "max" }</c>.</summary>
    public DataFrame Agg(IReadOnlyDictionary<string, string> expressions) => Build([.. expressions.Select(e => new UnresolvedAlias(Call(e.Value, e.Key)))]);

    public DataFrame Count() => Build([new Alias(new UnresolvedFunction(["count"], [Literal.Of(1)]), "count")]);
    public DataFrame Sum(params string[] columns) => OfNumbers("sum", columns);
    public DataFrame Avg(params string[] columns) => OfNumbers("avg", columns);
    public DataFrame Mean(params string[] columns) => OfNumbers("avg", columns);
    public DataFrame Max(params string[] columns) => OfNumbers("max", columns);
    public DataFrame Min(params string[] columns) => OfNumbers("min", columns);

    /// <summary>A column for each distinct value of a column, which a first query finds out.</summary>
    public RelationalGroupedDataset Pivot(Column column)
    {
        var most = int.Parse(_frame.SparkSession.Conf().Get("spark.sql.pivotMaxValues"), System.Globalization.CultureInfo.InvariantCulture);
        var values = _frame.Select(column.As("value")).Distinct().Sort(Functions.Col("value")).Limit(most + 1);
        var type = values.Schema()[0].DataType;
        var found = values.Collect().Select(r => (Expression)new Literal(Encoders.ClrValues.ToLiteral(r[0], type), type)).ToList();
        if (found.Count > most)
            throw new AnalysisException("_LEGACY_ERROR_TEMP_1324", new Dictionary<string, string> { ["pivotColumn"] = column.ToString(), ["maxValues"] = $"{most}", ["conf"] = "spark.sql.pivotMaxValues" });
        return new(this, column.Named, new(found));
    }

    public RelationalGroupedDataset Pivot(string column) => Pivot(Functions.Col(column));

    /// <summary>A column for each of these values of a column.</summary>
    public RelationalGroupedDataset Pivot(Column column, IEnumerable<object?> values) => new(this, column.Named, new(values.Select(v => Functions.Lit(v).Expression)));

    /// <inheritdoc cref="Pivot(Column, IEnumerable{object})"/>
    public RelationalGroupedDataset Pivot(string column, IEnumerable<object?> values) => Pivot(Functions.Col(column), values);

    private DataFrame OfNumbers(string function, string[] columns)
    {
        foreach (var name in columns)
            if (_frame.Col(name).Expression.DataType is not NumericType)
                throw new AnalysisException("_LEGACY_ERROR_TEMP_1323", new Dictionary<string, string> { ["colName"] = name });
        var grouped = _grouping.Select(g => g is UnresolvedAttribute a ? a.Name : g is AttributeReference r ? r.Name : "").ToHashSet(StringComparer.OrdinalIgnoreCase);
        var chosen = columns.Length > 0 ? columns : [.. _frame.Plan.Output.Where(o => o.DataType is NumericType && !grouped.Contains(o.Name)).Select(o => SqlIdentifier.QuoteIfNeeded(o.Name))];
        return Build([.. chosen.Select(c => new UnresolvedAlias(Call(function, c)))]);
    }

    private static UnresolvedFunction Call(string function, string column)
        => new([function.ToLowerInvariant() == "mean" ? "avg" : function.ToLowerInvariant()], [column == "*" ? Literal.Of(1) : ColumnName.Parse(column)]);

    private DataFrame Build(ValueList<Expression> aggregates)
    {
        if (_pivot is not null && _kind is not null) throw new AnalysisException("UNSUPPORTED_FEATURE.PIVOT_AFTER_GROUP_BY");
        if (_pivot is { } pivot) return _frame.With(new Pivot(_grouping, pivot, _pivotValues, aggregates, _frame.Plan));
        var keeps = _frame.SparkSession.Conf().Get("spark.sql.retainGroupColumns", "true") != "false";
        var items = keeps ? new(_grouping.Select(g => g is INamedExpression ? g : new UnresolvedAlias(g)).Concat(aggregates)) : aggregates;
        // A key that has a name is grouped by what it names.
        var keys = new ValueList<Expression>(_grouping.Select(g => g is Alias a ? a.Child : g));
        ValueList<Expression> grouping = _kind switch
        {
            null => keys,
            GroupingKind.GroupingSets => [new GroupingSets(GroupingKind.GroupingSets, _sets)],
            { } kind => [new GroupingSets(kind, new(keys.Select(g => new ValueList<Expression>([g]))))],
        };
        return _frame.With(new Aggregate(grouping, items, _frame.Plan));
    }

    /// <summary>What is grouped by what: <c>RelationalGroupedDataset: [grouping expressions: [a], value: [a: int], type: GroupBy]</c>.</summary>
    public override string ToString()
        => $"RelationalGroupedDataset: [grouping expressions: [{string.Join(", ", _grouping.Take(2).Select(g => g.Sql))}{(_grouping.Count > 2 ? $" ... {_grouping.Count - 2} more field(s)" : "")}], value: {_frame}, type: {(_pivot is not null ? "Pivot" : _kind?.ToString() ?? "GroupBy")}]";
}
