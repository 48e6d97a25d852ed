using Firesteel.Deploy.Standalone.Protocol;

namespace Firesteel.Deploy.Tests.Simulation;

/// <summary>One side of a connection that carries the Master's messages, in the form of the wire.</summary>
sealed class DeployEnd : IPeer
{
    private readonly Link.End _end;

    public DeployEnd(Link.End end, Action<IPeer, DeployMessage> received, Action<IPeer> lost)
    {
        _end = end;
        end.Received = bytes => received(this, DeployJson.Decode(bytes));
        end.Closed = () => lost(this);
    }

    /// <summary>Sees what is sent.</summary>
    public Action<DeployMessage>? Sending { get; init; }

    public string Address => _end.Other.Owner.Name;

    public void Send(DeployMessage message)
    {
        Sending?.Invoke(message);
        _end.Send(DeployJson.Encode(message), mayRepeat: MayRepeat(message));
    }

    public void Close() => _end.Owner.After(250, _end.Link.Break);

    // A registration is what a connection begins with: it cannot come twice. All else may.
    private static bool MayRepeat(DeployMessage message) => message is not (RegisterApplication or RegisterWorker);
}
