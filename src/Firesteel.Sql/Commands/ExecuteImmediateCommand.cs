using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>EXECUTE IMMEDIATE: runs a statement given as text, with parameters, its row into variables where they are named.</summary>
static class ExecuteImmediateCommand
{
    public static void Register() => CommandExecutor.Register<ExecuteImmediate>(Run);

    private static QueryResult Run(ExecuteImmediate execute, SessionState session, QueryRunner runner)
    {
        var text = TextOf(execute.Statement, runner);
        var values = execute.Arguments.Select(a => Argument(a is Alias n ? n.Child : a, runner)).ToList();
        var names = execute.Arguments.Select(a => a is Alias n ? n.Name : a is UnresolvedAttribute { Parts: { Count: 1 } parts } ? parts[0] : null).ToList();
        // The text sees the session's variables, those of a script around it come as arguments.
        var inner = runner.With(session.Catalog.Variables).With(new QueryParameters(new(values), new(names)));
        var plan = session.Parse(text);
        if (plan is Catalyst.Plans.Scripting.SqlScript) throw Statements.Error("SQL_SCRIPT_IN_EXECUTE_IMMEDIATE", ("sqlString", text.ToUpperInvariant()));
        if (execute.Targets.Count == 0) return inner.Run(plan);
        if (plan is Command) throw Statements.Error("INVALID_STATEMENT_FOR_EXECUTE_INTO", ("sqlString", text.ToUpperInvariant()));
        var variables = execute.Targets.Select(t => VariableCommands.Find(t, runner)).ToList();
        VariableCommands.CheckDistinct(execute.Targets.Zip(variables));
        VariableCommands.Assign(variables, inner.Analyze(plan), runner);
        return CommandExecutor.Nothing;
    }

    private static string TextOf(Expression statement, QueryRunner runner)
    {
        CheckNoSubquery(statement);
        var value = Statements.Evaluate(statement, runner);
        if (value.DataType is not StringType)
            throw Statements.Error("INVALID_EXPR_TYPE_FOR_QUERY_EXECUTE_IMMEDIATE", ("exprType", AnalysisErrors.Quote(value.DataType)));
        return value.Value as string ?? throw Statements.Error("NULL_QUERY_STRING_EXECUTE_IMMEDIATE", ("varName", SqlIdentifier.Quote(statement.Sql)));
    }

    private static Literal Argument(Expression argument, QueryRunner runner)
    {
        CheckNoSubquery(argument);
        return Statements.Evaluate(argument, runner);
    }

    private static void CheckNoSubquery(Expression expression)
    {
        if (expression.Contains(e => e is SubqueryExpression))
            throw Statements.Error("UNSUPPORTED_EXPR_FOR_PARAMETER", ("invalidExprSql", AnalysisErrors.Quote(expression)));
    }
}
