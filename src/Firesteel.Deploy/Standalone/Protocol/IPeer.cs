namespace Firesteel.Deploy.Standalone.Protocol;

/// <summary>The other end of a connection, as event loops see it: messages are sent in order or not at all.</summary>
interface IPeer
{
    /// <summary>Host and port, for logs.</summary>
    string Address { get; }

    void Send(DeployMessage message);

    /// <summary>Sends what is queued, then closes.</summary>
    void Close();
}
