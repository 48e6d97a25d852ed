namespace Firesteel.Core.Scheduler;

/// <summary>Brings a running task of a barrier stage, by way of the driver, together with the stage's other tasks; blocks until they have come.</summary>
interface IBarrierPoint
{
    BarrierAnswer Sync(BarrierRequest request, CancellationToken cancellation);
}

/// <summary>Where tasks wait for the answers that the driver gives to their questions.</summary>
sealed class BarrierQuestions(Action<BarrierRequest> ask) : IBarrierPoint
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<long, TaskCompletionSource<BarrierAnswer>> _open = new();

    public BarrierAnswer Sync(BarrierRequest request, CancellationToken cancellation)
    {
        var answer = _open[request.TaskId] = new TaskCompletionSource<BarrierAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            ask(request);
            answer.Task.Wait(cancellation);
            return answer.Task.Result;
        }
        finally
        {
            _open.TryRemove(request.TaskId, out _);
        }
    }

    public void Answer(long taskId, BarrierAnswer answer)
    {
        if (_open.TryGetValue(taskId, out var waiting)) waiting.TrySetResult(answer);
    }
}
