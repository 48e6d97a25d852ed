using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>What GROUP BY allows: grouping by what has an order and no aggregates, and items built of groups and aggregates only.</summary>
static class CheckGrouping
{
    public static void Check(Aggregate aggregate)
    {
        foreach (var group in aggregate.Grouping)
        {
            if (group.Collect<AggregateCall>().FirstOrDefault() is { } inner)
                throw AnalysisErrors.Error(group.Origin, "GROUP_BY_AGGREGATE", ("sqlExpr", inner.ToSql(SqlStyle.Exact)));
            if (group.Contains(e => e is WindowExpression))
                throw AnalysisErrors.Error(group.Origin, "UNSUPPORTED_EXPR_FOR_OPERATOR", ("operator", "Aggregate"), ("invalidExprSqls", AnalysisErrors.Quote(group)));
            if (!IsGroupable(group.DataType))
                throw AnalysisErrors.Error(group.Origin, "GROUP_EXPRESSION_TYPE_IS_NOT_ORDERABLE", ("sqlExpr", AnalysisErrors.Quote(group)), ("dataType", AnalysisErrors.Quote(group.DataType)));
        }
        var groups = aggregate.Grouping.ToHashSet();
        foreach (var item in aggregate.AggregateList) CheckItem(item, groups, aggregate);
    }

    // Maps group by their entries whatever the order, so they need not be ordered.
    private static bool IsGroupable(Firesteel.Types.DataType type) => type switch
    {
        Firesteel.Types.MapType m => IsGroupable(m.KeyType) && IsGroupable(m.ValueType),
        Firesteel.Types.ArrayType a => IsGroupable(a.ElementType),
        Firesteel.Types.StructType s => s.Fields.All(f => IsGroupable(f.DataType)),
        Firesteel.Types.CalendarIntervalType => true,
        _ => CoerceTypes.IsOrderable(type),
    };

    private static void CheckItem(Expression item, HashSet<Expression> groups, Aggregate aggregate)
    {
        DepthGuard.Check();
        if (groups.Contains(item)) return;
        switch (item)
        {
            case AggregateCall call:
                if (call.Children.Any(c => c.Contains(e => e is AggregateCall)))
                    throw AnalysisErrors.Error(call.Origin, "NESTED_AGGREGATE_FUNCTION");
                if (call.Children.Any(c => !c.Deterministic))
                    throw AnalysisErrors.Error(call.Origin, "AGGREGATE_FUNCTION_WITH_NONDETERMINISTIC_EXPRESSION", ("sqlExpr", AnalysisErrors.Quote(call)));
                return;
            case AttributeReference a:
                throw Missing(a, groups.Count > 0);
            case GroupingIndicator or GroupingIdCall:
                throw AnalysisErrors.Error(item.Origin, "UNSUPPORTED_GROUPING_EXPRESSION");
        }
        foreach (var child in item.Children) CheckItem(child, groups, aggregate);
    }

    public static AnalysisException Missing(Expression expression, bool isGrouped)
        => !isGrouped ? AnalysisErrors.Error(expression.Origin, "MISSING_GROUP_BY")
         : AnalysisErrors.Error(expression.Origin, "MISSING_AGGREGATION", ("expression", AnalysisErrors.Quote(expression)), ("expressionAnyValue", $"\"any_value({expression.Sql})\""));
}
