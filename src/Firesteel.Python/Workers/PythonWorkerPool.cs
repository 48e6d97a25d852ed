using System.Globalization;
using System.Net.Sockets;
using Firesteel.Core.Scheduler;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Logging;
using Firesteel.Python.Workers;
using Firesteel.Sql.Execution.Python;

[assembly: PythonWorkers(typeof(PythonWorkerPool))]

namespace Firesteel.Python.Workers;

/// <summary>
/// The workers of this process: a daemon for each interpreter and environment, and the workers that wait for their next
/// task. A worker that has waited a minute is let go.
/// </summary>
sealed class PythonWorkerPool : IPythonWorkers, IDisposable
{
    private const int DefaultBufferSize = 1 << 16;
    private static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(1);
    private static readonly Logger Log = Logger.For("PythonWorkerFactory");

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Executable, ValueMap Environment), Family> _families = [];
    private readonly Timer _cleaner;
    private bool _disposed;

    public PythonWorkerPool()
    {
        _cleaner = new Timer(_ => LetIdleGo(), null, LongestIdle / 2, LongestIdle / 2);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End(waits: false);
    }

    /// <summary>A daemon and those of its workers that have nothing to do, the last one used on top.</summary>
    private sealed class Family
    {
        public readonly Lock Starting = new();
        public readonly Stack<PythonWorker> Idle = new();
        public PythonDaemon? Daemon;
        public int IsPrepared;
    }

    public IPythonOutput Run(PythonTask task, IPythonInput input, TaskContext context)
    {
        var key = (task.Functions[0].Executable, task.Functions[0].Environment);
        var family = FamilyOf(key);
        var worker = TakeIdle(family) ?? StartWorker(family, key);
        var reuse = key.Environment.ContainsKey(PythonEnvironment.ReuseWorker);
        return new PythonRun(task, input, context, worker, done => GiveBack(family, done, reuse));
    }

    /// <summary>Starts a daemon and some workers in the background, so that the first job finds them. A Python that is not there is the first job's error.</summary>
    public void Prepare(string executable, ValueMap environment, int workers)
    {
        var family = FamilyOf((executable, environment));
        if (Interlocked.Exchange(ref family.IsPrepared, 1) != 0) return;
        var thread = new Thread(() =>
        {
            try
            {
                for (var i = 0; i < workers; i++) GiveBack(family, StartWorker(family, (executable, environment)), reuse: true);
            }
            catch (Exception e) when (e is SparkException or IOException or SocketException or ObjectDisposedException)
            {
                if (Log.IsEnabled(LogLevel.Debug)) Log.Debug($"No Python worker was started ahead: {e.Message}");
            }
        }) { IsBackground = true, Name = "first Python workers" };
        thread.Start();
    }

    public void Dispose() => End(waits: true);

    private Family FamilyOf((string Executable, ValueMap Environment) key)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_families.TryGetValue(key, out var family)) _families.Add(key, family = new Family());
            return family;
        }
    }

    private void End(bool waits)
    {
        Family[] families;
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            families = [.. _families.Values];
            _families.Clear();
        }
        _cleaner.Dispose();
        foreach (var family in families)
        {
            // The daemon ends its workers; one whose connection broke first would complain, so at this process's end nobody closes them.
            family.Daemon?.End(waits);
            if (!waits) continue;
            lock (_gate)
                while (family.Idle.TryPop(out var worker)) worker.Dispose();
        }
    }

    private PythonWorker? TakeIdle(Family family)
    {
        while (true)
        {
            PythonWorker? worker;
            lock (_gate)
                if (!family.Idle.TryPop(out worker)) return null;
            if (worker.IsReady) return worker;
            worker.Dispose();
        }
    }

    private static PythonWorker StartWorker(Family family, (string Executable, ValueMap Environment) key)
    {
        var size = int.TryParse(key.Environment.Get(PythonEnvironment.BufferSize), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes is > 0 and <= 1 << 28 ? bytes : DefaultBufferSize;
        lock (family.Starting)
        {
            if (family.Daemon is { IsAlive: true } running)
            {
                try
                {
                    return running.NewWorker(size);
                }
                catch (Exception e) when (e is IOException or SocketException)
                {
                    Log.Warn($"A Python daemon failed to start a worker and is started anew: {e.Message}");
                }
            }
            family.Daemon?.Dispose();
            family.Daemon = null;
            family.Daemon = new PythonDaemon(key.Executable, key.Environment);
            return family.Daemon.NewWorker(size);
        }
    }

    private void GiveBack(Family family, PythonWorker worker, bool reuse)
    {
        worker.IdleSince = Environment.TickCount64;
        lock (_gate)
        {
            if (reuse && !_disposed)
            {
                family.Idle.Push(worker);
                return;
            }
        }
        worker.Dispose();
    }

    private void LetIdleGo()
    {
        var since = Environment.TickCount64 - (long)LongestIdle.TotalMilliseconds;
        var old = new List<PythonWorker>();
        lock (_gate)
        {
            foreach (var family in _families.Values)
            {
                if (family.Idle.Count == 0 || family.Idle.All(w => w.IdleSince >= since)) continue;
                var kept = family.Idle.Where(w => w.IdleSince >= since).Reverse().ToArray();
                old.AddRange(family.Idle.Where(w => w.IdleSince < since));
                family.Idle.Clear();
                foreach (var worker in kept) family.Idle.Push(worker);
            }
        }
        foreach (var worker in old) worker.Kill();
    }
}
