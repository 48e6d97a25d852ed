using Firesteel.Deploy.Standalone.Protocol;

namespace Firesteel.Deploy.Standalone.Master;

/// <summary>Everything that the Master's loop reacts to.</summary>
abstract record MasterMessage
{
    public sealed record Received(IPeer From, DeployMessage Message) : MasterMessage;
    public sealed record Disconnected(IPeer Peer) : MasterMessage;
    public sealed record CheckTimeouts : MasterMessage;

    /// <summary>An application may have executors again where they ended at once.</summary>
    public sealed record PauseOver : MasterMessage;

    /// <summary>Somebody wants to see the state; the answer is made on the loop.</summary>
    public sealed record Look(Action<MasterState> Viewer) : MasterMessage;

    /// <summary>Asked for by the pages.</summary>
    public sealed record KillApplication(string AppId) : MasterMessage;

    /// <inheritdoc cref="KillApplication"/>
    public sealed record KillDriver(string DriverId) : MasterMessage;

    /// <summary>The Master ends: what is to be told is told.</summary>
    public sealed record Stop(Action Done) : MasterMessage;
}
