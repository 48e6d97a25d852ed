using System.Collections.Concurrent;

namespace Firesteel.Core.Scheduler;

/// <summary>
/// Runs each loop on a background thread of its own, or on a thread that posts to it and lends itself: a small job costs
/// more in switches between threads than in work.
/// </summary>
sealed class ThreadEventLoopHost : IEventLoopHost
{
    [ThreadStatic]
    private static bool s_lent;

    private readonly ConcurrentDictionary<IEventLoop, LoopThread> _threads = new();

    /// <summary>
    /// Does something that posts messages, and lets this thread run the loops that get them where nobody else does. Not
    /// for a thread that another may interrupt.
    /// </summary>
    public static void Lend<T>(Action<T> post, T argument)
    {
        if (s_lent)
        {
            post(argument);
            return;
        }
        s_lent = true;
        try { post(argument); }
        finally { s_lent = false; }
    }

    public void Attach(IEventLoop loop) => _threads[loop] = new LoopThread(loop);

    public void Join(IEventLoop loop)
    {
        if (_threads.TryRemove(loop, out var thread)) thread.Join();
    }

    private sealed class LoopThread
    {
        // Rounds that a lent thread does before the loop's own goes on: it has something else to do.
        private const int MostLent = 8;

        private readonly IEventLoop _loop;
        private readonly Thread _thread;
        private readonly object _gate = new();
        private bool _wanted = true;
        private Thread? _runner;

        public LoopThread(IEventLoop loop)
        {
            _loop = loop;
            _thread = new Thread(Run) { IsBackground = true, Name = loop.Name };
            loop.Posted = OnPosted;
            _thread.Start();
        }

        public void Join()
        {
            // A handler may end its own loop.
            if (_thread != Thread.CurrentThread && Volatile.Read(ref _runner) != Thread.CurrentThread) _thread.Join();
        }

        private void OnPosted()
        {
            // Whoever runs the loop looks for messages once more after it let go.
            Interlocked.MemoryBarrier();
            if (Volatile.Read(ref _runner) is not null && !_loop.HasEnded) return;
            if (!s_lent || !RunRounds(MostLent) || _loop.HasEnded) Wake();
        }

        private void Run()
        {
            while (true)
            {
                lock (_gate)
                {
                    while (!_wanted) Monitor.Wait(_gate);
                    _wanted = false;
                }
                RunRounds(int.MaxValue);
                // A lent thread that still handles the last message wakes this one when it is done.
                if (_loop.HasEnded && Volatile.Read(ref _runner) is null) return;
            }
        }

        /// <summary>False where messages may be left that nobody handles.</summary>
        private bool RunRounds(int most)
        {
            while (_loop.HasMessages)
            {
                if (Interlocked.CompareExchange(ref _runner, Thread.CurrentThread, null) is not null) return true;
                for (; most > 0 && _loop.RunPending(); most--) { }
                Interlocked.Exchange(ref _runner, null);
                if (most == 0) return !_loop.HasMessages;
            }
            return true;
        }

        private void Wake()
        {
            lock (_gate)
            {
                _wanted = true;
                Monitor.Pulse(_gate);
            }
        }
    }
}
