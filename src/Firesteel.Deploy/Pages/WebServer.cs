using System.Net;
using System.Net.Sockets;
using Firesteel.Core.Rpc;
using Firesteel.Foundation.Logging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Firesteel.Deploy.Pages;

/// <summary>Serves the pages of a daemon: one function answers every request that the guard lets through.</summary>
sealed class WebServer : IDisposable
{
    private const int MaxFormBytes = 16 << 10;
    private const string Policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";
    private static readonly Logger Log = Logger.For("JettyUtils");
    private readonly WebApplication _app;

    private WebServer(WebApplication app, int port) => (_app, Port) = (app, port);

    public int Port { get; }

    /// <summary>Starts on a port, or where it is taken on one of the next.</summary>
    /// <param name="port">0 for any that is free.</param>
    /// <param name="retries">How many are tried (<c>spark.port.maxRetries</c>).</param>
    /// <exception cref="SparkException">All of them are taken.</exception>
    public static WebServer Start(string name, string host, int port, int retries, PageGuard guard, Func<PageRequest, PageAnswer> answer)
    {
        var address = HostAddress.Of(host);
        for (var tries = 0; ; tries++)
        {
            var at = port == 0 ? 0 : port + tries;
            try
            {
                var app = Build(address, at, guard, answer);
                app.StartAsync().GetAwaiter().GetResult();
                var bound = new Uri(app.Urls.First()).Port;
                Log.Info($"Start Jetty {host}:{bound} for {name}");
                Logger.For("Utils").Info($"Successfully started service '{name}' on port {bound}.");
                return new WebServer(app, bound);
            }
            catch (IOException e) when (e.InnerException is SocketException or AddressInUseException)
            {
                if (port == 0 || tries >= retries)
                    throw SparkException.WithoutCondition($"{e.Message} Service '{name}' failed after {retries} retries (starting from {port})! Consider setting another port for it, or raising spark.port.maxRetries.", e);
                Logger.For("Utils").Warn($"Service '{name}' could not bind on port {at}. Attempting port {at + 1}.");
            }
        }
    }

    /// <summary>Ends at once: nobody is in the middle of anything here.</summary>
    public void Dispose() => _app.StopAsync(new CancellationToken(canceled: true)).ContinueWith(_ => { }).Wait(TimeSpan.FromMilliseconds(200));

    private static WebApplication Build(IPAddress address, int port, PageGuard guard, Func<PageRequest, PageAnswer> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxFormBytes;
            kestrel.Limits.MaxConcurrentConnections = 256;
            kestrel.Listen(address, port);
        });
        var app = builder.Build();
        app.Run(context => Serve(context, guard, answer));
        return app;
    }

    private static async Task Serve(HttpContext context, PageGuard guard, Func<PageRequest, PageAnswer> answer)
    {
        PageAnswer page;
        try { page = await Answer(context, guard, answer); }
        catch (Exception e) when (e is BadHttpRequestException or InvalidDataException)
        {
            page = PageAnswer.Plain(400, "The request is malformed.\n");
        }
        catch (Exception e)
        {
            Log.Warn($"{context.Request.Path} could not be answered", e);
            page = PageAnswer.Plain(500, "The page could not be made; the log says why.\n");
        }
        var headers = context.Response.Headers;
        context.Response.StatusCode = page.Status;
        context.Response.ContentType = page.ContentType;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "SAMEORIGIN";
        headers.ContentSecurityPolicy = Policy;
        headers.CacheControl = page == PageStyle.Sheet || page == PageStyle.Script ? "max-age=3600" : "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        if (page.Location is { } elsewhere) headers.Location = elsewhere;
        context.Response.ContentLength = page.Body.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(page.Body, context.RequestAborted);
    }

    private static async Task<PageAnswer> Answer(HttpContext context, PageGuard guard, Func<PageRequest, PageAnswer> answer)
    {
        var request = context.Request;
        var isPost = HttpMethods.IsPost(request.Method);
        if (!isPost && !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)) return PageAnswer.Plain(405, "Not allowed\n");
        var (refusal, viewer) = guard.Check(context);
        if (refusal is not null) return refusal;
        // The token does not stay in the address line, from where it would be copied along.
        if (!isPost && viewer.Token is not null && request.Query.ContainsKey("token") && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
            return PageAnswer.Redirect(request.Path + QueryString.Create(request.Query.Where(q => q.Key != "token").SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value))));
        IFormCollection? form = null;
        if (isPost)
        {
            if (!request.HasFormContentType) return PageAnswer.Plain(415, "A form is expected\n");
            form = await request.ReadFormAsync(context.RequestAborted);
            if (!guard.IsOwnForm(form["key"].ToString())) return PageAnswer.Plain(403, "The form is out of date or not of these pages: load the page again.\n");
        }
        var path = request.Path.Value is { Length: > 1 } given ? given.TrimEnd('/') : "/";
        return path switch
        {
            PageStyle.SheetPath => PageStyle.Sheet,
            PageStyle.ScriptPath => PageStyle.Script,
            _ => answer(new PageRequest(isPost, path, name => request.Query[name].ToString(), name => form?[name].ToString() ?? "", viewer)),
        };
    }
}
