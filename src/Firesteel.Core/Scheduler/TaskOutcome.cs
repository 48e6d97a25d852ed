using Firesteel.Core.Metrics;

namespace Firesteel.Core.Scheduler;

/// <summary>How a task attempt ended on its executor: the reason, and for a success the value.</summary>
/// <param name="Value">The task's result; for a map task a <see cref="Shuffle.MapStatus"/>.</param>
/// <param name="Accumulators">What the task added, where that is something.</param>
sealed record TaskOutcome(TaskEndReason Reason, object? Value, TaskMetrics Metrics, IReadOnlyList<AccumulatorUpdate> Accumulators)
{
    /// <summary>An end that no executor reported.</summary>
    public static TaskOutcome Lost(TaskEndReason reason) => new(reason, null, new TaskMetrics(), []);
}
