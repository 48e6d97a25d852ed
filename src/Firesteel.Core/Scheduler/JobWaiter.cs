using Firesteel.Core.Shuffle;

namespace Firesteel.Core.Scheduler;

/// <summary>A submitted job as its submitter sees it.</summary>
/// <remarks>
/// Results come to the handler in the order of the job's partitions, each once, on the scheduler's loop: a handler must
/// be quick. A handler that throws fails the job.
/// </remarks>
sealed class JobWaiter(int jobId, int outputs, Action<int, object?>? handler, Action? ended)
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object?[] _early = new object?[handler is null ? 0 : outputs];
    private readonly bool[] _arrived = new bool[handler is null ? 0 : outputs];
    private int _delivered;

    public int JobId => jobId;

    /// <summary>Ends when the job does; faulted with the reason when it failed or was cancelled.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Ends when no task of the job runs any more, so that what its tasks used can be freed.</summary>
    public Task Quiet => _quiet.Task;

    /// <summary>Sizes of the output of a map stage that was submitted on its own, once complete.</summary>
    public MapOutputStatistics? Statistics { get; private set; }

    /// <summary>Blocks until the job has ended and is quiet; throws why it failed.</summary>
    public void Wait()
    {
        Task.WhenAny(_completion.Task).GetAwaiter().GetResult();
        _quiet.Task.GetAwaiter().GetResult();
        _completion.Task.GetAwaiter().GetResult();
    }

    /// <summary>Takes the result at a place of the job's partition list and delivers what is next in order.</summary>
    public void TaskSucceeded(int index, object? result)
    {
        if (handler is null) return;
        (_early[index], _arrived[index]) = (result, true);
        while (_delivered < outputs && _arrived[_delivered])
        {
            var next = _delivered++;
            var value = _early[next];
            _early[next] = null;
            handler(next, value);
        }
    }

    public void Succeed(MapOutputStatistics? statistics = null)
    {
        Statistics = statistics;
        _completion.TrySetResult();
        ended?.Invoke();
    }

    public void Fail(Exception reason)
    {
        _completion.TrySetException(reason);
        ended?.Invoke();
    }

    public void SetQuiet() => _quiet.TrySetResult();
}
