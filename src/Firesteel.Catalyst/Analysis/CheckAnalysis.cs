using Firesteel.Catalyst.Analysis.Operators;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis;

/// <summary>The last word on a resolved plan: what stands where it may not. Children are checked before their parents.</summary>
static class CheckAnalysis
{
    public static void Check(LogicalPlan plan)
    {
        DepthGuard.Check();
        if (plan.Analyzed) return;
        foreach (var child in plan.Children) Check(child);
        foreach (var expression in plan.Expressions)
        {
            CheckSubqueries(expression, plan);
            CheckWindowCalls(expression);
        }
        switch (plan)
        {
            case Aggregate aggregate: CheckGrouping.Check(aggregate); break;
            case Filter filter: CheckFilter(filter); break;
            case Join { Condition: { } condition } join: CheckJoin(condition, join); break;
            case Project project: CheckPlacement(project, e => e is GroupingIndicator or GroupingIdCall); break;
            case Sort: CheckPlacement(plan, IsOutOfPlace); break;
            case RepartitionByExpression: CheckPlacement(plan, IsOutOfPlace); CheckPartitioning(plan); break;
            case Window window: CheckWindow(window); break;
            case Distinct or SetOperation: CheckDistinct(plan); break;
        }
        CheckRandomness(plan);
    }

    private static bool IsOutOfPlace(Expression e) => e is AggregateCall or WindowExpression or GeneratorCall or GroupingIndicator or GroupingIdCall;

    private static void CheckFilter(Filter filter)
    {
        var invalid = filter.Condition.Collect<Expression>().Where(e => e is AggregateCall or GeneratorCall).ToList();
        if (filter.Condition.Contains(e => e is GroupingIndicator or GroupingIdCall)) throw AnalysisErrors.Error(filter.Condition.Origin, "UNSUPPORTED_GROUPING_EXPRESSION");
        if (filter.Condition.Collect<WindowExpression>().FirstOrDefault() is { } window)
            throw AnalysisErrors.Error(window.Origin, "WINDOW_FUNCTION_NOT_ALLOWED_IN_CLAUSE", ("clauseName", "WHERE"));
        if (invalid.Exists(e => e is GeneratorCall)) throw AnalysisErrors.Error(filter.Condition.Origin, "UNSUPPORTED_GENERATOR.OUTSIDE_SELECT", ("plan", filter.Describe()));
        if (invalid.Count > 0)
            throw AnalysisErrors.Error(filter.Condition.Origin, "INVALID_WHERE_CONDITION", ("condition", AnalysisErrors.Quote(filter.Condition)), ("expressionList", string.Join(", ", invalid.Select(e => e.ToSql(SqlStyle.Exact)))));
    }

    private static void CheckJoin(Expression condition, Join join)
    {
        foreach (var subquery in condition.Collect<SubqueryExpression>().Where(s => s.IsCorrelated))
        {
            var read = subquery.OuterAttributes.SelectMany(a => a.References).ToList();
            if (read.Exists(r => join.Left.Output.Any(o => o.Id == r.Id)) && read.Exists(r => join.Right.Output.Any(o => o.Id == r.Id)))
                throw AnalysisErrors.Error(subquery.Origin, "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.UNSUPPORTED_CORRELATED_EXPRESSION_IN_JOIN_CONDITION", ("subqueryExpression", AnalysisErrors.Quote(subquery)));
        }
        if (condition.Collect<Expression>().Where(IsOutOfPlace).ToList() is { Count: > 0 } invalid) throw Unsupported(join, invalid);
    }

    private static void CheckPlacement(LogicalPlan plan, Func<Expression, bool> isInvalid)
    {
        var invalid = plan.Expressions.SelectMany(e => e.Collect<Expression>()).Where(isInvalid).ToList();
        if (invalid.Count == 0) return;
        if (invalid.Exists(e => e is GroupingIndicator or GroupingIdCall)) throw AnalysisErrors.Error(invalid[0].Origin, "UNSUPPORTED_GROUPING_EXPRESSION");
        if (invalid.Find(e => e is GeneratorCall) is { } generator) throw AnalysisErrors.Error(generator.Origin, "UNSUPPORTED_GENERATOR.OUTSIDE_SELECT", ("plan", plan.Describe()));
        throw Unsupported(plan, invalid);
    }

    private static AnalysisException Unsupported(LogicalPlan plan, List<Expression> invalid)
        => AnalysisErrors.Error(invalid[0].Origin, "UNSUPPORTED_EXPR_FOR_OPERATOR", ("operator", plan.GetType().Name), ("invalidExprSqls", string.Join(", ", invalid.Select(AnalysisErrors.Quote))));

    private static void CheckWindow(Window window)
    {
        foreach (var group in window.PartitionBy)
            if (!CoerceTypes.IsOrderable(group.DataType))
                throw AnalysisErrors.Error(group.Origin, "EXPRESSION_TYPE_IS_NOT_ORDERABLE", ("expr", AnalysisErrors.Quote(group)), ("exprType", AnalysisErrors.Quote(group.DataType)));
    }

    private static void CheckPartitioning(LogicalPlan plan)
    {
        foreach (var expression in plan.Expressions)
            if (HasVariant(expression.DataType))
                throw AnalysisErrors.Error(plan.Origin, "UNSUPPORTED_FEATURE.PARTITION_BY_VARIANT", ("expr", AnalysisErrors.Quote(expression)), ("dataType", AnalysisErrors.Quote(expression.DataType)));
    }

    /// <summary>Whether values of the type are, or have in them, variants.</summary>
    public static bool HasVariant(DataType type) => type switch
    {
        VariantType => true,
        ArrayType a => HasVariant(a.ElementType),
        MapType m => HasVariant(m.KeyType) || HasVariant(m.ValueType),
        StructType s => s.Fields.Any(f => HasVariant(f.DataType)),
        _ => false,
    };

    private static void CheckDistinct(LogicalPlan plan)
    {
        foreach (var column in plan.Output)
            if (HasVariant(column.DataType))
                throw AnalysisErrors.Error(plan.Origin, "UNSUPPORTED_FEATURE.SET_OPERATION_ON_VARIANT_TYPE", ("colName", SqlIdentifier.Quote(column.Name)), ("dataType", AnalysisErrors.Quote(column.DataType)));
    }

    /// <summary>A view that stays may not read what the session forgets.</summary>
    public static void CheckTemporaries(Plans.Commands.CreateView view, Catalog.SessionCatalog catalog)
    {
        var used = MapPlans.All(view.Query).OfType<ViewRelation>().FirstOrDefault(v => v.IsTemporary);
        if (used == null) return;
        throw AnalysisErrors.Error(view.Origin, "INVALID_TEMP_OBJ_REFERENCE", ("obj", "VIEW"), ("objName", SqlIdentifier.Quote(catalog.Qualify(view.Name.Parts))), ("tempObj", "VIEW"), ("tempObjName", SqlIdentifier.Quote(used.Name)));
    }

    private static void CheckRandomness(LogicalPlan plan)
    {
        if (plan is Project or Filter or Aggregate or Window or Expand or Generate or Sort or OneRowRelation or RepartitionByExpression or Limit or Offset or Plans.Commands.Command or LateralJoin or Union) return;
        var random = plan.Expressions.Where(e => !e.Deterministic).ToList();
        if (random.Count > 0)
            throw AnalysisErrors.Error(random[0].Origin, "INVALID_NON_DETERMINISTIC_EXPRESSIONS", ("sqlExprs", string.Join(", ", random.Select(AnalysisErrors.Quote))));
    }

    private static void CheckWindowCalls(Expression expression)
    {
        DepthGuard.Check();
        if (expression is WindowCall) throw AnalysisErrors.Error(expression.Origin, "WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE", ("funcName", AnalysisErrors.Quote(expression)));
        foreach (var part in expression is WindowExpression { Function: WindowCall call } window ? [.. call.Children, .. window.Window.Expressions] : expression.Children) CheckWindowCalls(part);
    }

    private static void CheckSubqueries(Expression expression, LogicalPlan plan)
    {
        foreach (var subquery in expression.Collect<SubqueryExpression>())
        {
            CheckInside(subquery.Plan);
            var isCorrelated = subquery.IsCorrelated;
            if (subquery is ScalarSubquery && isCorrelated && plan is not (Project or Filter or Aggregate or Plans.Commands.Command or Join or LateralJoin))
                throw AnalysisErrors.Error(subquery.Origin, "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.UNSUPPORTED_CORRELATED_SCALAR_SUBQUERY", ("treeNode", plan.Describe()));
            if (subquery is Exists or InSubquery && plan is not (Project or Filter or Aggregate or Join or LateralJoin or Window or Generate or Plans.Commands.Command or Sort))
                throw AnalysisErrors.Error(subquery.Origin, "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.UNSUPPORTED_IN_EXISTS_SUBQUERY", ("treeNode", plan.Describe()));
        }
    }

    // Plans of subqueries are marked as done before they are checked; their operators are looked at here.
    private static void CheckInside(LogicalPlan plan) => Check(plan.WithChildren(plan.Children));
}
