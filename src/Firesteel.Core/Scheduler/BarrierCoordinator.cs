using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Scheduler;

/// <summary>One task of a barrier stage at a point that all of its tasks pass together.</summary>
/// <param name="Tasks">Tasks of the stage.</param>
/// <param name="Round">How many such points the task has passed before.</param>
/// <param name="Gathers">Whether it brings a message for the others (<c>allGather</c>) or only waits (<c>barrier</c>).</param>
sealed record BarrierRequest(StageAttemptId Stage, int Tasks, int Partition, long TaskId, int Round, bool Gathers, string Message);

/// <summary>What a task gets when all have come: their messages by partition; or why they will not.</summary>
sealed record BarrierAnswer(IReadOnlyList<string> Messages, string? Error);

/// <summary>Holds the tasks of barrier stages until all have come to the same point. Part of the DAGScheduler's loop.</summary>
sealed class BarrierCoordinator(BarrierOptions options, TimeProvider time, Action<StageAttemptId, int> timedOut)
{
    private static readonly Logger Log = Logger.For("BarrierCoordinator");

    private readonly Dictionary<StageAttemptId, Round> _rounds = [];

    /// <summary>Stage attempts of which tasks wait.</summary>
    public int Count => _rounds.Count;

    public void OnRequest(BarrierRequest request, Action<BarrierAnswer> answer)
    {
        var stage = request.Stage;
        if (!_rounds.TryGetValue(stage, out var round))
        {
            round = new Round(request.Tasks, request.Round, request.Gathers);
            round.Timer = time.CreateTimer(_ => timedOut(stage, round.Number), null, options.SyncTimeout < MaxTimer ? options.SyncTimeout : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _rounds.Add(stage, round);
        }
        if (request.Round != round.Number || request.Tasks != round.Tasks)
        {
            answer(Failed($"The coordinator is at point {round.Number} of barrier stage {stage}, task {request.TaskId} comes to point {request.Round}"));
            return;
        }
        if (request.Gathers != round.Gathers)
        {
            // Tasks that call different functions would wait for each other without end.
            round.FailAll($"Different barrier sync types found for the sync {stage}: barrier() and allGather()");
            answer(Failed($"Different barrier sync types found for the sync {stage}: barrier() and allGather()"));
            End(stage);
            return;
        }
        round.Waiting[request.Partition] = (request.Message, answer);
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Current barrier epoch for {stage} is {round.Number}: {round.Waiting.Count} of {round.Tasks} tasks have come");
        if (round.Waiting.Count < round.Tasks) return;
        var messages = round.Waiting.Values.Select(task => task.Message).ToList();
        var complete = new BarrierAnswer(messages, null);
        foreach (var (_, waiting) in round.Waiting.Values) waiting(complete);
        End(stage);
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Barrier sync epoch {round.Number} of {stage} received all updates from {round.Tasks} tasks, finished successfully.");
    }

    /// <summary>Nobody has come to complete the round in time.</summary>
    public void OnTimeout(StageAttemptId stage, int number)
    {
        if (!_rounds.TryGetValue(stage, out var round) || round.Number != number) return;
        round.FailAll($"The coordinator didn't get all barrier sync requests for barrier epoch {number} from {stage} within {options.SyncTimeout.TotalSeconds} second(s).");
        End(stage);
    }

    /// <summary>The stage attempt has ended, or a task of it has: those who wait are let go.</summary>
    public void StageEnded(StageAttemptId stage)
    {
        if (!_rounds.TryGetValue(stage, out var round)) return;
        round.FailAll($"Barrier stage {stage} has ended");
        End(stage);
    }

    private static readonly TimeSpan MaxTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private void End(StageAttemptId stage)
    {
        if (_rounds.Remove(stage, out var round)) round.Timer?.Dispose();
    }

    private static BarrierAnswer Failed(string error) => new([], error);

    private sealed class Round(int tasks, int number, bool gathers)
    {
        public int Tasks => tasks;
        public int Number => number;
        public bool Gathers => gathers;
        public ITimer? Timer { get; set; }
        public SortedDictionary<int, (string Message, Action<BarrierAnswer> Answer)> Waiting { get; } = [];

        public void FailAll(string error)
        {
            foreach (var (_, answer) in Waiting.Values) answer(Failed(error));
        }
    }
}
