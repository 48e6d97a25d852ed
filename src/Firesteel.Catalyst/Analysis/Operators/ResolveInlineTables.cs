using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>VALUES: rows of one length, the types of each column brought together, computed where they are constants.</summary>
sealed class ResolveInlineTables : OperatorRule<UnresolvedInlineTable>
{
    protected override LogicalPlan Resolve(UnresolvedInlineTable plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var names = plan.Names;
        for (var r = 0; r < plan.Rows.Count; r++)
            if (plan.Rows[r].Count != names.Count)
                throw AnalysisErrors.Error(plan.Origin, "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH", ("expectedNumCols", $"{names.Count}"), ("actualNumCols", $"{plan.Rows[r].Count}"), ("rowIndex", $"{r}"));
        var expressions = resolver.Over(new Scope(ColumnSet.Empty, frame));
        var rows = plan.Rows.Select(row => row.Select(cell => Cell(cell, expressions)).ToList()).ToList();
        var types = names.Select((n, c) => TypeCoercion.WidestCommonType(rows.Select(r => r[c].DataType).Distinct(), resolver.Settings.Ansi)
            ?? throw AnalysisErrors.Error(plan.Origin, "INVALID_INLINE_TABLE.INCOMPATIBLE_TYPES_IN_INLINE_TABLE", ("colName", SqlIdentifier.Quote(n)))).ToList();
        var cells = rows.Select(r => r.Select((e, c) => CoerceTypes.To(e, types[c], expressions)).ToList()).ToList();
        var columns = new ValueList<AttributeReference>(names.Select((n, c) => new AttributeReference(n, types[c], cells.Exists(r => r[c].Nullable), ExprId.Next())));
        var values = cells.Select(r => new ValueList<object?>(r.Select((e, c) => e is Literal l && l.Type == types[c] ? l.Value : Evaluate(e, resolver).Value)));
        return new LocalRelation(columns, new LiteralRows(new(values)));
    }

    private static Expression Cell(Expression cell, ExpressionResolver expressions)
    {
        if (cell.Contains(e => e is UnresolvedAttribute or SubqueryExpression) && cell is not UnresolvedAttribute) return Strict(expressions.Resolve(cell));
        return cell is UnresolvedAttribute name
            ? ResolveColumns.TryResolve(name, expressions) is { Foldable: true } constant ? constant : throw AnalysisErrors.Error(cell.Origin, "INVALID_INLINE_TABLE.CANNOT_EVALUATE_EXPRESSION_IN_INLINE_TABLE", ("expr", AnalysisErrors.Quote(cell)))
            : Strict(expressions.Resolve(cell));
    }

    private static Expression Strict(Expression cell)
    {
        if (cell.Contains(e => e is AggregateCall or WindowExpression or GeneratorCall))
            throw AnalysisErrors.Error(cell.Origin, "INVALID_INLINE_TABLE.CANNOT_EVALUATE_EXPRESSION_IN_INLINE_TABLE", ("expr", AnalysisErrors.Quote(cell)));
        if (cell.Contains(e => e is SubqueryExpression))
            throw AnalysisErrors.Error(cell.Origin, "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.SCALAR_SUBQUERY_IN_VALUES");
        if (!cell.Foldable)
            throw AnalysisErrors.Error(cell.Origin, "INVALID_INLINE_TABLE.CANNOT_EVALUATE_EXPRESSION_IN_INLINE_TABLE", ("expr", AnalysisErrors.Quote(cell)));
        return cell is Alias a ? a.Child : cell;
    }

    private static Literal Evaluate(Expression cell, PlanResolver resolver)
    {
        try { return resolver.Evaluate(cell); }
        catch (SparkRuntimeException e)
        {
            throw new AnalysisException("INVALID_INLINE_TABLE.FAILED_SQL_EXPRESSION_EVALUATION", new Dictionary<string, string> { ["sqlExpr"] = AnalysisErrors.Quote(cell) }, cell.Origin.Context, e);
        }
    }
}
