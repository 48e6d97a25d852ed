using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis;

/// <summary>Casts the operands of core expressions to types that meet, and checks those that cannot.</summary>
static class CoerceTypes
{
    public static Expression Coerce(Expression expression, ExpressionResolver resolver)
    {
        if (!expression.Children.All(c => c.Resolved || c is UnresolvedExpression)) return expression;
        if (expression.Children.Any(c => c is UnresolvedExpression)) return expression;
        return expression switch
        {
            Comparison c => CoerceComparison.Coerce(CharPadding.Pad(c), resolver),
            Arithmetic a => CoerceArithmetic.Coerce(a, resolver),
            Negate n => CoerceArithmetic.Coerce(n, resolver),
            And a => a with { Left = Boolean(a.Left, a, resolver), Right = Boolean(a.Right, a, resolver) },
            Or o => o with { Left = Boolean(o.Left, o, resolver), Right = Boolean(o.Right, o, resolver) },
            Not n => n with { Child = NotOperand(n, resolver) },
            In i => CoerceComparison.Coerce(CharPadding.Pad(i), resolver),
            CaseWhen c => CoerceBranches(c, resolver),
            Coalesce c => CoerceAll(c, resolver),
            Cast c => CheckCasts.Complete(c, resolver.Settings),
            Alias a => a,
            SortOrder s => CheckOrder(s),
            _ => expression,
        };
    }

    /// <summary>The expression in another type, in the session's mode and time zone.</summary>
    public static Expression To(Expression expression, DataType type, ExpressionResolver resolver)
        => TypeCoercion.CastTo(expression, type, resolver.Settings.Ansi, resolver.Settings.Session.TimeZone);

    /// <summary>The expression with the position of the call that it came from, where it has none.</summary>
    public static Expression Named(Expression bound, Origin origin) => bound.Origin.Context == null && origin.Context != null ? bound with { Origin = origin } : bound;

    private static Expression Boolean(Expression operand, Expression whole, ExpressionResolver resolver)
    {
        if (operand.DataType is BooleanType { UserDefined: null }) return operand;
        if (operand.DataType is NullType || operand.DataType is StringType && !resolver.Settings.Ansi || operand.DataType is StringType && operand.Foldable)
            return To(operand, BooleanType.Instance, resolver);
        var (left, right) = (whole.Children[0].DataType, whole.Children[1].DataType);
        throw left == right
            ? ArgumentChecks.OperandType(whole.Origin, whole.Sql, "\"BOOLEAN\"", left)
            : ArgumentChecks.OperandTypes(whole.Origin, whole.Sql, left, right);
    }

    private static Expression NotOperand(Not not, ExpressionResolver resolver)
        => not.Child.DataType is BooleanType { UserDefined: null } ? not.Child
         : TypeCoercion.ImplicitCast(not.Child, TypeClass.Boolean, resolver.Settings.Ansi) ?? throw ArgumentChecks.UnexpectedType(not, 0, not.Child, "\"BOOLEAN\"");

    private static CaseWhen CoerceBranches(CaseWhen cases, ExpressionResolver resolver)
    {
        for (var i = 0; i < cases.Branches.Count; i++)
        {
            var condition = cases.Branches[i].Condition;
            if (condition.DataType is not (BooleanType or NullType) && !(condition.DataType is StringType && TypeCoercion.ImplicitType(condition.DataType, TypeClass.Boolean, resolver.Settings.Ansi) != null))
                throw ArgumentChecks.UnexpectedType(cases, i, condition, "\"BOOLEAN\"");
        }
        var types = cases.Branches.Select(b => b.Value.DataType).Concat(cases.Else == null ? [] : [cases.Else.DataType]).ToList();
        var type = Common(types, resolver) ?? throw ArgumentChecks.Error(cases.Origin, "DATATYPE_MISMATCH.DATA_DIFF_TYPES",
            ("sqlExpr", AnalysisErrors.Quote(cases)), ("functionName", "`casewhen`"), ("dataType", $"[{string.Join(", ", types.Select(AnalysisErrors.Quote))}]"));
        return cases with
        {
            Branches = new(cases.Branches.Select(b => new CaseBranch(To(b.Condition, BooleanType.Instance, resolver), To(b.Value, type, resolver)))),
            Else = cases.Else == null ? null : To(cases.Else, type, resolver),
        };
    }

    private static Coalesce CoerceAll(Coalesce coalesce, ExpressionResolver resolver)
    {
        if (coalesce.Arguments.Count == 0) return coalesce;
        var type = Common(coalesce.Arguments.Select(a => a.DataType).ToList(), resolver)
            ?? throw ArgumentChecks.DifferentTypes(coalesce.Origin, coalesce.Sql, "coalesce", coalesce.Arguments.Select(a => a.DataType));
        return new Coalesce(new(coalesce.Arguments.Select(a => To(a, type, resolver)))) { Origin = coalesce.Origin };
    }

    private static DataType? Common(List<DataType> types, ExpressionResolver resolver)
        => types.TrueForAll(t => t == types[0]) ? types[0] : TypeCoercion.WidestCommonType(types, resolver.Settings.Ansi);

    private static SortOrder CheckOrder(SortOrder order)
        => IsOrderable(order.Child.DataType) ? order : throw ArgumentChecks.NotOrdered(order.Origin.Context == null ? order.Child.Origin : order.Origin, order.Sql, "sortorder", order.Child.DataType);

    /// <summary>Whether values of the type have an order.</summary>
    public static bool IsOrderable(DataType type) => type switch
    {
        MapType or VariantType or CalendarIntervalType => false,
        ArrayType a => IsOrderable(a.ElementType),
        StructType s => s.Fields.All(f => IsOrderable(f.DataType)),
        _ => true,
    };
}
