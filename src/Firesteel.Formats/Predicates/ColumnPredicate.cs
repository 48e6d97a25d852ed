namespace Firesteel.Formats.Predicates;

enum ColumnComparison { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, In, IsNull, IsNotNull }

/// <summary>
/// A condition that all wanted rows meet: a top-level column of the requested schema against literals of its type. It only rules out
/// stripes, row groups and pages; rows that remain may still fail it.
/// </summary>
/// <param name="Values">One literal, of <see cref="ColumnComparison.In"/> any number, of the null tests none.</param>
sealed record ColumnPredicate(string Column, ColumnComparison Comparison, IReadOnlyList<ColumnValue> Values)
{
    public static ColumnPredicate IsNull(string column) => new(column, ColumnComparison.IsNull, []);
    public static ColumnPredicate IsNotNull(string column) => new(column, ColumnComparison.IsNotNull, []);
    public static ColumnPredicate Compare(string column, ColumnComparison comparison, ColumnValue value) => new(column, comparison, [value]);
    public static ColumnPredicate In(string column, IReadOnlyList<ColumnValue> values) => new(column, ColumnComparison.In, values);

    /// <summary>Whether values with these facts may include one that passes.</summary>
    /// <param name="isFloating">Bounds of floating point leave out NaN, which Spark holds greater than everything.</param>
    public bool MayPass(in ValueFacts facts, bool isFloating)
    {
        if (Comparison == ColumnComparison.IsNull) return facts.NullCount != 0;
        if (facts.NullCount is { } nulls && nulls >= facts.ValueCount) return false;
        if (Comparison == ColumnComparison.IsNotNull || facts.Min is not { } min || facts.Max is not { } max) return true;
        switch (Comparison)
        {
            case ColumnComparison.Equal: return Within(Values[0], min, max, isFloating);
            case ColumnComparison.In:
                foreach (var value in Values)
                    if (Within(value, min, max, isFloating)) return true;
                return false;
            case ColumnComparison.NotEqual: return isFloating || min.Bytes is not null || min.CompareTo(max) != 0 || min.CompareTo(Values[0]) != 0;
            case ColumnComparison.Less: return IsNaN(Values[0], isFloating) || min.CompareTo(Values[0]) < 0;
            case ColumnComparison.LessOrEqual: return IsNaN(Values[0], isFloating) || min.CompareTo(Values[0]) <= 0;
            case ColumnComparison.Greater: return isFloating || max.CompareTo(Values[0]) > 0;
            case ColumnComparison.GreaterOrEqual: return isFloating || max.CompareTo(Values[0]) >= 0;
            default: return true;
        }
    }

    private static bool Within(ColumnValue value, ColumnValue min, ColumnValue max, bool isFloating)
        => IsNaN(value, isFloating) || value.CompareTo(min) >= 0 && value.CompareTo(max) <= 0;

    private static bool IsNaN(ColumnValue value, bool isFloating) => isFloating && double.IsNaN(value.Number);
}

/// <summary>What is known of the values of a stripe, row group or page; null where nothing is.</summary>
readonly record struct ValueFacts(ColumnValue? Min, ColumnValue? Max, long? NullCount, long ValueCount);
