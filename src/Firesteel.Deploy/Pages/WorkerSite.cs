using Firesteel.Deploy.Standalone.Worker;

namespace Firesteel.Deploy.Pages;

/// <summary>Which request a Worker answers with what.</summary>
sealed class WorkerSite(WorkerPages pages)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="worker">Null while it starts.</param>
    public PageAnswer Answer(Worker? worker, PageRequest request)
    {
        if (worker is null) return PageAnswer.Plain(503, "Starting\n");
        if (request.IsPost) return PageAnswer.NotFound;
        return request.Path switch
        {
            "/" => Ask(worker, state => pages.Overview(state, request.Viewer)),
            "/json" => Ask(worker, pages.Json),
            "/logPage" => Ask(worker, state => pages.LogPage(request, state)),
            "/log" => pages.LogText(request),
            "/metrics/json" => Ask(worker, state => MetricsPage.Json(pages.Metrics(state))),
            "/metrics/prometheus" => Ask(worker, state => MetricsPage.Prometheus(pages.Metrics(state))),
            _ => PageAnswer.NotFound,
        };
    }

    private static PageAnswer Ask(Worker worker, Func<WorkerState, PageAnswer> view)
    {
        var answer = new TaskCompletionSource<PageAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        worker.Post(new WorkerMessage.Look(state =>
        {
            try { answer.SetResult(view(state)); }
            catch (Exception e) { answer.SetException(e); }
        }));
        return answer.Task.Wait(Patience) ? answer.Task.Result : PageAnswer.Plain(503, "The Worker is busy\n");
    }
}
