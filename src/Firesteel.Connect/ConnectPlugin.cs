using Firesteel.Execution;
using Firesteel.Foundation.Configuration;

namespace Firesteel.Connect;

/// <summary>A Spark Connect server inside a driver, over its context: sessions of clients share its catalog and cached data.</summary>
sealed class ConnectPlugin : IDriverPlugin
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(10);
    private ConnectServer? _server;

    public string? Url => _server is { } server ? $"sc://127.0.0.1:{server.Port}" : null;

    public void Start(SparkSession session, SparkConf conf)
    {
        _server = new ConnectServer(session, conf);
        _server.Start().GetAwaiter().GetResult();
    }

    public void Dispose() => _server?.DisposeAsync().AsTask().Wait(LongestStop);
}
