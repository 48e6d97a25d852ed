using Firesteel.Remote;

namespace Firesteel.Connect.Client;

/// <summary>Opens sessions on Spark Connect servers, Firesteel's or Apache Spark's.</summary>
sealed class RemoteSessionFactory : IRemoteSessionFactory
{
    public IRemoteSession Open(string url)
    {
        var session = new RemoteSession(new ConnectClient(ConnectionString.Parse(url)));
        try
        {
            // Whoever does not answer is told of now, and not at the first query.
            _ = session.Version;
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
