using System.Net;
using System.Net.Http.Headers;
using Firesteel.Connect.Rpc;
using Firesteel.Connect.Service;
using Google.Protobuf;

namespace Firesteel.Connect.Tests.Support;

/// <summary>A server on loopback, and a client of it made of nothing but HTTP/2.</summary>
sealed class RunningServer : IAsyncDisposable
{
    private static readonly Lazy<SparkSession> Spark = new(() => SparkSession.Builder().Master("local[2]").AppName("tests")
        .Config("spark.sql.shuffle.partitions", 2)
        .Config("spark.sql.session.timeZone", "UTC")
        .Config("spark.sql.warehouse.dir", Directory.CreateTempSubdirectory("firesteel-tests-").FullName)
        .GetOrCreate());

    private readonly SessionRegistry _sessions;
    private readonly HttpClient _http = new(new SocketsHttpHandler());
    private readonly RpcServer _server;

    /// <summary>A classic session of this process.</summary>
    public static SparkSession Local => Spark.Value;

    public string Url => $"sc://127.0.0.1:{_server.Port}";

    private RunningServer(string? token, int limit, TimeProvider time, SessionLimits limits)
    {
        _sessions = new(Spark.Value, time, limits);
        _server = new(new RpcServerOptions(IPAddress.Loopback, 0, token, limit), new ConnectService(_sessions).Methods);
    }

    public SessionRegistry Sessions => _sessions;

    public static async Task<RunningServer> Start(string? token = null, int limit = 1 << 20, TimeProvider? time = null, SessionLimits? limits = null)
    {
        var server = new RunningServer(token, limit, time ?? TimeProvider.System, limits ?? SessionLimits.Default);
        await server._server.Start();
        return server;
    }

    /// <summary>All messages that a method answers to these, with the trailers.</summary>
    public async Task<(List<T> Messages, HttpResponseHeaders Trailers)> Call<T>(string method, MessageParser<T> parser, params IMessage[] requests) where T : IMessage<T>
    {
        var body = new MemoryStream();
        foreach (var request in requests)
        {
            var bytes = request.ToByteArray();
            body.Write([0, (byte)(bytes.Length >> 24), (byte)(bytes.Length >> 16), (byte)(bytes.Length >> 8), (byte)bytes.Length]);
            body.Write(bytes);
        }
        using var message = Message(method, body.ToArray());
        using var response = await _http.SendAsync(message);
        var answer = await response.Content.ReadAsByteArrayAsync();
        var messages = new List<T>();
        for (var at = 0; at < answer.Length;)
        {
            var length = answer[at + 1] << 24 | answer[at + 2] << 16 | answer[at + 3] << 8 | answer[at + 4];
            messages.Add(parser.ParseFrom(answer, at + 5, length));
            at += 5 + length;
        }
        return (messages, response.TrailingHeaders);
    }

    /// <summary>The status that a method ends with for a message of any bytes.</summary>
    public async Task<string> Status(string method, byte[] message)
    {
        byte[] framed = [0, (byte)(message.Length >> 24), (byte)(message.Length >> 16), (byte)(message.Length >> 8), (byte)message.Length, .. message];
        using var request = Message(method, framed);
        using var response = await _http.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();
        return response.TrailingHeaders.GetValues("grpc-status").Single();
    }

    /// <summary>Starts a call that may be given up.</summary>
    public async Task Begin(string method, IMessage request, CancellationToken cancellation)
    {
        var bytes = request.ToByteArray();
        using var message = Message(method, [0, (byte)(bytes.Length >> 24), (byte)(bytes.Length >> 16), (byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes]);
        using var response = await _http.SendAsync(message, cancellation);
    }

    private HttpRequestMessage Message(string method, byte[] body) => new(HttpMethod.Post, $"http://127.0.0.1:{_server.Port}/spark.connect.SparkConnectService/{method}")
    {
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
    };

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.Stop();
        await _server.DisposeAsync();
        _sessions.Dispose();
    }
}
