using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>What the handlers of several statements need: names as given, values of constant expressions, their errors.</summary>
static class Statements
{
    public static AnalysisException Error(string condition, params ReadOnlySpan<(string Name, string Value)> parameters)
        => AnalysisErrors.Error(default, condition, parameters);

    /// <summary>The parts of a name, <c>IDENTIFIER(…)</c> evaluated.</summary>
    public static ValueList<string> NameOf(ObjectName name, QueryRunner runner) => name.Computed == null ? name.Parts : runner.Session.NameOf(name.Computed, runner.Parameters, runner.Variables);

    /// <summary>The value of an expression that reads no columns, in its own type.</summary>
    public static Literal Evaluate(Expression expression, QueryRunner runner)
        => Evaluate(runner.Analyze(new Project([new Alias(expression, "value")], new OneRowRelation())), null, runner)[0];

    /// <summary>The values of the one row of an analysed query, in the given types; nulls where there is no row.</summary>
    public static IReadOnlyList<Literal> Evaluate(LogicalPlan query, ValueList<DataType>? types, QueryRunner runner)
    {
        var session = runner.Session;
        var output = query.Output;
        var kinds = types ?? new(output.Select(o => o.DataType));
        var cast = new Project(new(output.Select((o, i) => (Expression)new Alias(TypeCoercion.CastTo(o, kinds[i], session.Ansi, session.TimeZone), o.Name))), query);
        using var result = runner.RunAnalyzed(cast);
        if (result.RowCount > 1) throw new SparkRuntimeException("ROW_SUBQUERY_TOO_MANY_ROWS");
        var row = result.Batches.FirstOrDefault(b => b.SelectedCount > 0);
        return [.. kinds.Select((t, i) => new Literal(row == null ? null : Catalyst.Expressions.Evaluation.LiteralVectors.Read(row.Columns[i], row.Selection[0]), t))];
    }
}
