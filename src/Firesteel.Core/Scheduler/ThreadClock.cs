using System.Runtime.InteropServices;

namespace Firesteel.Core.Scheduler;

/// <summary>CPU time of the calling thread, where the system tells it.</summary>
static partial class ThreadClock
{
    private const int ThreadCpuTime = 3;

    /// <summary>Nanoseconds of CPU that this thread has used; 0 where the system does not say.</summary>
    public static long CpuNanoseconds() =>
        OperatingSystem.IsLinux() && GetTime(ThreadCpuTime, out var time) == 0 ? time.Seconds * 1_000_000_000 + time.Nanoseconds : 0;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
