using Firesteel.Core.Scheduler;

namespace Firesteel.Sql.Execution.Python;

/// <summary>Runs functions in worker processes of the user's Python, a process a task slot, kept and used again.</summary>
interface IPythonWorkers
{
    /// <summary>
    /// Starts one run for the running task. The worker belongs to it until the output is disposed; if the task ends or is
    /// cancelled first, the worker is killed. <paramref name="input"/> is read by another thread while the caller reads the
    /// output, with <see cref="TaskContext.Current"/> set to <paramref name="context"/>.
    /// </summary>
    IPythonOutput Run(PythonTask task, IPythonInput input, TaskContext context);
}

/// <summary>What a worker gets to read. Called by one thread at a time, not the one that reads the output.</summary>
interface IPythonInput
{
    /// <summary>
    /// Writes the next piece (a frame, a batch, a group) and says whether there may be more; with false it has also written
    /// the end mark of the eval type (int -1 after frames, the end of an Arrow stream, int 0 after groups). The stream is
    /// buffered: many small writes are cheap.
    /// </summary>
    bool WriteNext(Stream output);
}

/// <summary>What a worker answers. Used by one thread. What the function raised, or the worker's end, is thrown here.</summary>
interface IPythonOutput : IDisposable
{
    /// <summary>
    /// The next frame of kinds without Arrow (0, 100, 300); false at the end. The memory is valid until the next call.
    /// </summary>
    bool NextFrame(out ReadOnlyMemory<byte> frame);

    /// <summary>
    /// The next Arrow stream of Arrow kinds, null at the end. It is the worker's raw output: its reader takes the
    /// end-of-stream mark and not a byte more before it calls this again.
    /// </summary>
    Stream? NextStream();
}
