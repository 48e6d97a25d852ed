using System.Text;
using Firesteel.Catalyst.Expressions;
using Firesteel.Formats.Parquet.Reading;
using Firesteel.Formats.Predicates;
using Firesteel.Types;

namespace Firesteel.Sql.DataSources;

/// <summary>Turns conditions of a scan into what readers of columnar files can rule out parts of them by.</summary>
static class FilterPushdown
{
    /// <param name="filters">Bound to the required columns; all hold for every wanted row.</param>
    public static List<ColumnPredicate> Translate(IEnumerable<Expression> filters, StructType required)
    {
        var result = new List<ColumnPredicate>();
        foreach (var filter in filters) Add(filter, required, result);
        return result;
    }

    private static void Add(Expression filter, StructType required, List<ColumnPredicate> result)
    {
        switch (filter)
        {
            case And and:
                Add(and.Left, required, result);
                Add(and.Right, required, result);
                break;
            case IsNull { Child: BoundReference column }:
                result.Add(ColumnPredicate.IsNull(required[column.Ordinal].Name));
                break;
            case IsNotNull { Child: BoundReference column }:
                result.Add(ColumnPredicate.IsNotNull(required[column.Ordinal].Name));
                break;
            case Comparison { Left: BoundReference column, Right: Literal literal } comparison:
                Compare(required[column.Ordinal], Operator(comparison.Operator, flipped: false), literal, result);
                break;
            case Comparison { Left: Literal literal, Right: BoundReference column } comparison:
                Compare(required[column.Ordinal], Operator(comparison.Operator, flipped: true), literal, result);
                break;
            case In { Value: BoundReference column } list when list.List.All(i => i is Literal):
                // A null in the list matches nothing.
                var values = list.List.OfType<Literal>().Where(l => l.Value != null).Select(l => Value(l, required[column.Ordinal].DataType)).ToList();
                if (values.All(v => v != null)) result.Add(ColumnPredicate.In(required[column.Ordinal].Name, [.. values.Select(v => v!.Value)]));
                break;
        }
    }

    private static void Compare(StructField column, ColumnComparison? comparison, Literal literal, List<ColumnPredicate> result)
    {
        if (comparison is { } known && Value(literal, column.DataType) is { } value) result.Add(ColumnPredicate.Compare(column.Name, known, value));
    }

    private static ColumnComparison? Operator(ComparisonOperator one, bool flipped) => (one, flipped) switch
    {
        (ComparisonOperator.Equal, _) => ColumnComparison.Equal,
        (ComparisonOperator.LessThan, false) or (ComparisonOperator.GreaterThan, true) => ColumnComparison.Less,
        (ComparisonOperator.LessThanOrEqual, false) or (ComparisonOperator.GreaterThanOrEqual, true) => ColumnComparison.LessOrEqual,
        (ComparisonOperator.GreaterThan, false) or (ComparisonOperator.LessThan, true) => ColumnComparison.Greater,
        (ComparisonOperator.GreaterThanOrEqual, false) or (ComparisonOperator.LessThanOrEqual, true) => ColumnComparison.GreaterOrEqual,
        _ => null,
    };

    private static ColumnValue? Value(Literal literal, DataType column)
    {
        if (literal.Value == null || literal.DataType != column) return null;
        return literal.Value switch
        {
            bool b => ColumnValue.Of((Int128)(b ? 1 : 0)),
            sbyte n => ColumnValue.Of((Int128)n),
            short n => ColumnValue.Of((Int128)n),
            int n => ColumnValue.Of((Int128)n),
            long n => ColumnValue.Of((Int128)n),
            Int128 n => ColumnValue.Of(n),
            float n => ColumnValue.Of((double)n),
            double n => ColumnValue.Of(n),
            string text when column is StringType { IsBinaryCollation: true } => ColumnValue.Of(Encoding.UTF8.GetBytes(text)),
            BinaryValue bytes => ColumnValue.Of(bytes.Bytes),
            _ => null,
        };
    }
}
