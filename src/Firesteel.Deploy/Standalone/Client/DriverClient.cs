using Firesteel.Deploy.Standalone.Protocol;
using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Standalone.Client;

/// <summary>Hands drivers of cluster mode to a Master, and asks after them.</summary>
sealed class DriverClient(IReadOnlyList<MasterAddress> masters, ClusterSecret secret, TimeProvider time)
{
    private static readonly Logger Log = Logger.For("ClientEndpoint");
    private static readonly TimeSpan PollingPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly DeployClient _client = new(masters, secret, Log, namesMayCome: false);

    /// <summary>Submits a driver, and tells after a moment what became of it.</summary>
    /// <returns>The exit code.</returns>
    public int Submit(DriverDescription driver)
    {
        var submitted = Ask(new SubmitDriver(driver));
        if (!submitted.Success)
        {
            Log.Error(submitted.Message);
            return 1;
        }
        Log.Info(submitted.Message);
        Log.Info("... waiting before polling master for driver state");
        var started = time.GetTimestamp();
        var state = Ask(new RequestDriverStatus(submitted.DriverId!));
        while (state is { Success: true, State: DriverState.SUBMITTED } && time.GetElapsedTime(started) < PollingPause)
        {
            Thread.Sleep(Poll);
            state = Ask(new RequestDriverStatus(submitted.DriverId!));
        }
        return Tell(state);
    }

    public int Kill(string driverId)
    {
        var answer = Ask(new RequestKillDriver(driverId));
        if (answer.Success) Log.Info(answer.Message);
        else Log.Error(answer.Message);
        return answer.Success ? 0 : 1;
    }

    public int Status(string driverId) => Tell(Ask(new RequestDriverStatus(driverId)));

    private static int Tell(DriverResponse status)
    {
        if (!status.Success)
        {
            Log.Error(status.Message);
            return 1;
        }
        Log.Info($"State of {status.DriverId} is {status.State}");
        if (status is { State: DriverState.RUNNING, WorkerId: { } worker }) Log.Info($"Driver running on {status.WorkerHostPort} ({worker})");
        if (status.Exception is { Length: > 0 } problem) Log.Error($"Exception from cluster was: {problem}");
        return status.State is DriverState.ERROR or DriverState.FAILED ? 1 : 0;
    }

    private DriverResponse Ask(DeployMessage question)
    {
        using var connection = _client.TryEach(out var reason, out _) ?? throw SparkException.WithoutCondition($"Could not connect to the Master at {string.Join(" or ", masters.Select(m => m.Url))}: {reason}");
        try
        {
            connection.Send(DeployJson.Encode(question));
            return connection.Receive() is { } frame && DeployJson.Decode(frame) is DriverResponse answer ? answer : new DriverResponse(false, $"The Master at {connection.Peer} closed the connection.");
        }
        catch (IOException e)
        {
            throw SparkException.WithoutCondition($"The connection to the Master at {connection.Peer} broke: {e.Message}", e);
        }
    }
}
