using Firesteel.Core.Tests.Rpc;
using Firesteel.Deploy.Commands;
using Firesteel.Deploy.Tests.Simulation;
using Firesteel.Deploy.Tests.Support;
using Firesteel.Foundation.Logging;

// The tests of real processes start this very program as those processes.
if (args is ["chaos", .. var faults]) return Firesteel.Deploy.Tests.Chaos.ChaosProgram.Run(faults);
if (args is [var verb, .. var rest] && verb is "master" or "worker" or "executor" or "job" or "submit")
{
    Logger.Level = LogLevel.Info;
    Firesteel.Deploy.Standalone.EngineCommand.Override = [Environment.ProcessPath!];
    static IReadOnlyDictionary<string, string> Properties(string? file) => file is null ? new Dictionary<string, string>() : File.ReadLines(file).Select(l => l.Split(' ', 2)).ToDictionary(w => w[0], w => w[1]);
    return verb switch
    {
        "master" => MasterCommand.Run(args[1..], Properties),
        "worker" => WorkerCommand.Run(args[1..], Path.GetTempPath(), Properties),
        "executor" => ExecutorCommand.Run(new TestCodec(), Properties),
        _ => JobProgram.Run(args[1..]),
    };
}
if (args is ["simulate", .. var options]) return SimulateCommand.Run(options);
if (args is ["scale", .. var size]) return ScaleCommand.Run(size);
Logger.Level = LogLevel.Off;
return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
