using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Sql.Sessions;

namespace Firesteel.Sql.Commands;

/// <summary>Runs statements that are not queries; each kind registers who runs it.</summary>
static class CommandExecutor
{
    public delegate QueryResult Handler(Command command, SessionState session, QueryRunner runner);

    private static readonly Dictionary<Type, Handler> Handlers = [];

    static CommandExecutor()
    {
        ViewCommands.Register();
        TableCommands.Register();
        InsertCommands.Register();
        SchemaCommands.Register();
        SettingCommands.Register();
        VariableCommands.Register();
        ExecuteImmediateCommand.Register();
        DescribeCommands.Register();
        ShowCommands.Register();
        AlterTableCommands.Register();
        PartitionCommands.Register();
        StatisticsCommands.Register();
        RowChangeCommands.Register();
        CacheCommands.Register();
        ResourceCommands.Register();
        ExplainCommand.Register();
        FunctionCommands.Register();
        ScriptCommand.Register();
    }

    public static void Register<T>(Func<T, SessionState, QueryRunner, QueryResult> handler) where T : Command
        => Handlers[typeof(T)] = (command, session, runner) => handler((T)command, session, runner);

    public static QueryResult Run(Command command, SessionState session, QueryRunner runner)
        => Handlers.TryGetValue(command.GetType(), out var handler)
            ? handler(command, session, runner)
            : throw new AnalysisException("UNSUPPORTED_FEATURE.SQL_STATEMENT", new Dictionary<string, string> { ["statement"] = command.GetType().Name });

    /// <summary>The answer of a statement that has none.</summary>
    public static QueryResult Nothing => new(Types.StructType.Empty, [], []);
}
