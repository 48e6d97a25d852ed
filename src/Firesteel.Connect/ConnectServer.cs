using System.Net;
using System.Security.Cryptography.X509Certificates;
using Firesteel.Connect.Client;
using Firesteel.Connect.Rpc;
using Firesteel.Connect.Service;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.Logging;

namespace Firesteel.Connect;

/// <summary>Serves Spark Connect clients over a driver's context, each in a session of its own.</summary>
sealed class ConnectServer : IAsyncDisposable
{
    private static readonly Logger Log = Logger.For("Firesteel.Connect");
    private const int WaitingQueries = 128;
    private const long MostBatchBytes = 8 << 20;
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);
    private readonly SessionRegistry _sessions;
    private readonly RpcServer _server;
    private readonly IPAddress _address;
    private readonly string? _token;
    private readonly X509Certificate2? _certificate;
    private readonly Timer _maintenance;
    private readonly TimeSpan _interval;

    /// <param name="spark">A session of the context; whoever made the context ends it.</param>
    /// <exception cref="ArgumentException">It shall listen beyond loopback without a token, or a setting has not its form.</exception>
    public ConnectServer(SparkSession spark, SparkConf conf)
    {
        var address = _address = Address(conf.Get(ConnectConfig.BindingAddress) ?? "127.0.0.1");
        var token = conf.Get(ConnectConfig.Token) ?? Environment.GetEnvironmentVariable("SPARK_CONNECT_AUTHENTICATE_TOKEN");
        if (!IPAddress.IsLoopback(address) && string.IsNullOrEmpty(token))
            throw new ArgumentException($"Listening on {address} needs spark.connect.authenticate.token: without one only this machine is served.");
        _token = string.IsNullOrEmpty(token) ? null : token;
        _certificate = Certificate(conf.Get(ConnectConfig.CertificateChain), conf.Get(ConnectConfig.PrivateKey));
        if (_certificate is null && !IPAddress.IsLoopback(address)) Log.Warn($"Calls to {address} are not encrypted: set spark.connect.grpc.ssl.certChain and spark.connect.grpc.ssl.privateKey.");
        var limits = new SessionLimits(TimeSpan.FromMilliseconds(conf.Get(ConnectConfig.SessionTimeout)), TimeSpan.FromMilliseconds(conf.Get(ConnectConfig.DetachedTimeout)), conf.Get(ConnectConfig.MostSessions)) { Progress = TimeSpan.FromMilliseconds(conf.Get(ConnectConfig.ProgressInterval)), BatchBytes = Math.Clamp(conf.Get(ConnectConfig.ArrowMaxBatchSize) * 7 / 10, 1, MostBatchBytes) };
        _sessions = new SessionRegistry(spark, TimeProvider.System, limits);
        var options = new RpcServerOptions(address, conf.Get(ConnectConfig.Port), _token, (int)Math.Min(int.MaxValue, conf.Get(ConnectConfig.MaxInboundMessageSize))) { Certificate = _certificate };
        _server = new RpcServer(options, new ConnectService(_sessions).Methods);
        _interval = TimeSpan.FromMilliseconds(Math.Max(1, conf.Get(ConnectConfig.MaintenanceInterval)));
        _maintenance = new Timer(_ => _sessions.Maintain());
    }

    public int Port => _server.Port;

    public async Task Start()
    {
        // Each query of a client waits for its jobs on a thread of the pool, which by itself adds a thread or two a second.
        ThreadPool.GetMinThreads(out var workers, out var ports);
        if (workers < WaitingQueries) ThreadPool.SetMinThreads(WaitingQueries, ports);
        await _server.Start().ConfigureAwait(false);
        _maintenance.Change(_interval, _interval);
        Log.Info($"Spark Connect server started at port {Port}");
    }

    /// <summary>Lets the server's code run before the first client comes, at low priority.</summary>
    public void WarmUp()
    {
        // A certificate is for the names that others call this server by.
        var address = _certificate is null ? new ConnectionString((_address.Equals(IPAddress.Any) ? IPAddress.Loopback : _address).ToString(), Port) { Token = _token } : null;
        new Thread(() => Service.WarmUp.Run(_sessions, address)) { IsBackground = true, Priority = ThreadPriority.BelowNormal, Name = "connect-warm-up" }.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _maintenance.DisposeAsync().ConfigureAwait(false);
        // Running queries end first, so that nobody waits for their clients.
        _sessions.Dispose();
        using var limit = new CancellationTokenSource(StopLimit);
        await _server.Stop(limit.Token).ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        _certificate?.Dispose();
    }

    private static IPAddress Address(string text) => text switch
    {
        "localhost" => IPAddress.Loopback,
        "*" => IPAddress.Any,
        _ => IPAddress.TryParse(text, out var address) ? address : throw new ArgumentException($"spark.connect.grpc.binding.address is an IP address, localhost or *, not {text}."),
    };

    private static X509Certificate2? Certificate(string? chain, string? key)
    {
        if (chain is null && key is null) return null;
        if (chain is null || key is null) throw new ArgumentException("Encryption needs both spark.connect.grpc.ssl.certChain and spark.connect.grpc.ssl.privateKey, PEM files.");
        try
        {
            return X509Certificate2.CreateFromPemFile(chain, key);
        }
        catch (Exception e) when (e is IOException or System.Security.Cryptography.CryptographicException)
        {
            throw new ArgumentException($"The certificate {chain} with the key {key} cannot be read: {e.Message}", e);
        }
    }
}
