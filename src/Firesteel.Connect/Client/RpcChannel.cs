using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Firesteel.Connect.Rpc;
using Google.Protobuf;

namespace Firesteel.Connect.Client;

/// <summary>gRPC over HttpClient's HTTP/2: calls of one message or many, either way.</summary>
sealed class RpcChannel : IDisposable
{
    private const string Prefix = "/spark.connect.SparkConnectService/";
    private readonly HttpClient _http;
    private readonly ConnectionString _address;

    public RpcChannel(ConnectionString address)
    {
        _address = address;
        var handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            InitialHttp2StreamWindowSize = 4 << 20,
            KeepAlivePingDelay = TimeSpan.FromSeconds(60),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(30),
            ConnectTimeout = TimeSpan.FromSeconds(20),
            UseProxy = false,
        };
        if (address.TrustedCertificates is { } file)
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(file);
        }
        _http = new HttpClient(handler) { BaseAddress = new Uri($"{(address.IsEncrypted ? "https" : "http")}://{address.Host}:{address.Port}"), Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>A call of one message that gives one.</summary>
    /// <exception cref="RpcException">The server ended it with a status other than OK, or cannot be reached (UNAVAILABLE).</exception>
    public async Task<T> Unary<T>(string method, IMessage request, MessageParser<T> parser, CancellationToken cancellation) where T : class, IMessage<T>
    {
        T? answer = null;
        await foreach (var message in Stream(method, [request], parser, cancellation).ConfigureAwait(false)) answer ??= message;
        return answer ?? throw new RpcException(RpcStatusCode.Internal, $"{method} gave no answer.");
    }

    /// <summary>A call of some messages that gives some.</summary>
    /// <inheritdoc cref="Unary" path="/exception"/>
    public async IAsyncEnumerable<T> Stream<T>(string method, IReadOnlyList<IMessage> requests, MessageParser<T> parser, [EnumeratorCancellation] CancellationToken cancellation) where T : class, IMessage<T>
    {
        using var message = Request(method, requests);
        using var response = await Send(message, cancellation).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK) throw new RpcException(RpcStatusCode.Unavailable, $"The server answers {(int)response.StatusCode}: no Spark Connect server listens at {_address.Host}:{_address.Port}.");
        // A call that fails at once has its status among the headers.
        if (response.Headers.TryGetValues("grpc-status", out _)) ThrowUnlessOk(response.Headers);
        var encoding = response.Headers.TryGetValues("grpc-encoding", out var named) ? named.First() : null;
        var reader = PipeReader.Create(await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false), new StreamPipeReaderOptions(bufferSize: 64 << 10));
        try
        {
            while (await Next(reader, parser, encoding, cancellation).ConfigureAwait(false) is { } next) yield return next;
        }
        finally
        {
            await reader.CompleteAsync().ConfigureAwait(false);
        }
        ThrowUnlessOk(response.TrailingHeaders);
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(string method, IReadOnlyList<IMessage> requests)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, Prefix + method) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new FramedMessages(requests) };
        message.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        message.Headers.TryAddWithoutValidation("user-agent", $"{_address.UserAgent ?? "_SPARK_CONNECT_CSHARP"} spark/{SparkSession.SparkVersion} os/{Environment.OSVersion.Platform.ToString().ToLowerInvariant()} dotnet/{Environment.Version}");
        message.Headers.TryAddWithoutValidation("grpc-accept-encoding", "identity,gzip");
        if (_address.Token is { } token) message.Headers.TryAddWithoutValidation("authorization", $"Bearer {token}");
        foreach (var (name, value) in _address.Headers) message.Headers.TryAddWithoutValidation(name, value);
        return message;
    }

    private async Task<HttpResponseMessage> Send(HttpRequestMessage message, CancellationToken cancellation)
    {
        try
        {
            return await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw Unreachable(e);
        }
    }

    private async ValueTask<T?> Next<T>(PipeReader reader, MessageParser<T> parser, string? encoding, CancellationToken cancellation) where T : class, IMessage<T>
    {
        try
        {
            return await MessageFraming.Read(reader, parser, encoding, _address.MessageLimit, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw Unreachable(e);
        }
    }

    private RpcException Unreachable(Exception e)
        => new(RpcStatusCode.Unavailable, $"The Spark Connect server at {_address.Host}:{_address.Port} cannot be reached: {(e.InnerException ?? e).Message}", cause: e);

    private static void ThrowUnlessOk(HttpResponseHeaders headers)
    {
        var code = headers.TryGetValues("grpc-status", out var status) && int.TryParse(status.First(), out var number) ? (RpcStatusCode)number : RpcStatusCode.Unavailable;
        if (code == RpcStatusCode.Ok) return;
        var text = headers.TryGetValues("grpc-message", out var message) ? Uri.UnescapeDataString(message.First()) : code == RpcStatusCode.Unavailable ? "The call ended without a status." : "";
        throw new RpcException(code, text, headers.TryGetValues("grpc-status-details-bin", out var details) ? Details(details.First()) : null);
    }

    private static Rpc.Messages.Status? Details(string base64)
    {
        try
        {
            return Rpc.Messages.Status.Parser.ParseFrom(Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '=')));
        }
        catch (Exception e) when (e is FormatException or InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>Messages as the body of a request.</summary>
    private sealed class FramedMessages : HttpContent
    {
        private readonly IReadOnlyList<IMessage> _messages;

        public FramedMessages(IReadOnlyList<IMessage> messages)
        {
            _messages = messages;
            Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var writer = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
            foreach (var message in _messages)
            {
                MessageFraming.Write(writer, message);
                await writer.FlushAsync().ConfigureAwait(false);
            }
            await writer.CompleteAsync().ConfigureAwait(false);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
