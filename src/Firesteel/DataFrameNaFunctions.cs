using Firesteel.Types;

namespace Firesteel;

/// <summary>Rows with missing values: nulls and NaNs.</summary>
public sealed class DataFrameNaFunctions
{
    private readonly DataFrame _frame;

    internal DataFrameNaFunctions(DataFrame frame) => _frame = frame;

    internal DataFrame Frame => _frame;

    /// <summary>Without rows where <c>any</c> of the columns is missing, or <c>all</c> are.</summary>
    public DataFrame Drop(string how = "any", IEnumerable<string>? columns = null)
    {
        var chosen = Chosen(columns);
        return how.ToLowerInvariant() switch
        {
            "any" => Keep(chosen, chosen.Count),
            "all" => Keep(chosen, Math.Min(1, chosen.Count)),
            _ => throw new ArgumentException($"how ({how}) must be 'any' or 'all'"),
        };
    }

    public DataFrame Drop(IEnumerable<string> columns) => Drop("any", columns);

    /// <summary>Only rows with at least so many values.</summary>
    public DataFrame Drop(int minNonNulls, IEnumerable<string>? columns = null) => Keep(Chosen(columns), minNonNulls);

    /// <summary>A number in place of what is missing in number columns.</summary>
    public DataFrame Fill(double value, IEnumerable<string>? columns = null) => Replace(columns, t => t is NumericType, value);

    /// <inheritdoc cref="Fill(double, IEnumerable{string})"/>
    public DataFrame Fill(long value, IEnumerable<string>? columns = null) => Replace(columns, t => t is NumericType, value);

    /// <summary>A text in place of what is missing in text columns.</summary>
    public DataFrame Fill(string value, IEnumerable<string>? columns = null) => Replace(columns, t => t is StringType, Functions.Lit(value));

    public DataFrame Fill(bool value, IEnumerable<string>? columns = null) => Replace(columns, t => t is BooleanType, value);

    /// <summary>A value for each column, by name.</summary>
    public DataFrame Fill(IReadOnlyDictionary<string, object> values)
        => _frame.Select([.. _frame.Plan.Output.Select(o => values.FirstOrDefault(v => v.Key.Equals(o.Name, StringComparison.OrdinalIgnoreCase)) is { Key: not null } f ? Filled(o, Functions.Lit(f.Value)) : new Column(o))]);

    /// <summary>Other values for some values of a column; <c>*</c> means every column that can hold them.</summary>
    public DataFrame Replace<T>(string column, IReadOnlyDictionary<T, T> replacement) where T : notnull => Replace([column], replacement);

    public DataFrame Replace<T>(IEnumerable<string> columns, IReadOnlyDictionary<T, T> replacement) where T : notnull
    {
        var names = columns.ToList();
        var all = names is ["*"];
        return _frame.Select([.. _frame.Plan.Output.Select(o =>
        {
            var fits = typeof(T) == typeof(string) ? o.DataType is StringType : typeof(T) == typeof(bool) ? o.DataType is BooleanType : o.DataType is NumericType;
            if (!fits || !all && !names.Contains(o.Name, StringComparer.OrdinalIgnoreCase)) return new Column(o);
            Column? choice = null;
            foreach (var (from, to) in replacement)
            {
                var (condition, value) = (new Column(o) == Functions.Lit(from), Functions.Lit(to).Cast(o.DataType));
                choice = choice is null ? Functions.When(condition, value) : choice.When(condition, value);
            }
            return choice is null ? new Column(o) : choice.Otherwise(new Column(o)).As(o.Name);
        })]);
    }

    private List<Catalyst.Expressions.AttributeReference> Chosen(IEnumerable<string>? columns)
        => columns is null ? [.. _frame.Plan.Output] : [.. columns.Select(c => (Catalyst.Expressions.AttributeReference)_frame.Col(c).Expression)];

    private DataFrame Keep(List<Catalyst.Expressions.AttributeReference> columns, int least)
        => columns.Count == 0 ? _frame : _frame.Filter(CountOf(columns) >= least);

    private static Column CountOf(List<Catalyst.Expressions.AttributeReference> columns)
        => columns.Select(c => Functions.When(Present(c), 1).Otherwise(0)).Aggregate((a, b) => a + b);

    private static Column Present(Catalyst.Expressions.AttributeReference column)
        => column.DataType is FractionalType ? new Column(column).IsNotNull() & !new Column(column).IsNaN() : new Column(column).IsNotNull();

    private DataFrame Replace(IEnumerable<string>? columns, Func<DataType, bool> fits, Column value)
    {
        var ids = Chosen(columns).Select(c => c.Id).ToHashSet();
        return _frame.Select([.. _frame.Plan.Output.Select(o => ids.Contains(o.Id) && fits(o.DataType) ? Filled(o, value) : new Column(o))]);
    }

    private static Column Filled(Catalyst.Expressions.AttributeReference column, Column value)
    {
        var own = new Column(column);
        var present = column.DataType is FractionalType ? Column.Call("nanvl", column, Catalyst.Expressions.Literal.NullOf(column.DataType)) : own;
        return Column.Call("coalesce", present.Expression, value.Cast(column.DataType).Expression).As(column.Name);
    }
}
