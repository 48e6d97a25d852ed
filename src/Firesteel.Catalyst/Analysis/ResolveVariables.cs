using Firesteel.Catalyst.Expressions;

namespace Firesteel.Catalyst.Analysis;

/// <summary>Variables by name, read as the constants that they hold at the moment.</summary>
static class ResolveVariables
{
    public static Expression? Find(UnresolvedAttribute name, ExpressionResolver resolver)
    {
        var parts = name.Parts;
        var variables = resolver.Context.Variables;
        // The longest name that a variable has; parts after it are fields.
        for (var used = Math.Min(parts.Count, 3); used >= 1; used--)
        {
            if (variables.Find([.. parts.Take(used)]) is not { } variable) continue;
            resolver.Plans.ReadsVariables = true;
            Expression value = new VariableReference(variable.Name, variable.Value) { Scope = variable.Scope, Origin = name.Origin };
            for (var i = used; i < parts.Count; i++) value = ResolveExtractValue.Extract(value, Literal.Of(parts[i]), name.Origin, resolver);
            return value;
        }
        return null;
    }
}

/// <summary>A variable, with the value that it has when the query is analysed.</summary>
sealed record VariableReference(string Name, Literal Value) : LeafExpression
{
    /// <summary>What qualifies the name.</summary>
    public string Scope { get; init; } = Catalog.SqlVariable.OfSession;

    public override Firesteel.Types.DataType DataType => Value.DataType;
    public override bool Nullable => Value.Nullable;
    public override bool Foldable => true;

    /// <summary>The value in the place of a variable.</summary>
    public static Expression ToLiteral(Expression expression) => expression is VariableReference v ? v.Value : expression;

    public override string ToSql(SqlStyle style) => $"variablereference({Scope}.{Name}={(Value.DataType is Firesteel.Types.StringType && Value.Value != null ? $"'{Value.ToSql(SqlStyle.Pretty)}'" : Value.ToSql(SqlStyle.Pretty))})";
}
