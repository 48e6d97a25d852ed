using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Firesteel.Python.Workers;

/// <summary>
/// Memory that one worker process shares with the engine: what it is given and what it answers, a ring each. The kernel copies nothing
/// and wakes nobody while both sides are busy; the socket beside it wakes who sleeps. Layout: a head of 4,096 bytes, whose first 192 are the
/// counts of what is given and whose next 192 those of the answers; then the two rings. Its other side is in start_daemon.py.
/// </summary>
sealed unsafe partial class WorkerMemory : IDisposable
{
    private const int HeadSize = 4096;
    private const int CountsSize = 192;
    private const int RingSize = 1 << 20;
    private const uint CloseOnExec = 1;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly SafeFileHandle _handle;

    private WorkerMemory(SafeFileHandle handle)
    {
        _handle = handle;
        _file = MemoryMappedFile.CreateFromFile(handle, null, HeadSize + 2 * RingSize, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        _view = _file.CreateViewAccessor();
        var buffer = _view.SafeMemoryMappedViewHandle;
        byte* start = null;
        buffer.AcquirePointer(ref start);
        // The rings hold the memory while they touch it, not the pointer.
        buffer.ReleasePointer();
        Given = new SharedRing(buffer, start, start + HeadSize, RingSize);
        Answers = new SharedRing(buffer, start + CountsSize, start + HeadSize + RingSize, RingSize);
    }

    /// <summary>Python orders its writes by what x64 promises.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>From the engine to the worker.</summary>
    public SharedRing Given { get; }

    /// <summary>From the worker to the engine.</summary>
    public SharedRing Answers { get; }

    /// <summary>Where a process of the same user can open it, until <see cref="Close"/>.</summary>
    public string Path => $"/proc/{Environment.ProcessId}/fd/{_handle.DangerousGetHandle()}";

    /// <summary>New memory; null where the system has none to give.</summary>
    public static WorkerMemory? TryCreate()
    {
        var file = memfd_create(Encoding.ASCII.GetBytes("pyspark-worker\0"), CloseOnExec);
        if (file < 0) return null;
        var handle = new SafeFileHandle(file, ownsHandle: true);
        try
        {
            return new WorkerMemory(handle);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            handle.Dispose();
            return null;
        }
    }

    /// <summary>Lets nobody else open it; who has, keeps it.</summary>
    public void Close()
    {
        _file.Dispose();
        _handle.Dispose();
    }

    public void Dispose()
    {
        Close();
        _view.Dispose();
    }

    [LibraryImport("libc")]
    private static partial int memfd_create(byte[] name, uint flags);
}
