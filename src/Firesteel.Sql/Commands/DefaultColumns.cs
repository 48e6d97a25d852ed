using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Parser;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>DEFAULT values of columns: checked where they are declared, put in where rows leave the column out.</summary>
static class DefaultColumns
{
    /// <summary>SQL text of the constant that a default is worth.</summary>
    public static string Check(ColumnDefault given, string column, DataType type, string statement, SessionState session)
    {
        (string, string)[] parameters = [("statement", statement), ("colName", SqlIdentifier.Quote(column)), ("defaultValue", given.Text)];
        if (given.Value.Contains(e => e is SubqueryExpression)) throw Statements.Error("INVALID_DEFAULT_VALUE.SUBQUERY_EXPRESSION", parameters);
        Expression value;
        try
        {
            value = ((Alias)((Project)session.Analyze(new Project([new Alias(given.Value, column)], new OneRowRelation()))).List[0]).Child;
        }
        catch (AnalysisException e) when (e.Condition.StartsWith("UNRESOLVED_COLUMN", StringComparison.Ordinal) || e.Condition == "UNRESOLVED_ROUTINE")
        {
            throw Statements.Error(e.Condition == "UNRESOLVED_ROUTINE" ? "INVALID_DEFAULT_VALUE.UNRESOLVED_EXPRESSION" : "INVALID_DEFAULT_VALUE.NOT_CONSTANT", parameters);
        }
        if (!CanBe(value, type))
            throw Statements.Error("INVALID_DEFAULT_VALUE.DATA_TYPE", [.. parameters, ("expectedType", AnalysisErrors.Quote(type)), ("actualType", AnalysisErrors.Quote(value.DataType))]);
        if (!value.Foldable) throw Statements.Error("INVALID_DEFAULT_VALUE.NOT_CONSTANT", parameters);
        return ConstantFolding.Evaluate(TypeCoercion.CastTo(value, type, true, session.TimeZone), session.TimeZone).ToSql(SqlStyle.Exact);
    }

    // A default is held to a stricter rule than stored values: it may not lose a fraction.
    private static bool CanBe(Expression value, DataType type)
        => TypeCoercion.CanUpCast(value.DataType, type) || value.Foldable && TypeCoercion.CanAnsiStoreAssign(value.DataType, type);

    /// <summary>What a row without a value for the column gets: its default, or null.</summary>
    public static Expression Of(StructField field, SessionState session)
        => TableDefinitions.Text(field, TableDefinitions.CurrentDefault) is { } text
            ? SqlParser.ParseExpression(text, session.ParserOptions)
            : new Literal(null, CheckCasts.WithoutLength(field.DataType));
}
