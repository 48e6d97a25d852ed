using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Sql.Sessions;

namespace Firesteel.Sql.Commands;

/// <summary>DELETE, UPDATE and MERGE: tables that are sets of files do not have them.</summary>
static class RowChangeCommands
{
    public static void Register()
    {
        CommandExecutor.Register<DeleteFrom>((delete, session, runner) => throw Refuse(delete.Table, "DELETE", session, runner));
        CommandExecutor.Register<UpdateTable>((update, session, runner) => throw Refuse(update.Table, "UPDATE TABLE", session, runner));
        CommandExecutor.Register<MergeInto>((merge, session, runner) => throw Refuse(merge.Target, "MERGE INTO TABLE", session, runner));
        CommandExecutor.Register<LoadData>((load, session, runner) => throw Statements.Error("_LEGACY_ERROR_TEMP_1259", ("tableIdentWithDB", Types.SqlIdentifier.Quote(Tables.GetTable(load.Name, session, runner, "LOAD DATA").Name))));
    }

    private static AnalysisException Refuse(LogicalPlan target, string operation, SessionState session, QueryRunner runner)
    {
        var plan = target;
        while (plan is SubqueryAlias alias) plan = alias.Child;
        var name = plan is UnresolvedIdentifierRelation i ? session.NameOf(i.Name, runner.Parameters) : ((UnresolvedRelation)plan).Name;
        if (session.Catalog.FindTemporaryView(name) != null) return Tables.ExpectedTable(name, operation);
        var table = Tables.Get(name, session);
        return table.Type == CatalogTableType.View ? Tables.ExpectedTable(table.Name, operation) : Tables.Unsupported(table.Name, operation);
    }
}
