using System.Text.Json;
using Firesteel.Core.Rpc;
using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Standalone.Protocol;

/// <summary>A peer over an authenticated connection.</summary>
sealed class DeployPeer(FrameConnection connection) : IPeer
{
    private static readonly Logger Log = Logger.For("TransportChannelHandler");

    public string Address => connection.Peer;

    public void Send(DeployMessage message) => connection.Post(DeployJson.Encode(message));

    public void Close() => connection.CloseAfterSending();

    /// <summary>Hands on what the other side says until the connection ends.</summary>
    public void Listen(Action<DeployMessage> receive)
    {
        try
        {
            while (connection.Receive() is { } frame) receive(DeployJson.Decode(frame));
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // Whoever is told of the end of the connection says what that means.
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or NotSupportedException)
        {
            Log.Warn($"{Address} sent what is no message: {e.Message}");
        }
    }
}
