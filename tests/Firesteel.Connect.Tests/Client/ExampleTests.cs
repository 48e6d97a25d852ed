using Firesteel.Connect.Tests.Support;

namespace Firesteel.Connect.Tests.Client;

/// <summary>
/// Every example gives the same in a classic session and over a server of ours. Where FIRESTEEL_CONNECT_PEER names another server
/// (tests/connect-peer starts Apache Spark's), it gives the same there too.
/// </summary>
public sealed class ExampleTests : IAsyncLifetime
{
    private static readonly Dictionary<string, Example> Examples = FrameExamples.All.Concat(SessionExamples.All).ToDictionary(e => e.Name);
    private readonly string? _peer = Environment.GetEnvironmentVariable("FIRESTEEL_CONNECT_PEER");
    private RunningServer _server = null!;

    public static TheoryData<string> Names => [.. Examples.Keys];

    public async ValueTask InitializeAsync() => _server = await RunningServer.Start(limit: 128 << 20);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory, MemberData(nameof(Names))]
    public void Gives_the_same_on_every_kind_of_session(string name)
    {
        var here = Examples[name].Run(RunningServer.Local.CloneSession());
        using (var ours = Connect(_server.Url)) Assert.Equal(here, Examples[name].Run(ours));
        if (_peer is null) return;
        using var peer = Connect(_peer);
        peer.Conf().Set("spark.sql.session.timeZone", "UTC");
        Assert.Equal(here, Examples[name].Run(peer));
    }

    private static SparkSession Connect(string url) => SparkSession.Builder().Remote(url).Create();
}
