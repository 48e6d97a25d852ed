using Firesteel.Core.Rpc;
using Firesteel.Deploy.Standalone.Bundles;
using Firesteel.Deploy.Standalone.Protocol;
using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Standalone.Client;

/// <summary>Hands drivers of cluster mode to a Master, and asks after them.</summary>
sealed class DriverClient(IReadOnlyList<MasterAddress> masters, ClusterSecret secret, TimeProvider time)
{
    private static readonly Logger Log = Logger.For("ClientEndpoint");
    private static readonly TimeSpan PollingPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CompletionPoll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly DeployClient _client = new(masters, secret, Log, namesMayCome: false, askedOften: true);

    /// <summary>Submits a driver, and tells after a moment what became of it.</summary>
    /// <param name="bundle">The archive with its program.</param>
    /// <param name="wait">Whether to wait for its end.</param>
    /// <returns>The exit code: the driver's own where it is waited for.</returns>
    public int Submit(DriverDescription driver, string bundle, bool wait)
    {
        using (var connection = Connect())
        {
            try { driver = driver with { Bundle = BundleClient.Upload(connection, bundle) }; }
            catch (IOException e)
            {
                throw SparkException.WithoutCondition($"The connection to the Master at {connection.Peer} broke: {e.Message}", e);
            }
        }
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
        var code = Tell(state);
        return wait && state.Success ? Await(state) : code;
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

    private int Await(DriverResponse state)
    {
        while (state is { Success: true, State: { } at } && !at.IsFinished())
        {
            Thread.Sleep(CompletionPoll);
            // A Master that is started again answers in a while; the driver runs on.
            try { state = Ask(new RequestDriverStatus(state.DriverId!)); }
            catch (SparkException e)
            {
                Log.Warn(e.Message);
                continue;
            }
            // Started again on another worker, it has another name.
            if (!state.Success || state.State == DriverState.RELAUNCHING) break;
        }
        if (!state.Success)
        {
            Log.Error(state.Message);
            return 1;
        }
        Log.Info($"State of driver {state.DriverId} is {state.State}, exiting spark-submit.");
        if (state.Exception is { Length: > 0 } problem) Log.Error(problem);
        return state.ExitCode ?? (state.State == DriverState.FINISHED ? 0 : 1);
    }

    private FrameConnection Connect() =>
        _client.TryEach(out var reason, out _) ?? throw SparkException.WithoutCondition($"Could not connect to the Master at {string.Join(" or ", masters.Select(m => m.Url))}: {reason}");

    private DriverResponse Ask(DeployMessage question)
    {
        using var connection = Connect();
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
