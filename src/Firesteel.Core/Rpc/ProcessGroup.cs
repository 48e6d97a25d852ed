using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Firesteel.Core.Rpc;

/// <summary>Ties a process that another one started to its starter's life, and lets it be ended with its own children.</summary>
static partial class ProcessGroup
{
    private const int DeathSignalOption = 1;
    private const int Terminate = 15;
    private const int KillSignal = 9;

    /// <summary>Makes this process the leader of a group of its own.</summary>
    public static void Lead()
    {
        if (!OperatingSystem.IsWindows()) setpgid(0, 0);
    }

    /// <summary>
    /// Has the kernel end this process when the thread that started it ends: whoever starts such processes does so from
    /// a thread that lives as long as itself.
    /// </summary>
    public static void EndWithStarter()
    {
        if (!OperatingSystem.IsLinux()) return;
        var parent = getppid();
        prctl(DeathSignalOption, KillSignal, 0, 0, 0);
        // The starter may have ended before the kernel was asked.
        if (getppid() != parent || parent == 1) Environment.Exit(1);
    }

    /// <summary>Asks the process that leads a group, and its children, to end.</summary>
    public static void SignalToEnd(Process process) => Signal(process, Terminate);

    /// <summary>Ends a process that leads a group, and its children, at once.</summary>
    public static void Kill(Process process) => Signal(process, KillSignal);

    private static void Signal(Process process, int signal)
    {
        if (OperatingSystem.IsWindows())
        {
            process.Kill(entireProcessTree: true);
            return;
        }
        // It may not have come to lead its group yet.
        if (kill(-process.Id, signal) != 0) kill(process.Id, signal);
    }

    [LibraryImport("libc")]
    private static partial int prctl(int option, nint a, nint b, nint c, nint d);

    [LibraryImport("libc")]
    private static partial int setpgid(int process, int group);

    [LibraryImport("libc")]
    private static partial int getppid();

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}
