using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis;

/// <summary>Comparisons and IN: both sides in one type.</summary>
static class CoerceComparison
{
    public static Expression Coerce(Comparison comparison, ExpressionResolver resolver)
    {
        var (left, right) = (comparison.Left, comparison.Right);
        if (left.DataType != right.DataType || left.DataType is NullType)
        {
            var type = Common(left, right, comparison.Operator, resolver)
                ?? throw ArgumentChecks.OperandTypes(comparison.Origin, comparison.Sql, left.DataType, right.DataType);
            comparison = comparison with { Left = CoerceTypes.To(left, type, resolver), Right = CoerceTypes.To(right, type, resolver) };
        }
        if (!IsComparable(comparison.Left.DataType, comparison.Operator))
        {
            var isEquality = comparison.Operator is ComparisonOperator.Equal or ComparisonOperator.EqualNullSafe;
            throw ArgumentChecks.Error(comparison.Origin, "DATATYPE_MISMATCH.INVALID_ORDERING_TYPE", ("sqlExpr", AnalysisErrors.Quote(comparison)),
                ("functionName", SqlIdentifier.Quote(isEquality ? comparison.Symbol : comparison.Symbol)), ("dataType", AnalysisErrors.Quote(comparison.Left.DataType)));
        }
        return comparison;
    }

    public static Expression Coerce(In list, ExpressionResolver resolver)
    {
        if (list.List.All(e => TypeEquality.SameShape(e.DataType, list.Value.DataType)) && list.Value.DataType is not NullType) return Comparable(list);
        // Rows are compared by place, whatever their fields are called.
        var types = list.Children.Select(c => NamedLike(c.DataType, list.Value.DataType)).ToList();
        var type = TypeCoercion.WidestCommonType(types, resolver.Settings.Ansi)
            ?? throw ArgumentChecks.Error(list.Origin, "DATATYPE_MISMATCH.DATA_DIFF_TYPES", ("sqlExpr", AnalysisErrors.Quote(list)),
                ("functionName", "`in`"), ("dataType", $"[{string.Join(", ", types.Select(AnalysisErrors.Quote))}]"));
        return Comparable(list with { Value = CoerceTypes.To(list.Value, type, resolver), List = new(list.List.Select(e => CoerceTypes.To(e, type, resolver))) });
    }

    private static DataType NamedLike(DataType type, DataType model) => type is StructType row && model is StructType named && row.Count == named.Count
        ? new StructType(row.Fields.Select((f, i) => f with { Name = named[i].Name, DataType = NamedLike(f.DataType, named[i].DataType) })) : type;

    private static In Comparable(In list)
        => CoerceTypes.IsOrderable(list.Value.DataType) ? list : throw ArgumentChecks.NotOrdered(list.Origin, list.Sql, "in", list.Value.DataType);

    // The legacy rules compare whole numbers with booleans by what they stand for.
    private static DataType? Common(Expression left, Expression right, ComparisonOperator op, ExpressionResolver resolver)
    {
        var (a, b) = (left.DataType, right.DataType);
        if (a is NullType && b is NullType) return NullType.Instance;
        if (!resolver.Settings.Ansi && op is ComparisonOperator.Equal or ComparisonOperator.EqualNullSafe)
        {
            if (a is BooleanType && b is NumericType) return b;
            if (b is BooleanType && a is NumericType) return a;
        }
        return TypeCoercion.ComparisonType(a, b, resolver.Settings.Ansi);
    }

    private static bool IsComparable(DataType type, ComparisonOperator op) => CoerceTypes.IsOrderable(type) || type is NullType;
}
