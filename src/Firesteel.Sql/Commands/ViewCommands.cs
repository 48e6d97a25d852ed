using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Sessions;

namespace Firesteel.Sql.Commands;

/// <summary>CREATE VIEW and its kin.</summary>
static class ViewCommands
{
    public static void Register()
    {
        CommandExecutor.Register<CreateView>(Create);
        CommandExecutor.Register<DropView>(Drop);
    }

    private static QueryResult Create(CreateView view, SessionState session, QueryRunner runner)
    {
        var query = session.Analyze(view.Query);
        var named = view.Columns.Count == 0 ? query : session.Analyze(new UnresolvedColumnAliases(new(view.Columns.Select(c => c.Name)), query));
        switch (view.Scope)
        {
            case ViewScope.Temporary:
                session.Catalog.Views.Put(new TemporaryView([view.Name.Parts[^1]], named, null), view.Replace);
                break;
            case ViewScope.GlobalTemporary:
                session.Catalog.GlobalViews.Put(new TemporaryView([SessionCatalog.GlobalTemporary, view.Name.Parts[^1]], named, null), view.Replace);
                break;
            default:
                session.Catalog.CreateTable(new CatalogTable(session.Catalog.Qualify(view.Name.Parts), CatalogTableType.View, named.Schema)
                {
                    ViewText = view.Text,
                    Comment = view.Comment,
                    Properties = view.Properties,
                    QueryColumnNames = new(query.Output.Select(o => o.Name)),
                    CapturedConf = ValueMap.Empty.With("spark.sql.ansi.enabled", session.Conf("spark.sql.ansi.enabled")),
                }, view.Replace);
                break;
        }
        return CommandExecutor.Nothing;
    }

    private static QueryResult Drop(DropView drop, SessionState session, QueryRunner runner)
    {
        var name = drop.Name.Parts;
        if (session.Catalog.FindTemporaryView(name) is { } view)
        {
            (view.Name.Count > 1 ? session.Catalog.GlobalViews : session.Catalog.Views).Drop(name[^1]);
            return CommandExecutor.Nothing;
        }
        var qualified = session.Catalog.Qualify(name);
        if (session.Catalog.FindTable(qualified) is { Type: CatalogTableType.View })
            session.Catalog.Catalog(qualified[0]).DropTable(qualified[1], qualified[2]);
        else if (!drop.IfExists)
            throw new AnalysisException("TABLE_OR_VIEW_NOT_FOUND", new Dictionary<string, string> { ["relationName"] = Types.SqlIdentifier.Quote(qualified), ["searchPath"] = "" });
        return CommandExecutor.Nothing;
    }
}
