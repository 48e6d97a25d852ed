using Firesteel.Catalyst.Expressions;
using Firesteel.Encoders;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel;

/// <summary>
/// Functions on columns. A text where a column is expected names one; <see cref="Lit"/> makes a constant of it.
/// Where Spark takes a plain text (patterns, formats), so do these.
/// </summary>
public static partial class Functions
{
    /// <summary>A column by its name.</summary>
    public static Column Col(string name) => new(name);

    /// <inheritdoc cref="Col"/>
    public static Column Column(string name) => new(name);

    /// <summary>A constant: null, a number, a text, a date or timestamp, an array, a row, or a column as it is.</summary>
    public static Column Lit(object? value)
    {
        if (value is Column column) return column.AsValue();
        if (value is null) return new Column(Literal.Null);
        var type = ClrValues.TypeOf(value) is ArrayType array and not { ContainsNull: true } ? array with { ContainsNull = true } : ClrValues.TypeOf(value);
        return new Column(new Literal(ClrValues.ToLiteral(value, type), type));
    }

    /// <summary>The expression that a text of SQL stands for.</summary>
    public static Column Expr(string expression) => new(ColumnText.Keep(SparkSession.ParseExpression(expression), expression));

    /// <summary>The value where a condition holds; <see cref="Firesteel.Column.When"/> and <see cref="Firesteel.Column.Otherwise"/> go on from there.</summary>
    public static Column When(Column condition, Column value) => new(new CaseWhen([new CaseBranch(condition.Expression, Firesteel.Column.Value(value))], null));

    public static Column Asc(string name) => Col(name).Asc();
    public static Column AscNullsFirst(string name) => Col(name).AscNullsFirst();
    public static Column AscNullsLast(string name) => Col(name).AscNullsLast();
    public static Column Desc(string name) => Col(name).Desc();
    public static Column DescNullsFirst(string name) => Col(name).DescNullsFirst();
    public static Column DescNullsLast(string name) => Col(name).DescNullsLast();

    public static Column Not(Column column) => !new Column(column.Named);

    /// <summary>A call of any function of the session, its arguments columns by name.</summary>
    public static Column CallFunction(string name, params Column[] columns) => Firesteel.Column.Call(name, [.. columns.Select(c => c.Named)]);

    /// <inheritdoc cref="CallFunction"/>
    public static Column CallUdf(string name, params Column[] columns) => CallFunction(name, columns);

    /// <summary>Marks a DataFrame as small enough to be sent whole to every task of a join.</summary>
    public static DataFrame Broadcast(DataFrame frame) => frame.Hint("broadcast");

    // Aggregates with forms of their own

    /// <summary>How many rows have a value; <c>*</c> counts all rows.</summary>
    public static Column Count(Column column) => Firesteel.Column.Call("count", column.Named);

    public static Column CountDistinct(Column column, params Column[] columns)
        => new(new UnresolvedFunction(["count"], [column.Named, .. columns.Select(c => c.Named)]) { IsDistinct = true });

    public static Column SumDistinct(Column column) => new(new UnresolvedFunction(["sum"], [column.Named]) { IsDistinct = true });

    /// <summary>Whether a column is left out of the row's grouping set: 1 or 0.</summary>
    public static Column Grouping(Column column) => Firesteel.Column.Call("grouping", column.Named);

    /// <summary>The row's grouping set as bits, the last grouping column lowest.</summary>
    public static Column GroupingId(params Column[] columns) => Firesteel.Column.Call("grouping_id", [.. columns.Select(c => c.Named)]);

    public static Column First(Column column, bool ignoreNulls = false) => IgnoringNulls("first", ignoreNulls, column.Named);
    public static Column Last(Column column, bool ignoreNulls = false) => IgnoringNulls("last", ignoreNulls, column.Named);

    /// <summary>A column of the row <paramref name="offset"/> before, else the default.</summary>
    public static Column Lag(Column column, int offset = 1, Column? defaultValue = null, bool ignoreNulls = false)
        => Shifted("lag", column, offset, defaultValue, ignoreNulls);

    /// <summary>A column of the row <paramref name="offset"/> after, else the default.</summary>
    public static Column Lead(Column column, int offset = 1, Column? defaultValue = null, bool ignoreNulls = false)
        => Shifted("lead", column, offset, defaultValue, ignoreNulls);

    public static Column NthValue(Column column, int offset, bool ignoreNulls = false) => IgnoringNulls("nth_value", ignoreNulls, column.Named, Literal.Of(offset));

    // Higher-order functions

    public static Column Transform(Column column, Func<Column, Column> function) => HigherOrder("transform", column, function);
    public static Column Transform(Column column, Func<Column, Column, Column> function) => HigherOrder("transform", column, function);
    public static Column Filter(Column column, Func<Column, Column> function) => HigherOrder("filter", column, function);
    public static Column Filter(Column column, Func<Column, Column, Column> function) => HigherOrder("filter", column, function);
    public static Column Exists(Column column, Func<Column, Column> function) => HigherOrder("exists", column, function);
    public static Column ForAll(Column column, Func<Column, Column> function) => HigherOrder("forall", column, function);
    public static Column TransformKeys(Column column, Func<Column, Column, Column> function) => HigherOrder("transform_keys", column, function);
    public static Column TransformValues(Column column, Func<Column, Column, Column> function) => HigherOrder("transform_values", column, function);
    public static Column MapFilter(Column column, Func<Column, Column, Column> function) => HigherOrder("map_filter", column, function);
    public static Column ArraySort(Column column, Func<Column, Column, Column> comparator) => HigherOrder("array_sort", column, comparator);
    public static Column ZipWith(Column left, Column right, Func<Column, Column, Column> function)
        => Firesteel.Column.Call("zip_with", left.Named, right.Named, Lambda(function));
    public static Column MapZipWith(Column left, Column right, Func<Column, Column, Column, Column> function)
        => Firesteel.Column.Call("map_zip_with", left.Named, right.Named, Lambda(function));
    public static Column Aggregate(Column column, Column initialValue, Func<Column, Column, Column> merge)
        => Firesteel.Column.Call("aggregate", column.Named, initialValue.Expression, Lambda(merge));
    public static Column Aggregate(Column column, Column initialValue, Func<Column, Column, Column> merge, Func<Column, Column> finish)
        => Firesteel.Column.Call("aggregate", column.Named, initialValue.Expression, Lambda(merge), Lambda(finish));

    private static Column HigherOrder(string name, Column column, Delegate function) => Firesteel.Column.Call(name, column.Named, Lambda(function));

    private static LambdaFunction Lambda(Delegate function)
    {
        string[] names = ["x", "y", "z"];
        var count = function.Method.GetParameters().Length;
        // Names of their own: a lambda inside another must not hide its variables.
        var parameters = names.Take(count).Select(n => new UnresolvedLambdaVariable([$"{n}_{ExprId.Next().Id}"])).ToArray();
        var columns = parameters.Select(p => new Column(p)).ToArray();
        var body = function switch
        {
            Func<Column, Column> f => f(columns[0]),
            Func<Column, Column, Column> f => f(columns[0], columns[1]),
            Func<Column, Column, Column, Column> f => f(columns[0], columns[1], columns[2]),
            _ => throw new ArgumentException("A lambda of one to three columns.", nameof(function)),
        };
        return new LambdaFunction(body.Expression, new(parameters));
    }

    private static Column IgnoringNulls(string name, bool ignoreNulls, params ReadOnlySpan<Expression> arguments)
        => new(new UnresolvedFunction([name], new(arguments)) { IgnoreNulls = ignoreNulls ? true : null });

    private static Column Shifted(string name, Column column, int offset, Column? defaultValue, bool ignoreNulls)
        => IgnoringNulls(name, ignoreNulls, column.Named, Literal.Of(offset), Firesteel.Column.Value(defaultValue));
}
