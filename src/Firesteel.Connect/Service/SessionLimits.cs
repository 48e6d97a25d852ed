namespace Firesteel.Connect.Service;

/// <summary>How long and how many.</summary>
/// <param name="Session">After how long without use a session ends.</param>
/// <param name="Detached">After how long without a client an execution ends.</param>
/// <param name="MostSessions">Most sessions at a time.</param>
sealed record SessionLimits(TimeSpan Session, TimeSpan Detached, int MostSessions)
{
    /// <summary>How often a client hears of its query's progress; zero for never.</summary>
    public TimeSpan Progress { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Most bytes of a batch of several rows that goes to a client.</summary>
    public long BatchBytes { get; init; } = 4 << 20;

    public static readonly SessionLimits Default = new(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), 10_000);
}
