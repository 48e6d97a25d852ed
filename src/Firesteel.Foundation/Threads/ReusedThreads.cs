namespace Firesteel.Foundation.Threads;

/// <summary>
/// Threads for work that blocks and that begins often. Making a thread takes longer than waking one: one that has done its work waits for
/// the next, and ends after some seconds without.
/// </summary>
static class ReusedThreads
{
    private const int StackSize = 16 << 20;
    private const int MostIdle = 32;
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(20);
    private static readonly List<Worker> Idle = [];

    /// <summary>Runs work on a thread of its own, in the caller's execution context.</summary>
    /// <param name="name">The thread's name while it works.</param>
    /// <returns>Completes when the work has ended; holds its error.</returns>
    public static Task Start(string name, Action work)
    {
        var job = new Job(name, work, ExecutionContext.Capture(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var worker = TakeIdle();
        if (worker is not null) worker.Give(job);
        else new Thread(new Worker(job).Run, StackSize) { IsBackground = true }.UnsafeStart();
        return job.Done.Task;
    }

    private static Worker? TakeIdle()
    {
        lock (Idle)
        {
            if (Idle.Count == 0) return null;
            var last = Idle[^1];
            Idle.RemoveAt(Idle.Count - 1);
            return last;
        }
    }

    private sealed record Job(string Name, Action Work, ExecutionContext? Context, TaskCompletionSource Done)
    {
        public void Run()
        {
            try
            {
                if (Context is null) Work();
                else ExecutionContext.Run(Context, static work => ((Action)work!)(), Work);
                Done.SetResult();
            }
            catch (Exception e)
            {
                Done.SetException(e);
            }
        }
    }

    private sealed class Worker(Job first)
    {
        private readonly ManualResetEventSlim _given = new(false, spinCount: 0);
        private Job? _job = first;

        public void Give(Job job)
        {
            _job = job;
            _given.Set();
        }

        public void Run()
        {
            while (true)
            {
                Thread.CurrentThread.Name = _job!.Name;
                _job.Run();
                // What the work refers to is not to live as long as the thread waits.
                _job = null;
                lock (Idle)
                {
                    if (Idle.Count >= MostIdle) return;
                    Idle.Add(this);
                }
                if (!_given.Wait(IdleTime))
                    lock (Idle)
                        if (Idle.Remove(this)) return;
                // Whoever took this thread from the idle ones gives it work at once.
                _given.Wait();
                _given.Reset();
            }
        }
    }
}
