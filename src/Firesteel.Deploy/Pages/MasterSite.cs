using Firesteel.Deploy.Standalone.Master;

namespace Firesteel.Deploy.Pages;

/// <summary>Which request a Master answers with what.</summary>
sealed class MasterSite(string url, TimeProvider time, bool killEnabled)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly MasterPages _pages = new(url, time, killEnabled);
    private readonly MasterJson _json = new(url, time);

    /// <param name="master">Null while it starts.</param>
    public PageAnswer Answer(Master? master, PageRequest request)
    {
        if (master is null) return PageAnswer.Plain(503, "Starting\n");
        if (request.IsPost) return Kill(master, request);
        return request.Path switch
        {
            "/" => Ask(master, state => _pages.Overview(state, request.Viewer)),
            "/app" => Ask(master, state => _pages.Application(state, request.Query("appId"), request.Viewer)),
            "/json" => Ask(master, state => _json.State(state, null)),
            "/app/json" => Ask(master, state => _json.Application(state, request.Query("appId"))),
            "/metrics/json" or "/metrics/master/json" => Ask(master, state => MetricsPage.Json(MasterJson.Metrics(state))),
            "/metrics/prometheus" or "/metrics/master/prometheus" => Ask(master, state => MetricsPage.Prometheus(MasterJson.Metrics(state))),
            var path when path.StartsWith("/json/", StringComparison.Ordinal) => Ask(master, state => _json.State(state, path["/json/".Length..])),
            _ => PageAnswer.NotFound,
        };
    }

    private PageAnswer Kill(Master master, PageRequest request)
    {
        if (!killEnabled) return PageAnswer.Plain(403, "Ending things from the pages is turned off (spark.ui.killEnabled).\n");
        var id = request.Form("id");
        if (id.Length == 0 || request.Form("terminate") != "true") return PageAnswer.Plain(400, "What is to be ended?\n");
        switch (request.Path)
        {
            case "/app/kill": master.Post(new MasterMessage.KillApplication(id)); break;
            case "/driver/kill": master.Post(new MasterMessage.KillDriver(id)); break;
            default: return PageAnswer.NotFound;
        }
        return PageAnswer.Redirect("/");
    }

    // Pages are made on the loop: they see one state.
    private static PageAnswer Ask(Master master, Func<MasterState, PageAnswer> view)
    {
        var answer = new TaskCompletionSource<PageAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        master.Post(new MasterMessage.Look(state =>
        {
            try { answer.SetResult(view(state)); }
            catch (Exception e) { answer.SetException(e); }
        }));
        return answer.Task.Wait(Patience) ? answer.Task.Result : PageAnswer.Plain(503, "The Master is busy\n");
    }
}
