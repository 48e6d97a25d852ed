using System.Net.Sockets;
using System.Security.Authentication;
using Firesteel.Core.Rpc;

namespace Firesteel.Deploy.Standalone.Protocol;

/// <summary>Connects to a Master from a thread of its own and hands on what comes.</summary>
sealed class DeployClient(MasterAddress master, byte[] secret)
{
    /// <param name="failed">The reason, and whether another attempt would end in the same way.</param>
    public void Connect(Action<IPeer> connected, Action<string, bool> failed, Action<IPeer, DeployMessage> received, Action<IPeer> disconnected)
    {
        new Thread(() =>
        {
            FrameConnection connection;
            try { connection = FrameConnection.Connect(master.Host, master.Port, secret); }
            catch (AuthenticationException e)
            {
                failed($"{master.HostPort}: {e.Message}", true);
                return;
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                failed(e.Message, e is SocketException { SocketErrorCode: SocketError.HostNotFound });
                return;
            }
            using (connection)
            {
                var peer = new DeployPeer(connection);
                connected(peer);
                peer.Listen(message => received(peer, message));
                disconnected(peer);
            }
        }, 512 << 10) { IsBackground = true, Name = "master-connection" }.Start();
    }
}
