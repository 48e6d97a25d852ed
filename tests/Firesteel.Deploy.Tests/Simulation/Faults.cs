namespace Firesteel.Deploy.Tests.Simulation;

/// <summary>What goes wrong and when, all of it from one seed.</summary>
sealed class Faults(int seed, bool none = false)
{
    /// <summary>Whether tasks, messages and clocks misbehave; off for clusters that are only to be large.</summary>
    public bool Any => !none;

    public Random Random { get; } = new(seed);

    /// <summary>Whether things still go wrong: every run ends with a time of quiet.</summary>
    public bool IsChaos { get; set; } = !none;

    public TimeSpan ClockSkew() => none ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Random.Next(-600_000, 600_000));
    public TimeSpan MessageDelay() => TimeSpan.FromTicks(none ? TimeSpan.TicksPerMillisecond : Random.Next(1, Random.Next(50) == 0 ? 2_000 : 50) * TimeSpan.TicksPerMillisecond);
    public TimeSpan BreakDelay() => TimeSpan.FromMilliseconds(none ? 1 : Random.Next(1, 2_000));

    /// <summary>Whether a message comes twice.</summary>
    public bool Repeats() => IsChaos && Random.Next(20) == 0;

    public bool Chance(int percent) => IsChaos && Random.Next(100) < percent;

    public T OneOf<T>(IReadOnlyList<T> list) => list[Random.Next(list.Count)];
}
