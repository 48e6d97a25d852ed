namespace Firesteel.Core.Rpc;

/// <summary>The driver's end of a connection to an executor: frames go out in order, and none is waited for.</summary>
interface IExecutorConnection : IDisposable
{
    /// <summary>The other side's address, for log lines.</summary>
    string Peer { get; }

    void Post(byte[] frame);

    /// <summary>Ends the connection when what was posted is sent.</summary>
    void CloseAfterSending();
}
