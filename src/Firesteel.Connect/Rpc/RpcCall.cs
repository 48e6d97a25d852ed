using System.Globalization;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace Firesteel.Connect.Rpc;

/// <summary>One call on the server: its messages, metadata and end.</summary>
sealed class RpcCall(HttpContext http, int messageLimit, CancellationToken cancellation)
{
    private readonly string? _encoding = Header(http, "grpc-encoding");

    /// <summary>Set when the client goes away, cancels, or its deadline passes.</summary>
    public CancellationToken Cancellation => cancellation;

    public string? Metadata(string name) => Header(http, name);

    /// <summary>The next message of the client, or null after its last.</summary>
    public ValueTask<T?> Read<T>(MessageParser<T> parser) where T : class, IMessage<T>
        => MessageFraming.Read(http.Request.BodyReader, parser, _encoding, messageLimit, cancellation);

    /// <summary>The one message of a call that has one.</summary>
    public async ValueTask<T> ReadOne<T>(MessageParser<T> parser) where T : class, IMessage<T>
        => await Read(parser).ConfigureAwait(false) ?? throw new RpcException(RpcStatusCode.InvalidArgument, "The call has no message.");

    /// <param name="flush">Whether it goes out at once; the end of the call sends what is left.</param>
    public async ValueTask Write(IMessage message, bool flush = true)
    {
        MessageFraming.Write(http.Response.BodyWriter, message);
        if (flush) await http.Response.BodyWriter.FlushAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>The time that a <c>grpc-timeout</c> leaves, such as <c>100m</c> for 100 milliseconds; null for none.</summary>
    public static TimeSpan? Timeout(string? header)
    {
        if (header is not { Length: >= 2 } || !long.TryParse(header.AsSpan(0, header.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var amount)) return null;
        var seconds = header[^1] switch { 'H' => 3600.0, 'M' => 60, 'S' => 1, 'm' => 1e-3, 'u' => 1e-6, 'n' => 1e-9, _ => -1 };
        // Longer than a timer can count is no limit.
        return seconds < 0 || amount * seconds > int.MaxValue / 1000 ? null : TimeSpan.FromSeconds(amount * seconds);
    }

    private static string? Header(HttpContext http, string name) => http.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;
}
