using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis;

/// <summary><c>IDENTIFIER(text)</c>: a constant text taken as the name of a column, function or relation.</summary>
static class ResolveIdentifierClause
{
    public static Expression Resolve(IdentifierClause clause, ExpressionResolver resolver)
    {
        var parts = NameOf(clause.Name, resolver);
        return resolver.Resolve(clause.Arguments == null
            ? new UnresolvedAttribute(parts) { Origin = clause.Origin }
            : new UnresolvedFunction(parts, clause.Arguments) { Origin = clause.Origin });
    }

    /// <summary>The parts of the name that the expression gives.</summary>
    public static ValueList<string> NameOf(Expression expression, ExpressionResolver resolver)
    {
        var name = resolver.Resolve(expression);
        if (name.Contains(e => e is AttributeReference or OuterReference) || !name.Foldable) throw Invalid(name, "NOT_CONSTANT");
        if (name.DataType is not StringType)
            throw AnalysisErrors.Error(name.Origin, "NOT_A_CONSTANT_STRING.WRONG_TYPE", ("name", "IDENTIFIER"), ("expr", name.ToSql(SqlStyle.Exact)), ("dataType", name.DataType.SimpleString));
        var text = resolver.Plans.Evaluate(name).Value as string ?? throw Invalid(name, "NULL");
        return resolver.Context.ParseExpression(text) is UnresolvedAttribute a ? a.Parts : throw Invalid(name, "NOT_CONSTANT");
    }

    private static AnalysisException Invalid(Expression name, string kind)
        => AnalysisErrors.Error(name.Origin, "NOT_A_CONSTANT_STRING." + kind, ("name", "IDENTIFIER"), ("expr", name.ToSql(SqlStyle.Exact)));
}
