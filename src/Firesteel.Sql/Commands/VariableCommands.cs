using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Parser;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>DECLARE, SET and DROP of session variables.</summary>
static class VariableCommands
{
    public static void Register()
    {
        CommandExecutor.Register<CreateVariable>(Declare);
        CommandExecutor.Register<SetVariable>(Set);
        CommandExecutor.Register<DropVariable>(Drop);
    }

    private static QueryResult Declare(CreateVariable create, SessionState session, QueryRunner runner)
    {
        var names = create.Names.Select(n => LocalName(Statements.NameOf(n, runner))).ToList();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
            if (!seen.Add(name)) throw Statements.Error("DUPLICATE_VARIABLE_NAME_INSIDE_DECLARE", ("variableName", InFull(name)));
        var value = Typed(create, create.Default is { } given ? Default(given, names[0], runner) : null, runner);
        foreach (var name in names) session.Catalog.Variables.Declare(new SqlVariable(name, value) { Default = create.Default?.Text }, create.Replace);
        return CommandExecutor.Nothing;
    }

    /// <summary>Declares the variables of a script's block.</summary>
    public static void Declare(CreateVariable create, ScriptVariables block, QueryRunner runner)
    {
        var names = create.Names.Select(n => Statements.NameOf(n, runner)).ToList();
        if (names.Find(n => n.Count > 1) is { } qualified) throw Statements.Error("INVALID_VARIABLE_DECLARATION.QUALIFIED_LOCAL_VARIABLE", ("varName", SqlIdentifier.Quote(qualified)));
        if (create.Replace) throw Statements.Error("INVALID_VARIABLE_DECLARATION.REPLACE_LOCAL_VARIABLE", ("varName", SqlIdentifier.Quote(names[0])));
        if (create.Default is { } given) CheckNoSubquery(given, block.InFull(names[0][0]));
        var value = Typed(create, create.Default == null ? null : Statements.Evaluate(create.Default.Value, runner), runner);
        foreach (var name in names) block.Declare(new SqlVariable(name[0], value) { Default = create.Default?.Text });
    }

    private static Literal Typed(CreateVariable create, Literal? value, QueryRunner runner)
        => value == null ? new Literal(null, create.Type!)
         : create.Type is { } type ? Statements.Evaluate(runner.Analyze(new Project([new Alias(value, "value")], new OneRowRelation())), [CheckCasts.WithoutLength(type)], runner)[0]
         : value;

    private static void CheckNoSubquery(ColumnDefault given, string name)
    {
        if (given.Value.Contains(e => e is SubqueryExpression))
            throw Statements.Error("INVALID_DEFAULT_VALUE.SUBQUERY_EXPRESSION", ("statement", "DECLARE VARIABLE"), ("colName", name), ("defaultValue", given.Text));
    }

    private static Literal Default(ColumnDefault given, string name, QueryRunner runner)
    {
        CheckNoSubquery(given, InFull(name));
        try
        {
            return Statements.Evaluate(given.Value, runner);
        }
        catch (AnalysisException e) when (e.Condition.StartsWith("UNRESOLVED_COLUMN", StringComparison.Ordinal))
        {
            throw Statements.Error("INVALID_DEFAULT_VALUE.UNRESOLVED_EXPRESSION", ("statement", "DECLARE VARIABLE"), ("colName", InFull(name)), ("defaultValue", given.Text));
        }
    }

    private static QueryResult Set(SetVariable set, SessionState session, QueryRunner runner)
    {
        var variables = set.Targets.Select(t => Find(t, runner)).ToList();
        CheckDistinct(set.Targets.Zip(variables));
        var query = runner.Analyze(WithDefaults(set.Query, variables, session));
        Assign(variables, query, runner);
        return CommandExecutor.Nothing;
    }

    /// <summary>Gives variables the values of the one row that an analysed query has.</summary>
    public static void Assign(IReadOnlyList<SqlVariable> variables, LogicalPlan query, QueryRunner runner)
    {
        if (query.Output.Count != variables.Count)
            throw Statements.Error("ASSIGNMENT_ARITY_MISMATCH", ("numTarget", $"{variables.Count}"), ("numExpr", $"{query.Output.Count}"));
        var values = Statements.Evaluate(query, new(variables.Select(v => v.Value.DataType)), runner);
        for (var i = 0; i < variables.Count; i++) runner.Variables.Set(variables[i], values[i]);
    }

    public static void CheckDistinct(IEnumerable<(ValueList<string> Target, SqlVariable Variable)> targets)
    {
        var repeated = targets.GroupBy(t => t.Variable.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        if (repeated != null) throw Statements.Error("DUPLICATE_ASSIGNMENTS", ("nameList", SqlIdentifier.Quote(repeated.First().Target[^1].ToLowerInvariant())));
    }

    public static SqlVariable Find(ValueList<string> name, QueryRunner runner)
        => runner.Variables.Find(name)
        ?? throw Statements.Error("UNRESOLVED_VARIABLE", ("variableName", SqlIdentifier.Quote(name)), ("searchPath", "[`system`.`session`]"));

    private static QueryResult Drop(DropVariable drop, SessionState session, QueryRunner runner)
    {
        var name = LocalName(Statements.NameOf(drop.Name, runner));
        if (!session.Catalog.Variables.Drop(name) && !drop.IfExists) throw Statements.Error("VARIABLE_NOT_FOUND", ("variableName", InFull(name)));
        return CommandExecutor.Nothing;
    }

    // DEFAULT alone in the select list stands for the default of the variable in its place.
    private static LogicalPlan WithDefaults(LogicalPlan query, List<SqlVariable> variables, SessionState session)
    {
        switch (query)
        {
            case Project p:
                return p with { List = new(p.List.Select((e, i) => i < variables.Count && IsDefault(e, p.Child) ? new Alias(DefaultOf(variables[i], session), variables[i].Name) : HasDefaultColumn(p.Child) ? e : Checked(e))) };
            case UnresolvedInlineTable t:
                return t with { Rows = new(t.Rows.Select(r => new ValueList<Expression>(r.Select((e, i) => i < variables.Count && IsDefault(e, null) ? DefaultOf(variables[i], session) : Checked(e))))) };
            case UnaryPlan u and (Limit or Offset or Sort or UnresolvedWith or SubqueryAlias):
                return u.WithChildren([WithDefaults(u.Child, variables, session)]);
            default:
                return query;
        }
    }

    private static Expression Checked(Expression e) => e.Contains(x => x is UnresolvedDefault || x is not Alias && IsDefault(x, null)) ? throw Statements.Error("DEFAULT_PLACEMENT_INVALID") : e;

    private static bool IsDefault(Expression e, LogicalPlan? from)
    {
        if (e is Alias a) return IsDefault(a.Child, from);
        if (e is UnresolvedDefault) return true;
        if (e is not UnresolvedAttribute { Parts: { Count: 1 } parts } || !parts[0].Equals("DEFAULT", StringComparison.OrdinalIgnoreCase)) return false;
        return from == null || !HasDefaultColumn(from);
    }

    private static bool HasDefaultColumn(LogicalPlan from)
        => from.Contains(p => p is UnresolvedColumnAliases c && c.Names.Contains("default", StringComparer.OrdinalIgnoreCase) || p is UnresolvedInlineTable t && t.Names.Contains("default", StringComparer.OrdinalIgnoreCase));

    private static Expression DefaultOf(SqlVariable variable, SessionState session)
        => variable.Default == null ? new Literal(null, variable.Value.DataType) : SqlParser.ParseExpression(variable.Default, session.ParserOptions);

    // The last part of a name that may only lead to the session.
    private static string LocalName(ValueList<string> name)
    {
        var isLocal = name.Count == 1
            || name.Count == 2 && name[0].Equals("session", StringComparison.OrdinalIgnoreCase)
            || name.Count == 3 && name[0].Equals("system", StringComparison.OrdinalIgnoreCase) && name[1].Equals("session", StringComparison.OrdinalIgnoreCase);
        return isLocal ? name[^1] : throw Statements.Error("UNRESOLVED_VARIABLE", ("variableName", SqlIdentifier.Quote(name)), ("searchPath", "[`system`.`session`]"));
    }

    private static string InFull(string name) => SqlIdentifier.Quote(["system", "session", name.ToLowerInvariant()]);
}
