using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Tests.Analysis;

/// <summary>Runs a script's statements as far as analysis goes: definitions change the catalog, queries are resolved.</summary>
sealed class StatementRunner(TestSession session)
{
    /// <summary>The resolved query; null for a statement that gives no rows here.</summary>
    public LogicalPlan? Run(string sql)
    {
        var plan = session.Parse(sql);
        switch (plan)
        {
            case CreateView view: Create(view); return null;
            case CreateTable table: Create(table); return null;
            case CreateSqlFunction function: Create(function); return null;
            case DropView { Name: var name }: Drop(name.Parts); return null;
            case DropTable { Name: var name }: Drop(name.Parts); return null;
            case CreateSchema schema: session.Catalog.Catalog(session.CurrentCatalog).CreateDatabase(new CatalogDatabase([session.CurrentCatalog, schema.Name.Parts[^1]], "")); return null;
            case DropSchema schema: session.Catalog.Catalog(session.CurrentCatalog).DropDatabase(schema.Name.Parts[^1]); return null;
            case UseSchema use: session.Catalog.Use(use.Name.Parts); return null;
            case SetConfiguration { Key: { } key, Value: { } value }: session.Settings.SetUnchecked(key, value); return null;
            case ResetConfiguration { Key: { } key }: session.Settings.Unset(key); return null;
            case CreateVariable variable: Declare(variable); return null;
            case DropVariable variable: session.Catalog.Variables.Drop(variable.Name.Parts[^1]); return null;
            case SetVariable set: Set(set); return null;
            case CacheTable { Query: { } query } cache: Put(cache.Name.Parts, session.Analyze(query), false); return null;
            case Command command: session.Analyze(command); return null;
            default: return session.Analyze(plan);
        }
    }

    private void Create(CreateView view)
    {
        var resolved = (CreateView)session.Analyze(view);
        if (view.Scope == ViewScope.Persistent)
        {
            session.Catalog.CreateTable(DescribeViews.Describe(resolved, session.Catalog.Qualify(view.Name.Parts), session), true);
            return;
        }
        ValueList<string> name = view.Scope == ViewScope.GlobalTemporary ? [SessionCatalog.GlobalTemporary, view.Name.Parts[^1]] : [view.Name.Parts[^1]];
        var views = view.Scope == ViewScope.GlobalTemporary ? session.Catalog.GlobalViews : session.Catalog.Views;
        views.Put(new TemporaryView(name, null, DescribeViews.Describe(resolved, name, session)), true);
    }

    private void Put(ValueList<string> name, LogicalPlan plan, bool isGlobal)
    {
        if (isGlobal) session.Catalog.GlobalViews.Put(new TemporaryView([SessionCatalog.GlobalTemporary, name[^1]], plan, null), true);
        else session.Catalog.Views.Put(new TemporaryView([name[^1]], plan, null), true);
    }

    private void Create(CreateTable table)
    {
        var schema = table.Query is { } query ? new StructType(session.Analyze(query).Schema.Fields.Select(f => f with { Nullable = true })) : new StructType(table.Columns.Select(c => c.ToField()));
        session.Catalog.CreateTable(new CatalogTable(session.Catalog.Qualify(table.Name.Parts), CatalogTableType.Managed, schema) { Provider = "parquet" }, false);
    }

    private void Create(CreateSqlFunction function)
    {
        var name = function.IsTemporary ? function.Name.Parts : session.Catalog.Qualify(function.Name.Parts);
        var sql = new SqlFunction(name, new(function.Parameters.Select(p => new SqlFunctionParameter(p.Name, p.Type) { Default = p.Default?.Text })),
            function.ReturnType ?? function.ReturnColumns, function.BodyText, function.IsTable);
        if (function.IsTemporary) session.Catalog.PutTemporaryFunction(sql);
        else session.Catalog.Catalog(name[0]).PutFunction(sql);
    }

    private void Drop(ValueList<string> name)
    {
        if (session.Catalog.FindTemporaryView(name) != null) session.Catalog.Views.Drop(name[^1]);
        else if (session.Catalog.FindTable(session.Catalog.Qualify(name)) is { } table) session.Catalog.Catalog(table.Name[0]).DropTable(table.Name[1], table.Name[2]);
    }

    private void Declare(CreateVariable variable)
    {
        var resolved = variable.Default == null ? Literal.NullOf(variable.Type!) : Query(variable.Default.Value);
        var value = variable.Type == null || variable.Type == resolved.DataType ? resolved : Query(new Cast(variable.Default!.Value, variable.Type, EvalMode.Ansi) { IsUserSpecified = true });
        foreach (var name in variable.Names)
            session.Catalog.Variables.Declare(new SqlVariable(name.Parts[^1], ConstantFolding.Evaluate(value, session.TimeZone)), variable.Replace);
    }

    private void Set(SetVariable set)
    {
        var query = session.Analyze(set.Query);
        if (query is not Project { Child: OneRowRelation } project) return;
        foreach (var (target, item) in set.Targets.Zip(project.List))
            if (item is Alias { Child.Foldable: true } alias && session.Catalog.Variables.Find(target) is { } variable)
                session.Catalog.Variables.Set(variable, ConstantFolding.Evaluate(alias.Child, session.TimeZone));
    }

    private Expression Query(Expression value) => ((Project)session.Analyze(new Project([new Alias(value, "value")], new OneRowRelation()))).List[0] is Alias a ? a.Child : value;
}
