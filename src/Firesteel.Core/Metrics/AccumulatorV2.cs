using Firesteel.Core.Scheduler;

namespace Firesteel.Core.Metrics;

/// <summary>
/// A value that tasks add to and the driver reads: each task adds to a copy of its own, and the scheduler merges the
/// copy of every first successful attempt once.
/// </summary>
abstract class AccumulatorV2
{
    private static long _lastId = -1;

    protected AccumulatorV2(long id, string? name)
    {
        Id = id;
        Name = name;
    }

    /// <summary>Number by which events and remote processes name this accumulator.</summary>
    public long Id { get; }

    public string? Name { get; }

    /// <summary>Whether the updates of failed tasks count too, as those of SQL metrics do in events.</summary>
    public virtual bool CountFailedValues => false;

    /// <summary>Whether programs should not be shown it.</summary>
    public virtual bool IsInternal => false;

    /// <summary>What kind of accumulator events should say it is, <c>sql</c> for SQL metrics.</summary>
    public virtual string? Metadata => null;

    /// <summary>Whether nothing was added, so that there is nothing to send or merge.</summary>
    public abstract bool IsZero { get; }

    /// <summary>An empty copy with the same id, for one task to add to.</summary>
    public abstract AccumulatorV2 NewTaskLocal();

    /// <summary>Adds what another copy gathered.</summary>
    public abstract void Merge(AccumulatorV2 other);

    /// <summary>The value as events show it.</summary>
    public abstract object? EventValue { get; }

    /// <summary>Writes what a task's copy gathered, for the driver of another process.</summary>
    public abstract void WriteUpdate(BinaryWriter writer);

    /// <summary>Reads what <see cref="WriteUpdate"/> wrote into a new copy.</summary>
    public abstract AccumulatorV2 ReadUpdate(BinaryReader reader);

    /// <summary>A fresh id, unique in this process.</summary>
    public static long NewId() => Interlocked.Increment(ref _lastId);

    /// <summary>The first of <paramref name="count"/> consecutive fresh ids.</summary>
    public static long NewIds(int count) => Interlocked.Add(ref _lastId, count) - count + 1;

    /// <summary>The running task's copy of <paramref name="accumulator"/>, or the accumulator itself outside of tasks.</summary>
    protected static T Here<T>(T accumulator) where T : AccumulatorV2 =>
        TaskContext.Current is { } context ? context.TaskLocal(accumulator) : accumulator;
}
