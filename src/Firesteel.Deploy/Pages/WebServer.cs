using System.Net;
using System.Net.Sockets;
using Firesteel.Core.Rpc;
using Firesteel.Foundation.Logging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Firesteel.Deploy.Pages;

/// <summary>An answer to a request for a page.</summary>
sealed record PageAnswer(int Status, string ContentType, byte[] Body)
{
    public static PageAnswer Html(string text) => new(200, "text/html; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(text));
    public static PageAnswer Json(byte[] body) => new(200, "application/json; charset=utf-8", body);
    public static PageAnswer Text(string text) => new(200, "text/plain; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(text));
    public static PageAnswer NotFound { get; } = new(404, "text/plain; charset=utf-8", "Not found"u8.ToArray());
}

/// <summary>Serves the pages of a daemon, which are only to be looked at: one function answers every GET.</summary>
sealed class WebServer : IDisposable
{
    private static readonly Logger Log = Logger.For("JettyUtils");
    private readonly WebApplication _app;

    private WebServer(WebApplication app, int port) => (_app, Port) = (app, port);

    public int Port { get; }

    /// <summary>Starts on a port, or where it is taken on one of the next sixteen.</summary>
    /// <param name="port">0 for any that is free.</param>
    public static WebServer Start(string name, string host, int port, Func<PathString, IQueryCollection, PageAnswer> answer)
    {
        var address = HostAddress.Of(host);
        for (var tries = 0; ; tries++)
        {
            var at = port == 0 ? 0 : port + tries;
            try
            {
                var app = Build(address, at, answer);
                app.StartAsync().GetAwaiter().GetResult();
                var bound = new Uri(app.Urls.First()).Port;
                Log.Info($"Start Jetty {host}:{bound} for {name}");
                return new WebServer(app, bound);
            }
            catch (IOException e) when (e.InnerException is SocketException or Microsoft.AspNetCore.Connections.AddressInUseException && port != 0 && tries < 16)
            {
                Log.Warn($"Service '{name}' could not bind on port {at}. Attempting port {at + 1}.");
            }
        }
    }

    /// <summary>Ends at once: nobody is in the middle of anything here.</summary>
    public void Dispose() => _app.StopAsync(new CancellationToken(canceled: true)).ContinueWith(_ => { }).Wait(TimeSpan.FromMilliseconds(200));

    private static WebApplication Build(IPAddress address, int port, Func<PathString, IQueryCollection, PageAnswer> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(address, port);
        });
        var app = builder.Build();
        app.Run(async context =>
        {
            var page = context.Request.Method is "GET" or "HEAD" ? answer(context.Request.Path, context.Request.Query) : new PageAnswer(405, "text/plain", "Pages are only to be looked at"u8.ToArray());
            context.Response.StatusCode = page.Status;
            context.Response.ContentType = page.ContentType;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers.XFrameOptions = "SAMEORIGIN";
            context.Response.ContentLength = page.Body.Length;
            if (context.Request.Method == "GET") await context.Response.Body.WriteAsync(page.Body);
        });
        return app;
    }
}
