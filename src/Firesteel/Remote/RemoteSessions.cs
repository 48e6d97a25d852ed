namespace Firesteel.Remote;

/// <summary>Opens sessions on servers. The client lives in an assembly of its own, which programs without a server never load.</summary>
static class RemoteSessions
{
    private const string Assembly = "Firesteel.Connect";
    private const string Type = "Firesteel.Connect.Client.RemoteSessionFactory";
    private static readonly Lazy<IRemoteSessionFactory> Factory = new(Load);

    /// <param name="url"><c>sc://host:port/;key=value</c>.</param>
    /// <exception cref="SparkException">The address is malformed, or nobody answers there.</exception>
    public static IRemoteSession Open(string url) => Factory.Value.Open(url);

    private static IRemoteSessionFactory Load()
    {
        try
        {
            return (IRemoteSessionFactory)Activator.CreateInstance(System.Reflection.Assembly.Load(Assembly).GetType(Type, throwOnError: true)!, nonPublic: true)!;
        }
        catch (FileNotFoundException e)
        {
            throw SparkException.WithoutCondition($"A program that uses a Spark Connect server needs the assembly {Assembly} beside Firesteel's own.", e);
        }
    }
}

/// <summary>Opens sessions on servers.</summary>
interface IRemoteSessionFactory
{
    IRemoteSession Open(string url);
}
