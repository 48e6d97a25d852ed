using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Frames.Steps;

namespace Firesteel;

/// <summary>Rows with missing values: nulls and NaNs.</summary>
public sealed class DataFrameNaFunctions
{
    private readonly DataFrame _frame;

    internal DataFrameNaFunctions(DataFrame frame) => _frame = frame;

    internal DataFrame Frame => _frame;

    /// <summary>Without rows where <c>any</c> of the columns is missing, or <c>all</c> are.</summary>
    public DataFrame Drop(string how = "any", IEnumerable<string>? columns = null) => how.ToLowerInvariant() switch
    {
        "any" => Keep(columns, null),
        "all" => Keep(columns, 1),
        _ => throw new ArgumentException($"how ({how}) must be 'any' or 'all'"),
    };

    public DataFrame Drop(IEnumerable<string> columns) => Drop("any", columns);

    /// <summary>Only rows with at least so many values.</summary>
    public DataFrame Drop(int minNonNulls, IEnumerable<string>? columns = null) => Keep(columns, minNonNulls);

    /// <summary>A number in place of what is missing in number columns.</summary>
    public DataFrame Fill(double value, IEnumerable<string>? columns = null) => Filled(columns, value);

    /// <inheritdoc cref="Fill(double, IEnumerable{string})"/>
    public DataFrame Fill(long value, IEnumerable<string>? columns = null) => Filled(columns, value);

    /// <summary>A text in place of what is missing in text columns.</summary>
    public DataFrame Fill(string value, IEnumerable<string>? columns = null) => Filled(columns, value);

    public DataFrame Fill(bool value, IEnumerable<string>? columns = null) => Filled(columns, value);

    /// <summary>A value for each column, by name.</summary>
    public DataFrame Fill(IReadOnlyDictionary<string, object> values)
        => values.Count == 0 ? _frame : _frame.With(new FillMissing(new(values.Select(v => v.Key)), new(values.Select(v => Constant(v.Value))), _frame.Plan));

    /// <summary>Other values for some values of a column; <c>*</c> means every column that can hold them.</summary>
    public DataFrame Replace<T>(string column, IReadOnlyDictionary<T, T> replacement) where T : notnull => Replace([column], replacement);

    public DataFrame Replace<T>(IEnumerable<string> columns, IReadOnlyDictionary<T, T> replacement) where T : notnull
        => _frame.With(new ReplaceValues(columns.ToArray() is ["*"] ? [] : new(columns), new(replacement.Select(r => KeyValuePair.Create(Constant(r.Key), Constant(r.Value)))), _frame.Plan));

    private DataFrame Keep(IEnumerable<string>? columns, int? least)
        => columns?.ToArray() is [] ? _frame : _frame.With(new DropMissing(new(columns ?? []), least, _frame.Plan));

    private DataFrame Filled(IEnumerable<string>? columns, object value)
        => columns?.ToArray() is [] ? _frame : _frame.With(new FillMissing(new(columns ?? []), [Constant(value)], _frame.Plan));

    private static Literal Constant(object value) => (Literal)Functions.Lit(value).Expression;
}
