using System.Net;
using System.Net.Sockets;
using Firesteel.Core.Rpc;
using Firesteel.Deploy.Pages;
using Firesteel.Deploy.Standalone;
using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Commands;

/// <summary>What a daemon binds to, and what it and its pages are known by.</summary>
/// <param name="Name">What peers dial: a name that resolves, or an address.</param>
/// <param name="Bind">What the daemon listens on.</param>
sealed record DaemonHost(string Name, IPAddress Bind)
{
    private const string PagesFileVariable = "FIRESTEEL_PAGES_FILE";

    /// <summary>The name of this machine outside, for links (<c>SPARK_PUBLIC_DNS</c>).</summary>
    private static string? PublicName => Environment.GetEnvironmentVariable("SPARK_PUBLIC_DNS") is { Length: > 0 } name ? name : null;

    // Pages are reached as localhost too, wherever the daemon itself listens.
    public string PagesBind => IPAddress.IsLoopback(Bind) ? Bind.ToString() : Environment.GetEnvironmentVariable("SPARK_LOCAL_IP") is { Length: > 0 } ip ? ip : "0.0.0.0";

    /// <summary>From what the user named. A name that nobody could resolve is replaced by an address.</summary>
    public static DaemonHost From(string named, Logger log)
    {
        IPAddress bind;
        try { bind = HostAddress.Of(named); }
        catch (SocketException e)
        {
            var address = HostAddress.Local();
            log.Warn($"The name {named} does not resolve here ({e.Message}): known by the address {address} instead");
            return new DaemonHost(address, HostAddress.Of(address));
        }
        return bind.Equals(IPAddress.Any) || bind.Equals(IPAddress.IPv6Any) ? new DaemonHost(HostAddress.Local(), bind) : new DaemonHost(named, bind);
    }

    public PageGuard Guard(ClusterSecret secret) => new(secret.IsOpen ? null : secret.PagesToken, PublicName is { } outside ? [Name, outside] : [Name]);

    /// <summary>Address of the pages for links; the one that lets other hosts in is written where the start script wants it.</summary>
    public string AnnouncePages(int port, ClusterSecret secret)
    {
        var url = $"http://{PublicName ?? Name}:{port}";
        if (Environment.GetEnvironmentVariable(PagesFileVariable) is { Length: > 0 } file)
        {
            File.Delete(file);
            PrivateFolder.WriteFile(file, secret.IsOpen ? url : $"{url}/?token={secret.PagesToken}");
        }
        return url;
    }
}
