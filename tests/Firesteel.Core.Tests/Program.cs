using Firesteel.Core.Rpc;
using Firesteel.Core.Tests.Rpc;

// The tests of executors in other processes start this very program as those processes.
if (args is ["--executor"])
{
    ExecutorProcess.Run(ExecutorEnvironment.FromProcess(), new TestCodec());
    return 0;
}
return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
