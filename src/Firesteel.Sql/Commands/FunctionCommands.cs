using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>CREATE, DROP, DESCRIBE and SHOW of functions.</summary>
static class FunctionCommands
{
    public static void Register()
    {
        CommandExecutor.Register<CreateSqlFunction>(Create);
        CommandExecutor.Register<CreateFunction>(CreateOfClass);
        CommandExecutor.Register<DropFunction>(Drop);
        CommandExecutor.Register<DescribeFunction>(Describe);
        CommandExecutor.Register<ShowFunctions>(Show);
        CommandExecutor.Register<RefreshFunction>(Refresh);
    }

    private static QueryResult Create(CreateSqlFunction create, SessionState session, QueryRunner runner)
    {
        var name = Statements.NameOf(create.Name, runner);
        if (create.IsTemporary && name.Count > 1) throw Qualified(name);
        ValueList<string> full = create.IsTemporary ? [name[0]] : Tables.Qualify(name, session);
        var existing = create.IsTemporary ? session.Catalog.TemporaryFunctions.FirstOrDefault(f => f.Name[^1].Equals(name[0], StringComparison.OrdinalIgnoreCase)) : session.Catalog.FindFunction(full);
        if (existing != null && !create.Replace)
        {
            if (create.IfNotExists) return CommandExecutor.Nothing;
            throw Statements.Error("ROUTINE_ALREADY_EXISTS", ("routineName", SqlIdentifier.Quote(full)), ("newRoutineType", "routine"), ("existingRoutineType", "routine"));
        }
        CheckParameters(create, name);
        var function = new SqlFunction(full, new(create.Parameters.Select(p => new SqlFunctionParameter(p.Name, CheckCasts.WithoutLength(p.Type)) { Default = p.Default?.Text, Comment = p.Comment })), null, create.BodyText, create.IsTable)
        {
            Comment = create.Comment,
            CapturedConf = ViewCommands.Captured(session),
            Properties = new(create.Characteristics.Select((c, i) => KeyValuePair.Create($"characteristic.{i}", c)).Append(new("created", session.QueryTimeMicros.ToString(System.Globalization.CultureInfo.InvariantCulture)))),
        };
        function = function with { ReturnType = ReturnTypeOf(create, function, session) };
        if (create.IsTemporary) session.Catalog.PutTemporaryFunction(function);
        else session.Catalog.Catalog(full[0]).PutFunction(function);
        return CommandExecutor.Nothing;
    }

    private static void CheckParameters(CreateSqlFunction create, ValueList<string> name)
    {
        var repeated = create.Parameters.GroupBy(p => p.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        if (repeated != null) throw Statements.Error("DUPLICATE_ROUTINE_PARAMETER_NAMES", ("routineName", SqlIdentifier.Quote(name[^1])), ("names", SqlIdentifier.Quote(repeated.Key)));
        for (var i = 1; i < create.Parameters.Count; i++)
            if (create.Parameters[i - 1].Default != null && create.Parameters[i].Default == null)
                throw Statements.Error("USER_DEFINED_FUNCTIONS.NOT_A_VALID_DEFAULT_PARAMETER_POSITION", ("functionName", name[^1]), ("parameterName", create.Parameters[i - 1].Name), ("nextParameterName", create.Parameters[i].Name));
    }

    // The body is analysed over the parameters, both to check it and to learn what it gives.
    private static DataType? ReturnTypeOf(CreateSqlFunction create, SqlFunction function, SessionState session)
    {
        var declared = create.ReturnColumns ?? create.ReturnType;
        var trial = function with { ReturnType = declared == null ? null : CheckCasts.WithoutLength(declared) };
        var columns = create.Parameters.Select(p => (Expression)new Alias(new Cast(Literal.Null, CheckCasts.WithoutLength(p.Type), EvalMode.Legacy), p.Name)).ToList();
        if (create.IsTable || create.Body == null) return trial.ReturnType;
        if (!create.IsTemporary) ViewReferences.CheckFunctions([.. function.Name.Skip(1)], new Project([new Alias(create.Body, "result")], new OneRowRelation()), session, "FUNCTION");
        LogicalPlan input = columns.Count == 0 ? new OneRowRelation() : new SubqueryAlias([function.Name[^1]], new Project(new(columns), new OneRowRelation()));
        var analyzed = session.Analyze(new Project([new Alias(create.Body, "result")], input));
        return trial.ReturnType ?? analyzed.Output[0].DataType;
    }

    private static QueryResult CreateOfClass(CreateFunction create, SessionState session, QueryRunner runner)
    {
        var name = Statements.NameOf(create.Name, runner);
        if (create.IsTemporary && name.Count > 1) throw Qualified(name);
        throw Statements.Error("CANNOT_LOAD_FUNCTION_CLASS", ("className", create.ClassName), ("functionName", SqlIdentifier.Quote(create.IsTemporary ? name : Tables.Qualify(name, session))));
    }

    private static ParseException Qualified(ValueList<string> name)
        => new("INVALID_TEMP_OBJ_QUALIFIER", new Dictionary<string, string> { ["objectType"] = "FUNCTION", ["objectName"] = SqlIdentifier.Quote(name[^1]), ["qualifier"] = SqlIdentifier.Quote(name.Take(name.Count - 1)) });

    private static QueryResult Drop(DropFunction drop, SessionState session, QueryRunner runner)
    {
        var name = Statements.NameOf(drop.Name, runner);
        if (drop.IsTemporary)
        {
            if (name.Count > 1) throw Qualified(name);
            if (FunctionRegistry.BuiltIn.TryGet(name[0], out _) && !session.Functions.OwnNames.Contains(name[0], StringComparer.OrdinalIgnoreCase)) throw BuiltIn(name);
            // Functions that a program registered are temporary too.
            if (!session.Catalog.DropTemporaryFunction(name[0]) && !session.Functions.Remove(name[0]) && !drop.IfExists) throw NotFound(name);
            return CommandExecutor.Nothing;
        }
        if (name.Count == 1 && FunctionRegistry.BuiltIn.TryGet(name[0], out _)) throw BuiltIn(name);
        if (name.Count == 1 && (session.Functions.TryGet(name[0], out _) || session.Catalog.TemporaryFunctions.Any(f => f.Name[^1].Equals(name[0], StringComparison.OrdinalIgnoreCase))))
            throw Statements.Error("EXPECT_PERSISTENT_FUNCTION_NOT_TEMP", ("functionName", SqlIdentifier.Quote(name)), ("operation", "DROP FUNCTION"), ("alternative", " Please use DROP TEMPORARY FUNCTION to drop a temporary function."));
        var full = Tables.Qualify(name, session);
        if (session.Catalog.Catalog(full[0]).FindFunction(full[1], full[2]) == null) return drop.IfExists ? CommandExecutor.Nothing : throw NotFound(full);
        session.Catalog.Catalog(full[0]).DropFunction(full[1], full[2]);
        return CommandExecutor.Nothing;
    }

    private static AnalysisException BuiltIn(ValueList<string> name)
        => Statements.Error("FORBIDDEN_OPERATION", ("statement", "DROP"), ("objectType", "FUNCTION"), ("objectName", SqlIdentifier.Quote(name)));

    private static AnalysisException NotFound(ValueList<string> name) => Statements.Error("ROUTINE_NOT_FOUND", ("routineName", SqlIdentifier.Quote(name)));

    private static QueryResult Refresh(RefreshFunction refresh, SessionState session, QueryRunner runner)
    {
        var name = Statements.NameOf(refresh.Name, runner);
        if (name.Count == 1 && session.Functions.TryGet(name[0], out _)) throw Statements.Error("_LEGACY_ERROR_TEMP_1017", ("functionName", name[0]));
        if (session.Catalog.FindFunction(name) == null) throw NotFound(name.Count == 1 ? [session.CurrentDatabase, name[0]] : name);
        return CommandExecutor.Nothing;
    }

    private static QueryResult Describe(DescribeFunction describe, SessionState session, QueryRunner runner)
    {
        var name = Statements.NameOf(describe.Name, runner);
        if (session.Catalog.FindFunction(name) is { } function) return CommandRows.Text(["function_desc"], Lines(function, describe.Extended).Select(l => new object?[] { l }));
        if (name.Count == 1 && session.Functions.TryGetOwn(name[0], out var registered) && !session.Functions.TryGetBuiltIn(name[0], out _))
        {
            List<object?[]> lines = [[$"Function: spark_catalog.session.{registered.Name.ToLowerInvariant()}"], ["Class: " + registered.GetType().FullName], ["Usage: N/A."]];
            if (describe.Extended) lines.Add([$"Extended Usage:\n    No example/argument for {registered.Name}.\n"]);
            return CommandRows.Text(["function_desc"], lines);
        }
        if (name.Count == 1 && session.Functions.TryGet(name[0], out var builtIn))
            return CommandRows.Text(["function_desc"], [["Function: " + builtIn.Name], [$"Usage: {builtIn.Name}({string.Join(", ", builtIn.ParameterNames ?? ValueList<string>.Empty)})"]]);
        throw Statements.Error("UNRESOLVED_ROUTINE", ("routineName", SqlIdentifier.Quote(name)), ("searchPath", $"[`system`.`builtin`, `system`.`session`, {SqlIdentifier.Quote([session.CurrentCatalog, session.CurrentDatabase])}]"));
    }

    private static IEnumerable<string> Lines(SqlFunction function, bool extended)
    {
        var width = extended ? 15 : 10;
        yield return Entry("Function", string.Join('.', function.Name));
        yield return Entry("Type", function.IsTable ? "TABLE" : "SCALAR");
        var parameters = function.Parameters.Select(p => $"{p.Name} {p.Type.Sql}{(extended && p.Default != null ? $" DEFAULT {p.Default}" : "")}{(extended && p.Comment != null ? $" '{p.Comment}'" : "")}").ToList();
        if (parameters.Count == 0) yield return Entry("Input", "()");
        for (var i = 0; i < parameters.Count; i++) yield return i == 0 ? Entry("Input", parameters[0]) : new string(' ', width) + parameters[i];
        yield return Entry("Returns", function.ReturnType is StructType s && function.IsTable ? string.Join(", ", s.Fields.Select(f => $"{f.Name} {f.DataType.Sql}")) : function.ReturnType?.Sql ?? "");
        if (!extended) yield break;
        if (function.Comment != null) yield return Entry("Comment", function.Comment);
        yield return Entry("Deterministic", "true");
        yield return Entry("Data Access", "CONTAINS SQL");
        yield return Entry("Body", function.Body);

        string Entry(string title, string text) => (title + ":").PadRight(title == "Function" && !extended ? 10 : width) + text;
    }

    private static QueryResult Show(ShowFunctions show, SessionState session, QueryRunner runner)
    {
        var names = new List<string>();
        if (show.System) names.AddRange(session.Functions.Names.Except(session.Functions.OwnNames, StringComparer.OrdinalIgnoreCase));
        if (show.User)
        {
            ValueList<string> database = show.Namespace == null ? [session.CurrentCatalog, session.CurrentDatabase] : Tables.Database(SchemaCommands.FullName(show.Namespace, session, runner), session).Name;
            names.AddRange(session.Functions.OwnNames);
            names.AddRange(session.Catalog.TemporaryFunctions.Select(f => f.Name[^1]));
            names.AddRange(session.Catalog.Catalog(database[0]).Functions(database[1]).Select(f => $"{database[0]}.{database[1]}.{f}"));
        }
        return CommandRows.Text(["function"], ShowCommands.Matching(names.Select(n => n.ToLowerInvariant()).Distinct(), show.Pattern).Order(StringComparer.Ordinal).Select(n => new object?[] { n }));
    }
}
