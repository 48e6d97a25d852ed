using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Firesteel.Foundation.Logging;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Firesteel.Connect.Rpc;

/// <summary>What a server listens on and lets in.</summary>
/// <param name="Token">The bearer token that every call must bring; null where none is needed.</param>
/// <param name="MessageLimit">Most bytes of a message.</param>
sealed record RpcServerOptions(IPAddress Address, int Port, string? Token = null, int MessageLimit = 128 << 20)
{
    /// <summary>With it calls are encrypted.</summary>
    public X509Certificate2? Certificate { get; init; }
}

/// <summary>gRPC over HTTP/2, with TLS where there is a certificate: finds the method of a call, runs it, and ends it with its status.</summary>
sealed class RpcServer : IAsyncDisposable
{
    private static readonly Logger Log = Logger.For("Firesteel.Connect");
    private readonly RpcServerOptions _options;
    private readonly IReadOnlyDictionary<string, Func<RpcCall, Task>> _methods;
    private readonly WebApplication _application;

    /// <param name="methods">By path: <c>/package.Service/Method</c>.</param>
    public RpcServer(RpcServerOptions options, IReadOnlyDictionary<string, Func<RpcCall, Task>> methods)
    {
        (_options, _methods) = (options, methods);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        if (options.Certificate is not null) builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.Http2.InitialConnectionWindowSize = 8 << 20;
            kestrel.Limits.Http2.InitialStreamWindowSize = 4 << 20;
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromHours(2);
            kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
            kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromMinutes(1);
            kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
            kestrel.Listen(options.Address, options.Port, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                if (options.Certificate is { } certificate) listen.UseHttps(certificate);
            });
        });
        _application = builder.Build();
        _application.Run(Handle);
    }

    /// <summary>The port that it listens on, once started.</summary>
    public int Port => new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    public Task Start(CancellationToken cancellation = default) => _application.StartAsync(cancellation);

    public Task Stop(CancellationToken cancellation = default) => _application.StopAsync(cancellation);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task Handle(HttpContext http)
    {
        if (http.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) != true)
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }
        http.Response.ContentType = "application/grpc";
        http.Response.Headers["grpc-accept-encoding"] = "identity,gzip";
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var timeout = RpcCall.Timeout(http.Request.Headers["grpc-timeout"]);
        if (timeout is { } limit) deadline.CancelAfter(limit);
        try
        {
            if (!IsAllowed(http)) throw new RpcException(RpcStatusCode.Unauthenticated, "Invalid authentication token");
            if (!_methods.TryGetValue(http.Request.Path.Value ?? "", out var method)) throw new RpcException(RpcStatusCode.Unimplemented, $"Method not found: {http.Request.Path.Value?.TrimStart('/')}");
            await method(new RpcCall(http, _options.MessageLimit, deadline.Token)).ConfigureAwait(false);
            End(http, RpcStatusCode.Ok, null, null);
        }
        catch (RpcException e)
        {
            End(http, e.Code, e.Message, e.Details);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            if (!http.RequestAborted.IsCancellationRequested) End(http, RpcStatusCode.DeadlineExceeded, "Deadline exceeded", null);
        }
        catch (Exception e)
        {
            Log.Error($"Call of {http.Request.Path} failed: {e}");
            End(http, RpcStatusCode.Internal, e.Message, null);
        }
    }

    private bool IsAllowed(HttpContext http)
    {
        if (_options.Token is not { } token) return true;
        var given = Encoding.UTF8.GetBytes(http.Request.Headers.Authorization.ToString());
        return System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes($"Bearer {token}"));
    }

    private static void End(HttpContext http, RpcStatusCode code, string? message, Messages.Status? details)
    {
        http.Response.AppendTrailer("grpc-status", ((int)code).ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (!string.IsNullOrEmpty(message)) http.Response.AppendTrailer("grpc-message", StatusText.Encode(message));
        if (details != null) http.Response.AppendTrailer("grpc-status-details-bin", Convert.ToBase64String(details.ToByteArray()));
    }
}
