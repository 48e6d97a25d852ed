using Firesteel.Deploy.Standalone.Protocol;
using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Standalone.Worker;

/// <summary>The Worker's way to its Master over the network.</summary>
sealed class MasterConnector(Worker worker, IReadOnlyList<MasterAddress> masters, ClusterSecret secret) : IMasterConnector
{
    private readonly DeployClient _client = new(masters, secret, Logger.For("Worker"), namesMayCome: true);

    public void Connect() => _client.Connect(
        peer => worker.Post(new WorkerMessage.Connected(peer)),
        (reason, hopeless) => worker.Post(new WorkerMessage.ConnectFailed(reason, hopeless)),
        (peer, message) => worker.Post(new WorkerMessage.Received(peer, message)),
        peer => worker.Post(new WorkerMessage.Disconnected(peer)));
}
