using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>PIVOT: an aggregate by the other columns whose functions take in only the rows of one pivot value each.</summary>
sealed class ResolvePivot : OperatorRule<Pivot>
{
    protected override LogicalPlan Resolve(Pivot plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var child = resolver.Resolve(plan.Child, frame);
        var expressions = resolver.Over(resolver.ScopeOf(frame, child) with { Operator = "Pivot" });
        var column = expressions.Resolve(plan.Column);
        if (!CoerceTypes.IsOrderable(column.DataType))
            throw AnalysisErrors.Error(plan.Column.Origin, "INCOMPARABLE_PIVOT_COLUMN", ("columnName", SqlIdentifier.Quote(column.Sql)));
        var aggregates = SelectList.Resolve(plan.Aggregates.Select(a => a is Alias or UnresolvedAlias ? a : new UnresolvedAlias(a)), expressions);
        foreach (var a in aggregates) CheckAggregate(a);
        var used = column.References.Concat(aggregates.SelectMany(a => a.References)).Select(r => r.Id).ToHashSet();
        var grouping = plan.Grouping != null ? expressions.ResolveAll(plan.Grouping) : new(child.Output.Where(a => !used.Contains(a.Id)));
        var list = grouping.Select(g => g is INamedExpression ? g : new Alias(g, g.Sql)).ToList();
        var missingIsNull = aggregates.All(a => IsPlain(a.DataType));
        foreach (var item in plan.Values)
        {
            var (value, name) = Value(item, column, resolver);
            foreach (var aggregate in aggregates)
            {
                var call = ((Alias)aggregate).Child.TransformUp(e => e is AggregateCall a ? Restrict(a, column, value) : e);
                if (missingIsNull && call is not AggregateCall { IsNullable: true }) call = WhereMet(call, column, value, expressions);
                list.Add(new Alias(call, aggregates.Count == 1 ? name : $"{name}_{((Alias)aggregate).Name}"));
            }
        }
        return AggregateShape.Build([.. grouping], list, child, null, expressions);
    }

    private static void CheckAggregate(Expression aggregate)
    {
        if (!AggregateShape.HasAggregate(aggregate))
            throw AnalysisErrors.Error(aggregate.Origin, "_LEGACY_ERROR_TEMP_1006", ("sql", aggregate is Alias a ? a.Child.Sql : aggregate.Sql));
        if (aggregate.Contains(e => e is AggregateCall { Function: PythonAggregate }))
            throw AnalysisErrors.Error(aggregate.Origin, "UNSUPPORTED_FEATURE.PANDAS_UDAF_IN_PIVOT");
        if (Bare(aggregate) is { } column)
            throw AnalysisErrors.Error(aggregate.Origin, "_LEGACY_ERROR_TEMP_1006", ("sql", column.Sql));
    }

    private static Expression? Bare(Expression e) => e is AggregateCall ? null : e as AttributeReference ?? e.Children.Select(Bare).FirstOrDefault(b => b != null);

    private static (Expression Value, string Name) Value(Expression item, Expression column, PlanResolver resolver)
    {
        var over = resolver.Over(new Scope(ColumnSet.Empty, null));
        Expression value;
        try { value = over.Resolve(item is Alias a ? a.Child : item); }
        catch (AnalysisException e) when (e.Condition.StartsWith("UNRESOLVED_COLUMN", StringComparison.Ordinal)) { throw NotConstant(item); }
        if (!value.Foldable) throw NotConstant(item);
        if (value.DataType != column.DataType)
        {
            if (!CastRules.IsAllowed(value.DataType, column.DataType, resolver.Settings.Ansi ? EvalMode.Ansi : EvalMode.Legacy))
                throw AnalysisErrors.Error(item.Origin, "PIVOT_VALUE_DATA_TYPE_MISMATCH", ("value", value.Sql), ("valueType", value.DataType.SimpleString), ("pivotType", column.DataType.SimpleString));
            value = CoerceTypes.To(value, column.DataType, over);
        }
        return (value, item is Alias named ? named.Name : NameOf(value, over));
    }

    // Columns are named by the value as text.
    private static string NameOf(Expression value, ExpressionResolver over)
    {
        var text = over.Plans.Evaluate(new Cast(value, StringType.Instance, EvalMode.Legacy) { TimeZone = over.Settings.Session.TimeZone });
        return text.Value as string ?? "null";
    }

    // Spark groups by the pivot column first where it can, so that a value which a group has not is NULL: no count of zero.
    private static bool IsPlain(DataType type) => type is BooleanType or ByteType or ShortType or IntegerType or LongType or FloatType or DoubleType or DecimalType;

    private static CaseWhen WhereMet(Expression call, Expression column, Expression value, ExpressionResolver expressions)
    {
        var rows = (AggregateCall)expressions.Resolve(new UnresolvedFunction(["count"], [Literal.Of(1)]));
        return new([new CaseBranch(new Comparison(ComparisonOperator.GreaterThan, Restrict(rows, column, value), Literal.Of(0L)), call)], null);
    }

    private static AnalysisException NotConstant(Expression item) => AnalysisErrors.Error(item.Origin, "NON_LITERAL_PIVOT_VALUES", ("expression", AnalysisErrors.Quote(item is Alias a ? a.Child : item)));

    private static AggregateCall Restrict(AggregateCall call, Expression column, Expression value)
    {
        Expression condition = new Comparison(ComparisonOperator.EqualNullSafe, column, value);
        return call with { Filter = call.Filter == null ? condition : new And(call.Filter, condition), IsNullable = call.IsNullable };
    }
}
