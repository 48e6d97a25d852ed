using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>EXECUTE IMMEDIATE: the statement that a text holds, its markers bound; with INTO, an assignment of its row.</summary>
sealed class ResolveExecuteImmediate : OperatorRule<ExecuteImmediate>
{
    protected override LogicalPlan Resolve(ExecuteImmediate plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var over = resolver.Over(new Scope(ColumnSet.Empty, null));
        var statement = resolver.Context.ParseStatement(TextOf(plan.Statement, over));
        if (statement is ExecuteImmediate) throw AnalysisErrors.Error(plan.Origin, "NESTED_EXECUTE_IMMEDIATE", ("sqlString", plan.Statement.Sql));
        if (plan.Targets.Count > 0 && statement is Command) throw AnalysisErrors.Error(plan.Origin, "INVALID_STATEMENT_FOR_EXECUTE_INTO", ("sqlString", plan.Statement.Sql.ToUpperInvariant()));
        var bound = Bind(statement, plan.Arguments, over);
        if (plan.Targets.Count == 0) return resolver.Resolve(bound, frame);
        foreach (var target in plan.Targets)
            if (resolver.Context.Variables.Find(target) == null)
                throw AnalysisErrors.Error(plan.Origin, "UNRESOLVED_VARIABLE", ("variableName", SqlIdentifier.Quote(target)), ("searchPath", "`system`.`session`"));
        var twice = plan.Targets.GroupBy(t => t[^1], StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        if (twice != null) throw AnalysisErrors.Error(plan.Origin, "DUPLICATE_ASSIGNMENTS", ("nameList", SqlIdentifier.Quote(twice.Key.ToLowerInvariant())));
        var query = resolver.Resolve(bound, frame);
        if (query.Output.Count != plan.Targets.Count)
            throw AnalysisErrors.Error(plan.Origin, "ASSIGNMENT_ARITY_MISMATCH", ("numTarget", $"{plan.Targets.Count}"), ("numExpr", $"{query.Output.Count}"));
        return new SetVariable(plan.Targets, query);
    }

    private static string TextOf(Expression statement, ExpressionResolver over)
    {
        var resolved = over.Resolve(statement);
        if (resolved.DataType is not (StringType or NullType))
            throw AnalysisErrors.Error(statement.Origin, "INVALID_EXPR_TYPE_FOR_QUERY_EXECUTE_IMMEDIATE", ("exprType", AnalysisErrors.Quote(resolved.DataType)));
        return over.Plans.Evaluate(resolved).Value as string ?? throw AnalysisErrors.Error(statement.Origin, "NULL_QUERY_STRING_EXECUTE_IMMEDIATE", ("varName", SqlIdentifier.Quote(statement.Sql)));
    }

    private static LogicalPlan Bind(LogicalPlan statement, ValueList<Expression> arguments, ExpressionResolver over)
    {
        var markers = BindParameters.Markers(statement);
        var isNamed = markers.Any(m => m.Name != null);
        if (isNamed && markers.Any(m => m.Name == null)) throw new AnalysisException("INVALID_QUERY_MIXED_QUERY_PARAMETERS");
        var values = arguments.Select(a => Constant(a is Alias alias ? alias.Child : a, over)).ToList();
        if (!isNamed) return BindParameters.ByPlace(statement, values);
        var unnamed = arguments.Where(a => a is not Alias).ToList();
        if (unnamed.Count > 0) throw AnalysisErrors.Error(unnamed[0].Origin, "ALL_PARAMETERS_MUST_BE_NAMED", ("exprs", string.Join(", ", unnamed.Select(AnalysisErrors.Quote))));
        var names = new Dictionary<string, Expression>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Count; i++) names[((Alias)arguments[i]).Name] = values[i];
        return BindParameters.ByName(statement, names);
    }

    private static Expression Constant(Expression argument, ExpressionResolver over)
    {
        if (argument.Contains(e => e is SubqueryExpression)) throw Unsupported(argument);
        var resolved = over.Resolve(argument);
        return resolved.Foldable ? over.Plans.Evaluate(resolved) : throw Unsupported(argument);
    }

    private static AnalysisException Unsupported(Expression argument)
        => AnalysisErrors.Error(argument.Origin, "UNSUPPORTED_EXPR_FOR_PARAMETER", ("invalidExprSql", AnalysisErrors.Quote(argument)));
}
