using System.Runtime.InteropServices;

namespace Firesteel.Cli;

/// <summary>Ends the process by the way of its exit hooks, where sessions stop and compilers are ended, on Ctrl-C and SIGTERM.</summary>
sealed class TerminationSignals : IDisposable
{
    private readonly PosixSignalRegistration _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal, 128 + 2));
    private readonly PosixSignalRegistration _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, 128 + 15));

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
    }

    // Handlers that are added later run first: a program's own may have said that it goes on.
    private static void End(PosixSignalContext signal, int code)
    {
        if (signal.Cancel) return;
        signal.Cancel = true;
        EndOfProcess.Within(EndOfProcess.Killed, code);
        Environment.Exit(code);
    }
}
