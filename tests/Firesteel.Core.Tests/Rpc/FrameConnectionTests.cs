using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Firesteel.Core.Rpc;
using Xunit;

namespace Firesteel.Core.Tests.Rpc;

public sealed class FrameConnectionTests
{
    private static readonly byte[] Secret = [1, 2, 3, 4];

    [Fact]
    public void FramesArriveWholeAndInOrder()
    {
        using var server = new FrameServer("echo", IPAddress.Loopback, Secret, connection =>
        {
            while (connection.Receive() is { } frame) connection.Post(frame);
            connection.CloseAfterSending();
        });
        using var client = FrameConnection.Connect("127.0.0.1", server.Port, Secret);
        for (var i = 0; i < 1000; i++) client.Post([(byte)i, .. new byte[i * 7 % 5000]]);
        client.Post(new byte[3_000_000]);
        for (var i = 0; i < 1000; i++)
        {
            var frame = client.Receive()!;
            Assert.Equal(((byte)i, 1 + i * 7 % 5000), (frame[0], frame.Length));
        }
        Assert.Equal(3_000_000, client.Receive()!.Length);
    }

    [Fact]
    public void WhatIsPostedToAClosedConnectionIsLostWithoutAnError()
    {
        using var ended = new ManualResetEventSlim();
        using var server = new FrameServer("silent", IPAddress.Loopback, Secret, connection =>
        {
            while (connection.Receive() is not null) { }
            ended.Set();
        });
        var client = FrameConnection.Connect("127.0.0.1", server.Port, Secret);
        client.Post([1]);
        client.Dispose();
        client.Post([2]);
        client.Post(new byte[100_000]);
        Assert.True(ended.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WhoeverDoesNotKnowTheSecretIsRefused()
    {
        var served = 0;
        using var server = new FrameServer("guarded", IPAddress.Loopback, Secret, _ => Interlocked.Increment(ref served));
        Assert.ThrowsAny<AuthenticationException>(() => FrameConnection.Connect("127.0.0.1", server.Port, [9, 9, 9, 9]));
        // Nor does a client give itself away to a server that does not know it.
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var impostor = Task.Run(() =>
        {
            using var accepted = listener.AcceptTcpClient();
            var stream = accepted.GetStream();
            stream.Write([.. "FSTL\x02"u8, .. new byte[32]]);
            stream.ReadExactly(new byte[69]);
            stream.Write(new byte[32]);
        });
        Assert.ThrowsAny<AuthenticationException>(() => FrameConnection.Connect("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, Secret));
        await impostor;
        listener.Stop();
        Assert.Equal(0, served);
    }
}
