using System.Runtime.ExceptionServices;
using Firesteel.Core.Metrics;

namespace Firesteel.Core.Scheduler;

/// <summary>Lends the idle workers of an executor to a task.</summary>
interface IHelperPool
{
    /// <summary>Whether tasks wait for the workers that help.</summary>
    bool TasksWait { get; }

    /// <summary>Offers the group's work to at most <paramref name="most"/> workers that are idle now.</summary>
    void Offer(HelperGroup group, int most);
}

/// <summary>One worker's part in a task that several work on.</summary>
/// <param name="isHelper">False for the task's own worker.</param>
sealed class HelperToken(HelperGroup group, bool isHelper)
{
    public bool IsHelper => isHelper;

    /// <summary>Whether this worker should return after its current morsel: others failed, or a task waits for the helper.</summary>
    public bool ShouldLeave => group.HasFailed || (isHelper && group.TasksWait);
}

/// <summary>The workers that share one task's work at one time: its own, and helpers that come and go.</summary>
sealed class HelperGroup(TaskContext context, IHelperPool pool, Action<HelperToken> body)
{
    private readonly object _gate = new();
    private ExceptionDispatchInfo? _failure;
    private int _active;
    private bool _closed;

    public bool HasFailed => Volatile.Read(ref _failure) is not null;
    public bool TasksWait => pool.TasksWait;

    /// <summary>Runs the body on the task's own worker, and waits for the helpers that joined; throws what failed first.</summary>
    public void RunAsOwner()
    {
        Run(new HelperToken(this, false));
        lock (_gate)
        {
            _closed = true;
            while (_active > 0) Monitor.Wait(_gate);
        }
        _failure?.Throw();
    }

    /// <summary>Runs the body on an idle worker, unless the work is done or tasks wait for that worker.</summary>
    public void RunAsHelper()
    {
        lock (_gate)
        {
            if (_closed || TasksWait || HasFailed) return;
            _active++;
        }
        var cpu = ThreadClock.CpuNanoseconds();
        TaskContext.Current = context;
        try { Run(new HelperToken(this, true)); }
        finally
        {
            TaskContext.Current = null;
            context.Metrics.Add(TaskMetric.ExecutorCpuTime, ThreadClock.CpuNanoseconds() - cpu);
            lock (_gate)
            {
                _active--;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void Run(HelperToken token)
    {
        try { body(token); }
        catch (Exception e) { Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(e), null); }
    }
}
