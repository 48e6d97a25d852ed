using System.Runtime.InteropServices;
using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Commands;

/// <summary>A process that runs until it is told to end, by a signal or by what it runs.</summary>
sealed class Daemon : IDisposable
{
    private const int Interrupted = 130;
    private const int Terminated = 143;

    private readonly TaskCompletionSource<int> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _signals;

    public Daemon(Logger log)
    {
        log.Info($"Started daemon with process name: {Environment.ProcessId}@{Environment.MachineName}");
        _signals =
        [
            Register(PosixSignal.SIGTERM, "TERM", Terminated, log),
            Register(PosixSignal.SIGHUP, "HUP", Terminated, log),
            Register(PosixSignal.SIGINT, "INT", Interrupted, log),
        ];
    }

    public void End(int code) => _end.TrySetResult(code);

    /// <summary>Waits for the end and tells the exit code.</summary>
    public int Wait() => _end.Task.GetAwaiter().GetResult();

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal, string name, int code, Logger log)
    {
        Logger.For("SignalUtils").Info($"Registering signal handler for {name}");
        return PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            log.Error($"RECEIVED SIGNAL {name}");
            End(code);
        });
    }
}
