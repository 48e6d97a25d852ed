using Firesteel.Core.Rpc;

namespace Firesteel.Sql.Execution.Remote;

/// <summary>The body of a process that runs tasks of SQL queries for a driver elsewhere.</summary>
static class SqlExecutor
{
    public static void Run() => ExecutorProcess.Run(ExecutorEnvironment.FromProcess(), new PlanPayloadCodec());
}
