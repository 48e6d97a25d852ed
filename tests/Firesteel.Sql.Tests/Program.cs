using Firesteel.Sql.Execution.Remote;

// The tests of executors in other processes start this very program as those processes.
if (args is ["--executor"])
{
    SqlExecutor.Run();
    return 0;
}
return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
