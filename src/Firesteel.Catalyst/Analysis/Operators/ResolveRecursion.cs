using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>A definition of WITH RECURSIVE: an anchor, and a step over what the last round gave.</summary>
static class ResolveRecursion
{
    private const string LimitKey = "spark.sql.cteRecursionLevelLimit";

    public static CteEntry Resolve(CteDefinition definition, CteScope scope, SubqueryFrame? frame, PlanResolver resolver)
    {
        var (union, names) = Unwrap(definition.Plan, definition.ColumnNames);
        if (union is not Union { Inputs.Count: 2 } parts)
            throw AnalysisErrors.Error(definition.Plan.Origin, "INVALID_RECURSIVE_CTE");
        var id = CteEntry.NextId();
        var anchor = resolver.Resolve(parts.Inputs[0], frame);
        if (names.Count > 0) anchor = ResolveColumnAliases.Rename(names, anchor, definition.Plan.Origin);
        // A step may give nulls where the anchor does not.
        var columns = new ValueList<AttributeReference>(anchor.Output.Select(a => new AttributeReference(a.Name, a.DataType, true, ExprId.Next())));
        scope.Add(definition.Name, new CteEntry(id, definition.Name, null) { RecursiveColumns = columns });
        var step = resolver.Resolve(parts.Inputs[1], frame);
        if (step.Output.Count != columns.Count)
            throw AnalysisErrors.Error(definition.Plan.Origin, "NUM_COLUMNS_MISMATCH", ("operator", "UNION"), ("firstNumColumns", $"{columns.Count}"), ("invalidOrdinalNum", "second"), ("invalidNumColumns", $"{step.Output.Count}"));
        step = Project(step, columns, resolver);
        var limit = definition.MaxRecursion ?? (int.TryParse(resolver.Settings.Session.Conf(LimitKey), out var n) ? n : 100);
        return new CteEntry(id, definition.Name, new RecursiveUnion(id, anchor, step, limit, columns));
    }

    // UNION DISTINCT is not allowed in Spark's recursion, parentheses and a column list are.
    private static (LogicalPlan, ValueList<string>) Unwrap(LogicalPlan plan, ValueList<string> names) => plan switch
    {
        UnresolvedColumnAliases c => Unwrap(c.Child, names.Count > 0 ? names : c.Names),
        SubqueryAlias a => Unwrap(a.Child, names),
        _ => (plan, names),
    };

    private static LogicalPlan Project(LogicalPlan step, ValueList<AttributeReference> columns, PlanResolver resolver)
    {
        if (step.Output.Zip(columns).All(z => z.First.DataType == z.Second.DataType)) return step;
        var over = resolver.Over(new Scope(ColumnSet.Empty, null));
        return new Project(new(step.Output.Select((a, i) => TypeEquality.SameShape(a.DataType, columns[i].DataType) ? (Expression)a
            : CoerceTypes.Coerce(new Alias(CheckCasts.Complete(new Cast(a, columns[i].DataType, EvalMode.Ansi), resolver.Settings), a.Name), over))), step);
    }
}
