using System.Runtime.InteropServices;
using Firesteel.Foundation.Logging;

namespace Firesteel.Cli;

/// <summary>
/// The limit to how long the process may take to end: sessions stop and hooks run within it, and then it is gone whatever its threads
/// do. The first limit counts, and a shorter one after it.
/// </summary>
static class EndOfProcess
{
    /// <summary>After a request to end, or where the program that the process serves was killed.</summary>
    public static readonly TimeSpan Killed = TimeSpan.FromSeconds(5);

    /// <summary>After the program has ended by itself.</summary>
    public static readonly TimeSpan Regular = TimeSpan.FromSeconds(30);

    private static readonly Lock Guard = new();
    private static long _ends = long.MaxValue;

    /// <param name="code">Exit code where the limit is reached.</param>
    public static void Within(TimeSpan limit, int code)
    {
        var ends = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        lock (Guard)
        {
            if (ends >= _ends) return;
            _ends = ends;
        }
        // What is called when nothing else goes any more must not need to be compiled then.
        Marshal.PrelinkAll(typeof(EndOfProcess));
        new Thread(() => Watch(limit, code), 256 << 10) { IsBackground = true, Priority = ThreadPriority.Highest, Name = "end of process" }.UnsafeStart();
    }

    private static void Watch(TimeSpan limit, int code)
    {
        Thread.Sleep(limit);
        Logger.For("EndOfProcess").Warn($"What is still running did not end within {limit.TotalSeconds:0} s.");
        Exit(code);
    }

    // Neither hooks nor threads are waited for.
    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void Exit(int code);
}
