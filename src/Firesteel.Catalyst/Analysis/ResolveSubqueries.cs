using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis;

/// <summary>Queries inside expressions: resolved with the columns around them in reach, of as many columns as their place takes.</summary>
static class ResolveSubqueries
{
    public static Expression Resolve(SubqueryExpression subquery, ExpressionResolver resolver)
    {
        if (subquery.Plan.Analyzed)
        {
            if (subquery is ScalarSubquery) CheckScalar(subquery, subquery.Plan);
            var known = subquery.MapChildren(resolver.Resolve);
            return known is InSubquery values ? CoerceSubquery.Coerce(values, resolver) : known;
        }
        if (resolver.Scope.Subqueries is not { } seen) return ResolveNew(subquery, resolver);
        if (!seen.TryGetValue(subquery, out var resolved)) seen[subquery] = resolved = ResolveNew(subquery, resolver);
        return resolved;
    }

    private static void CheckScalar(SubqueryExpression subquery, LogicalPlan plan)
    {
        if (plan.Output.Count != 1)
            throw AnalysisErrors.Error(subquery.Origin, "INVALID_SUBQUERY_EXPRESSION.SCALAR_SUBQUERY_RETURN_MORE_THAN_ONE_OUTPUT_COLUMN", ("number", $"{plan.Output.Count}"));
    }

    private static Expression ResolveNew(SubqueryExpression subquery, ExpressionResolver resolver)
    {
        Operators.ResolveWith.CheckNames(subquery.Plan, resolver.Plans.Ctes, resolver.Plans);
        var frame = new SubqueryFrame(resolver.Scope);
        var plan = resolver.Plans.Resolve(subquery.Plan, frame);
        CheckCorrelation.Check(plan, subquery, resolver.Settings);
        plan.MarkAnalyzed();
        var used = InPlanOrder(frame.Used, plan);
        switch (subquery)
        {
            case ScalarSubquery:
                CheckScalar(subquery, plan);
                return new ScalarSubquery(plan) { OuterAttributes = used, Origin = subquery.Origin };
            case Exists:
                return new Exists(plan) { OuterAttributes = used, Origin = subquery.Origin };
            case InSubquery i:
                return CoerceSubquery.Coerce(new InSubquery(resolver.ResolveAll(i.Values), plan) { OuterAttributes = used, Origin = subquery.Origin }, resolver);
            default:
                throw new InvalidOperationException($"{subquery.GetType().Name} is no subquery known here.");
        }
    }

    // Generated names list outer columns as they stand in the plan, from the top, though what is below is resolved first.
    private static ValueList<Expression> InPlanOrder(ValueList<Expression> used, LogicalPlan plan)
    {
        var ordered = plan.Collect<LogicalPlan>().SelectMany(p => p.Expressions).SelectMany(e => e.Collect<OuterReference>()).Select(o => o.Attribute).ToList();
        return ordered.Count == used.Count && ordered.Select(a => a.Id).ToHashSet().SetEquals(used.OfType<AttributeReference>().Select(a => a.Id)) ? new(ordered) : used;
    }
}

/// <summary>Casts both sides of <c>IN (query)</c> to types in which they can be compared.</summary>
static class CoerceSubquery
{
    public static Expression Coerce(InSubquery subquery, ExpressionResolver resolver)
    {
        var (values, output) = (subquery.Values, subquery.Plan.Output);
        // A single struct stands for as many values as it has fields.
        if (values.Count == 1 && output.Count > 1 && values[0].DataType is Firesteel.Types.StructType type && type.Count == output.Count)
            values = new(type.Fields.Select((f, i) => (Expression)new GetStructField(values[0], i, f.Name)));
        if (values.Count != output.Count)
            throw AnalysisErrors.Error(subquery.Origin, "DATATYPE_MISMATCH.IN_SUBQUERY_LENGTH_MISMATCH", ("sqlExpr", AnalysisErrors.Quote(subquery)),
                ("leftLength", $"{values.Count}"), ("rightLength", $"{output.Count}"),
                ("leftColumns", string.Join(", ", values.Select(AnalysisErrors.Quote))), ("rightColumns", string.Join(", ", output.Select(AnalysisErrors.Quote))));
        var common = values.Zip(output).Select(z => TypeCoercion.ComparisonType(z.First.DataType, z.Second.DataType, resolver.Settings.Ansi)).ToList();
        var mismatched = Enumerable.Range(0, values.Count).Where(i => common[i] == null).ToList();
        if (mismatched.Count > 0)
            throw AnalysisErrors.Error(subquery.Origin, "DATATYPE_MISMATCH.IN_SUBQUERY_DATA_TYPE_MISMATCH", ("sqlExpr", AnalysisErrors.Quote(subquery)),
                ("mismatchedColumns", string.Join(", ", mismatched.Select(i => $"({values[i].Sql}:{values[i].DataType.SimpleString}, {output[i].Sql}:{output[i].DataType.SimpleString})"))),
                ("leftType", string.Join(", ", values.Select(v => AnalysisErrors.Quote(v.DataType)))), ("rightType", string.Join(", ", output.Select(v => AnalysisErrors.Quote(v.DataType)))));
        var casts = values.Select((v, i) => CoerceTypes.To(v, common[i]!, resolver)).ToList();
        var plan = subquery.Plan;
        var columns = output.Select((o, i) => CoerceTypes.To(o, common[i]!, resolver)).ToList();
        if (columns.Where((c, i) => !ReferenceEquals(c, output[i])).Any())
            plan = new Project(new(columns.Select((c, i) => c is AttributeReference ? c : new Alias(c, output[i].Name))), plan);
        if (ReferenceEquals(plan, subquery.Plan) && casts.SequenceEqual(subquery.Values, ReferenceEqualityComparer.Instance)) return subquery;
        plan.MarkAnalyzed();
        return new InSubquery(new(casts), plan) { OuterAttributes = subquery.OuterAttributes, Origin = subquery.Origin };
    }
}
