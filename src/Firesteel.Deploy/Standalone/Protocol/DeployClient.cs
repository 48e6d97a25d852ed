using System.Net.Sockets;
using System.Security.Authentication;
using Firesteel.Core.Rpc;
using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Standalone.Protocol;

/// <summary>Connects to the first of some Masters that answers, from a thread of its own, and hands on what comes.</summary>
/// <param name="log">Whose lines tell of the attempts.</param>
/// <param name="namesMayCome">Whether a host that is not known yet is worth another attempt.</param>
/// <param name="askedOften">Whether only the first connection to a Master is worth a line.</param>
sealed class DeployClient(IReadOnlyList<MasterAddress> masters, ClusterSecret secret, Logger log, bool namesMayCome, bool askedOften = false)
{
    // Where the last attempt found one: used by one attempt at a time.
    private int _next;
    private MasterAddress? _told;

    /// <param name="failed">The reason, and whether another attempt would end in the same way.</param>
    public void Connect(Action<IPeer> connected, Action<string, bool> failed, Action<IPeer, DeployMessage> received, Action<IPeer> disconnected)
    {
        new Thread(() =>
        {
            if (TryEach(out var reason, out var hopeless) is not { } connection)
            {
                failed(reason, hopeless);
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

    /// <summary>A connection to the first Master that answers; null, with the last reason, where none does.</summary>
    public FrameConnection? TryEach(out string reason, out bool hopeless)
    {
        (reason, hopeless) = ("", true);
        for (var i = 0; i < masters.Count; i++)
        {
            var master = masters[(_next + i) % masters.Count];
            if (_told is not { } told || told != master) log.Info($"Connecting to master {(namesMayCome ? master.HostPort : master.Url)}...");
            try
            {
                var connection = FrameConnection.Connect(master.Host, master.Port, secret.Bytes);
                _next = (_next + i) % masters.Count;
                if (askedOften) _told = master;
                return connection;
            }
            catch (AuthenticationException e)
            {
                reason = e is PeerRefusedException ? $"The Master at {master.HostPort} refused this process: {secret.Mismatch}." : $"What answers at {master.HostPort} is no Master of this kind: {e.Message}";
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                reason = $"{master.Url} cannot be reached: {e.Message}";
                if (namesMayCome || e is not SocketException { SocketErrorCode: SocketError.HostNotFound }) hopeless = false;
            }
            log.Warn($"Failed to connect to master {master.HostPort} ({reason})");
        }
        return null;
    }
}
