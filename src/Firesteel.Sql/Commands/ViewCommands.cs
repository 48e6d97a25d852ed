using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.DataSources;
using Firesteel.Sql.Operators.Python;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>CREATE VIEW and its kin.</summary>
static class ViewCommands
{
    public static void Register()
    {
        CommandExecutor.Register<CreateView>(Create);
        CommandExecutor.Register<CreateTemporaryViewUsing>(CreateUsing);
        CommandExecutor.Register<DropView>(Drop);
        CommandExecutor.Register<AlterViewAs>(AlterAs);
        CommandExecutor.Register<AlterViewSchemaMode>(AlterMode);
    }

    private static QueryResult Create(CreateView view, SessionState session, QueryRunner runner)
    {
        var name = Statements.NameOf(view.Name, runner);
        if (view.Scope != ViewScope.Persistent)
        {
            CreateTemporary(view, name, session, runner);
            return CommandExecutor.Nothing;
        }
        var full = Tables.Qualify(name, session);
        var query = runner.Analyze(view.Query);
        ViewReferences.CheckPersistent(full, view.Query, query, session);
        ViewReferences.CheckNamed(full, query, session);
        if (session.Catalog.FindTable(full) is { } existing)
        {
            if (view.IfNotExists) return CommandExecutor.Nothing;
            if (!view.Replace) throw Statements.Error("TABLE_OR_VIEW_ALREADY_EXISTS", ("relationName", SqlIdentifier.Quote(full)));
            if (existing.Type != CatalogTableType.View)
                throw Statements.Error("EXPECT_VIEW_NOT_TABLE.NO_ALTERNATIVE", ("tableName", SqlIdentifier.Quote(full)), ("operation", "CREATE OR REPLACE VIEW"));
            ViewReferences.CheckNotRecursive(full, query);
        }
        session.Catalog.CreateTable(Define(Tables.Stored(full), view, query, session) with
        {
            ViewSchemaMode = view.SchemaMode ?? (session.Conf("spark.sql.legacy.viewSchemaCompensation") == "false" ? "BINDING" : "COMPENSATION"),
        }, view.Replace);
        return CommandExecutor.Nothing;
    }

    private static void CreateTemporary(CreateView view, ValueList<string> name, SessionState session, QueryRunner runner)
    {
        var isGlobal = view.Scope == ViewScope.GlobalTemporary;
        if (name.Count > 1 && !(isGlobal && name.Count == 2 && name[0].Equals(SessionCatalog.GlobalTemporary, StringComparison.OrdinalIgnoreCase)) && !(!isGlobal && name.Count == 2 && name[0].Equals("session", StringComparison.OrdinalIgnoreCase)))
            throw new ParseException("INVALID_TEMP_OBJ_QUALIFIER", new Dictionary<string, string> { ["objectType"] = "VIEW", ["objectName"] = SqlIdentifier.Quote(name[^1]), ["qualifier"] = SqlIdentifier.Quote(name.Take(name.Count - 1)) });
        var views = isGlobal ? session.Catalog.GlobalViews : session.Catalog.Views;
        ValueList<string> own = isGlobal ? [SessionCatalog.GlobalTemporary, name[^1]] : [name[^1]];
        if (view.IfNotExists && views.Find(name[^1]) != null) return;
        var query = runner.Analyze(view.Query);
        if (view.Replace && views.Find(name[^1]) != null) ViewReferences.CheckNotRecursive(own, query);
        // With parameters the text alone does not say what the view is.
        views.Put(ReferenceEquals(runner.Parameters, QueryParameters.None)
            ? new TemporaryView(own, null, Define(own, view, query, session))
            : new TemporaryView(own, Named(view, query, own, session), null), view.Replace);
    }

    private static CatalogTable Define(ValueList<string> name, CreateView view, LogicalPlan query, SessionState session)
    {
        var output = query.Output;
        CheckColumns(name, view, output, session);
        var fields = query.Schema.Fields.Select((f, i) =>
        {
            var field = f with { DataType = DeclaredTypes.Of(f), Metadata = DeclaredTypes.Without(f.Metadata) };
            if (view.Columns.Count == 0) return field;
            var metadata = view.Columns[i].Comment is { } comment ? field.Metadata.With("comment", TableDefinitions.Quoted(comment)) : field.Metadata;
            return field with { Name = view.Columns[i].Name, Metadata = metadata };
        });
        return new CatalogTable(name, CatalogTableType.View, new StructType(fields))
        {
            ViewText = view.Text,
            Comment = view.Comment,
            Collation = view.Collation,
            Properties = view.Properties,
            QueryColumnNames = new(output.Select(o => o.Name)),
            CapturedConf = Captured(session),
            Owner = session.CurrentUser,
            CreatedMicros = session.QueryTimeMicros,
        };
    }

    private static void CheckColumns(ValueList<string> name, CreateView view, ValueList<AttributeReference> output, SessionState session)
    {
        if (view.Columns.Count > 0 && view.Columns.Count != output.Count)
            throw Statements.Error($"CREATE_VIEW_COLUMN_ARITY_MISMATCH.{(view.Columns.Count > output.Count ? "NOT_ENOUGH" : "TOO_MANY")}_DATA_COLUMNS", ("viewName", SqlIdentifier.Quote(name)),
                ("viewColumns", string.Join(", ", view.Columns.Select(c => SqlIdentifier.Quote(c.Name)))), ("dataColumns", string.Join(", ", output.Select(o => SqlIdentifier.Quote(o.Name)))));
        var comparer = session.Conf("spark.sql.caseSensitive") == "true" ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        var repeated = (view.Columns.Count > 0 ? view.Columns.Select(c => c.Name) : output.Select(o => o.Name)).GroupBy(n => n, comparer).FirstOrDefault(g => g.Count() > 1);
        if (repeated != null) throw Statements.Error("COLUMN_ALREADY_EXISTS", ("columnName", SqlIdentifier.Quote(repeated.Key.ToLowerInvariant())));
    }

    private static LogicalPlan Named(CreateView view, LogicalPlan query, ValueList<string> name, SessionState session)
    {
        CheckColumns(name, view, query.Output, session);
        return view.Columns.Count == 0 ? query : session.Analyze(new UnresolvedColumnAliases(new(view.Columns.Select(c => c.Name)), query));
    }

    /// <summary>The settings that the text of a view or function is read under later.</summary>
    public static ValueMap Captured(SessionState session)
    {
        var settings = session.Settings.GetAll().Where(s => s.Key.StartsWith("spark.sql.", StringComparison.Ordinal) && !NotCaptured.Any(n => s.Key.StartsWith(n, StringComparison.Ordinal)));
        return new([
            .. settings, new("spark.sql.ansi.enabled", session.Ansi ? "true" : "false"), new("spark.sql.session.timeZone", session.TimeZone),
            new(CapturedSession.CatalogKey, session.CurrentCatalog), new(CapturedSession.DatabaseKey, session.CurrentDatabase)]);
    }

    private static readonly string[] NotCaptured = ["spark.sql.optimizer.", "spark.sql.codegen.", "spark.sql.execution.", "spark.sql.shuffle.", "spark.sql.adaptive.", "spark.sql.warehouse.", "spark.sql.catalog"];

    private static QueryResult CreateUsing(CreateTemporaryViewUsing create, SessionState session, QueryRunner runner)
    {
        var name = Statements.NameOf(create.Name, runner);
        if (create.Provider.Equals("hive", StringComparison.OrdinalIgnoreCase)) throw Statements.Error("NOT_SUPPORTED_COMMAND_WITHOUT_HIVE_SUPPORT", ("cmd", "CREATE TEMPORARY VIEW USING hive"));
        if (session.Engine.Providers.Find(create.Provider) is NoopTableProvider) throw NoopTableProvider.NotReadable(create.Provider);
        var options = new ValueMap(create.Options, ignoreCase: true);
        var path = options.Get("path");
        ITable table = session.PythonSources.Find(create.Provider) is { } python ? PythonTable.Open(create.Provider, python, options, create.Declared, session)
            : path == null && create.Declared != null
            ? new FileTable(FileFormats.Find(create.Provider) ?? throw Statements.Error("DATA_SOURCE_NOT_FOUND", ("provider", create.Provider)), [], create.Declared, StructType.Empty, [], options)
            : FileTableProvider.OpenPaths(create.Provider, path == null ? [] : [path], options, create.Declared, session.Settings);
        var relation = SourceRelation.Of(table, f => new AttributeReference(f.Name, CheckCasts.WithoutLength(f.DataType), f.Nullable, ExprId.Next()));
        var views = create.IsGlobal ? session.Catalog.GlobalViews : session.Catalog.Views;
        views.Put(new TemporaryView(create.IsGlobal ? [SessionCatalog.GlobalTemporary, name[^1]] : [name[^1]], session.Analyze(relation), null), create.Replace);
        return CommandExecutor.Nothing;
    }

    private static QueryResult Drop(DropView drop, SessionState session, QueryRunner runner)
    {
        var name = Statements.NameOf(drop.Name, runner);
        if (session.Catalog.FindTemporaryView(name) is { } view)
        {
            (view.Name.Count > 1 ? session.Catalog.GlobalViews : session.Catalog.Views).Drop(name[^1]);
            return CommandExecutor.Nothing;
        }
        var full = Tables.Qualify(name, session);
        if (session.Catalog.FindTable(full) is not { } table)
            return drop.IfExists ? CommandExecutor.Nothing : throw Tables.NotFound(name, session);
        if (table.Type != CatalogTableType.View)
            throw Statements.Error("WRONG_COMMAND_FOR_OBJECT_TYPE", ("operation", "DROP VIEW"), ("requiredType", "VIEW or METRIC_VIEW"), ("objectName", string.Join('.', full)), ("foundType", table.Type.ToString().ToUpperInvariant()), ("alternative", "DROP TABLE"));
        session.Catalog.Catalog(full[0]).DropTable(full[1], full[2]);
        return CommandExecutor.Nothing;
    }

    private static QueryResult AlterAs(AlterViewAs alter, SessionState session, QueryRunner runner)
    {
        var name = Statements.NameOf(alter.Name, runner);
        var query = runner.Analyze(alter.Query);
        if (session.Catalog.FindTemporaryView(name) is { } temporary)
        {
            ViewReferences.CheckNotRecursive(temporary.Name, query);
            var views = temporary.Name.Count > 1 ? session.Catalog.GlobalViews : session.Catalog.Views;
            views.Put(temporary with { Plan = null, Table = Define(temporary.Name, new CreateView(alter.Name, ViewScope.Temporary, [], alter.Query, alter.Text, true, false), query, session) }, replace: true);
            return CommandExecutor.Nothing;
        }
        var view = GetView(name, "ALTER VIEW ... AS", session);
        ViewReferences.CheckPersistent(view.Name, alter.Query, query, session);
        ViewReferences.CheckNamed(view.Name, query, session);
        ViewReferences.CheckNotRecursive(view.Name, query);
        var changed = Define(view.Name, new CreateView(alter.Name, ViewScope.Persistent, [], alter.Query, alter.Text, true, false), query, session);
        Tables.Put(view with { Schema = changed.Schema, ViewText = alter.Text, QueryColumnNames = changed.QueryColumnNames, CapturedConf = changed.CapturedConf }, session);
        return CommandExecutor.Nothing;
    }

    private static QueryResult AlterMode(AlterViewSchemaMode alter, SessionState session, QueryRunner runner)
    {
        var name = Statements.NameOf(alter.Name, runner);
        if (session.Catalog.FindTemporaryView(name) != null)
            throw Statements.Error("EXPECT_PERMANENT_VIEW_NOT_TEMP", ("viewName", SqlIdentifier.Quote(name)), ("operation", "ALTER VIEW ... WITH SCHEMA"));
        Tables.Put(GetView(name, "ALTER VIEW ... WITH SCHEMA", session) with { ViewSchemaMode = alter.Mode }, session);
        return CommandExecutor.Nothing;
    }

    public static CatalogTable GetView(ValueList<string> name, string operation, SessionState session)
    {
        var view = Tables.Get(name, session);
        return view.Type == CatalogTableType.View ? view
            : throw Statements.Error("EXPECT_VIEW_NOT_TABLE.NO_ALTERNATIVE", ("tableName", SqlIdentifier.Quote(view.Name)), ("operation", operation));
    }
}
