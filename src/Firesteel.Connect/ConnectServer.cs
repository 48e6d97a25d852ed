using System.Net;
using Firesteel.Connect.Rpc;
using Firesteel.Connect.Service;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.Logging;

namespace Firesteel.Connect;

/// <summary>A long-running driver that serves Spark Connect clients.</summary>
sealed class ConnectServer : IAsyncDisposable
{
    private const int DefaultPort = 15002;
    private static readonly Logger Log = Logger.For("Firesteel.Connect");
    private readonly SparkSession _spark;
    private readonly SessionRegistry _sessions;
    private readonly RpcServer _server;

    /// <exception cref="ArgumentException">It shall listen beyond loopback without a token.</exception>
    public ConnectServer(SparkSession spark, SparkConf conf)
    {
        _spark = spark;
        var address = Address(conf.Get("spark.connect.grpc.binding.address", "127.0.0.1"));
        var token = conf.GetOption("spark.connect.authenticate.token") ?? Environment.GetEnvironmentVariable("SPARK_CONNECT_AUTHENTICATE_TOKEN");
        if (!IPAddress.IsLoopback(address) && string.IsNullOrEmpty(token))
            throw new ArgumentException($"Listening on {address} needs spark.connect.authenticate.token: without one only this machine is served.");
        var port = int.Parse(conf.Get("spark.connect.grpc.binding.port", $"{DefaultPort}"), System.Globalization.CultureInfo.InvariantCulture);
        _sessions = new SessionRegistry(spark, TimeProvider.System, TimeSpan.FromMinutes(60));
        _server = new RpcServer(new RpcServerOptions(address, port, string.IsNullOrEmpty(token) ? null : token), new ConnectService(_sessions).Methods);
    }

    public int Port => _server.Port;

    public async Task Start()
    {
        await _server.Start().ConfigureAwait(false);
        Log.Info($"Spark Connect server started at port {Port}");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.Stop().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        _sessions.Dispose();
        _spark.Stop();
    }

    private static IPAddress Address(string text) => text switch
    {
        "localhost" => IPAddress.Loopback,
        "*" => IPAddress.Any,
        _ => IPAddress.Parse(text),
    };
}
