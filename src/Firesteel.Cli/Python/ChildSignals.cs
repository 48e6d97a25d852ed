using System.Diagnostics;
using System.Runtime.InteropServices;
using Firesteel.Foundation.Logging;

namespace Firesteel.Cli.Python;

/// <summary>
/// Passes requests to end on to the child that this process runs for. A child that goes on all the same is killed after a while, so that
/// both are gone.
/// </summary>
sealed class ChildSignals : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly bool _endsOnInterrupt;
    private readonly Lock _guard = new();
    private Process? _child;
    private PosixSignal? _pending;

    /// <param name="endsOnInterrupt">Whether Ctrl-C is a request to end: not in a shell, where it ends a statement.</param>
    public ChildSignals(bool endsOnInterrupt)
    {
        _endsOnInterrupt = endsOnInterrupt;
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
    }

    public bool WasToldToEnd { get; private set; }

    /// <summary>Names the child. What was asked for before it was there is asked of it now.</summary>
    public void Follow(Process child)
    {
        PosixSignal? pending;
        lock (_guard)
        {
            _child = child;
            pending = _pending;
        }
        if (pending is { } signal) End(child, signal);
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (context.Signal == PosixSignal.SIGINT && !_endsOnInterrupt) return;
        Process? child;
        lock (_guard)
        {
            WasToldToEnd = true;
            child = _child;
            if (child == null) _pending = context.Signal;
        }
        if (child != null) End(child, context.Signal);
    }

    private static void End(Process child, PosixSignal signal)
    {
        // In front of a terminal the child has heard of Ctrl-C already; a second one would break off what it does about it.
        if (signal == PosixSignal.SIGTERM) Send(child, SigTerm);
        else if (ForegroundGroup(0) != OwnGroup()) Send(child, SigInt);
        var killer = new Thread(() =>
        {
            Thread.Sleep(Patience);
            Send(child, SigKill);
        }, 256 << 10) { IsBackground = true, Name = "end of the program" };
        killer.UnsafeStart();
    }

    private static void Send(Process child, int signal)
    {
        try
        {
            if (!child.HasExited) _ = Kill(child.Id, signal);
        }
        catch (InvalidOperationException e)
        {
            Logger.For("PythonProgram").Debug($"The program has ended: {e.Message}");
        }
    }

    private const int SigInt = 2;
    private const int SigKill = 9;
    private const int SigTerm = 15;

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);

    [DllImport("libc", EntryPoint = "tcgetpgrp", SetLastError = true)]
    private static extern int ForegroundGroup(int terminal);

    [DllImport("libc", EntryPoint = "getpgrp")]
    private static extern int OwnGroup();
}
