using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Firesteel.Core.Rpc;

/// <summary>Addresses that processes bind to and name to each other.</summary>
static class HostAddress
{
    /// <summary>The address behind a host's name or its address as text.</summary>
    public static IPAddress Of(string host)
    {
        if (IPAddress.TryParse(host, out var address)) return address;
        var all = Dns.GetHostAddresses(host);
        return Array.Find(all, a => a.AddressFamily == AddressFamily.InterNetwork) ?? all.FirstOrDefault() ?? throw new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>
    /// The address that other machines reach this one by: <c>SPARK_LOCAL_IP</c>, else that of its name, else of the
    /// first interface that is up; loopback only where there is no other.
    /// </summary>
    public static string Local()
    {
        if (Environment.GetEnvironmentVariable("SPARK_LOCAL_IP") is { Length: > 0 } named) return named;
        try
        {
            var own = Of(Dns.GetHostName());
            if (!IPAddress.IsLoopback(own)) return own.ToString();
        }
        catch (SocketException)
        {
            // A machine need not know its own name.
        }
        foreach (var card in NetworkInterface.GetAllNetworkInterfaces())
        {
            if (card.OperationalStatus != OperationalStatus.Up) continue;
            foreach (var unicast in card.GetIPProperties().UnicastAddresses)
                if (unicast.Address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(unicast.Address)) return unicast.Address.ToString();
        }
        return IPAddress.Loopback.ToString();
    }
}
